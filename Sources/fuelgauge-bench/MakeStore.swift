import Advice
import ArgumentParser
import Foundation
import Ledger
import Pricing
import Storage
import Values

/// Fills a store with requests like a collector, but without transcripts.
struct MakeStore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Fill a store with synthetic requests that end now.")

  @Argument(help: "The store to create.")
  var path: String

  @Option(help: "Requests to write.")
  var requests = 1_000_000

  @Option(help: "Days they are spread over.")
  var days = 365

  @Option(help: "The time of the last request (RFC 3339).")
  var until = "2026-11-22T12:00:00Z"

  @Option(help: "An account to top up before the first request, and to charge for all of them.")
  var account: String?

  @Option(help: "The seed; the same seed gives the same store.")
  var seed: UInt64 = 1

  func run() throws {
    guard let end = Instant(until) else { throw ValidationError("--until takes an RFC 3339 time.") }
    var random = SeededRandom(seed: seed)
    let store = try UsageStore(path: path, rules: LedgerRules(days: .utc) { end })
    let writer = UsageWriter(store: store, prices: .builtIn)
    // Like a collector: this records the prices used for the store.
    try writer.repriceIfNeeded()
    let step = Double(days) * Double(Instant.perDay) / Double(requests)
    let begin = end.advanced(by: -Int64(days) * Instant.perDay)
    if let account {
      try store.addAccount(Account(name: account, authority: .local, since: begin), at: begin)
      _ = try store.perform(.topUp(Amount.most), on: account, at: begin)
      _ = try store.perform(
        .setLimit(tool: nil, period: .month, amount: Amount.most), on: account, at: begin)
    }
    var batch = UsageBatch()
    for index in 0..<requests {
      let time = begin.advanced(by: Int64(Double(index + 1) * step))
      batch.add(request(index, at: time, &random))
      if batch.requests.count == 4096 {
        try writer.write(batch)
        batch.removeAll()
      }
    }
    try writer.write(batch)
    try writer.commit()
    print("\(writer.counts.new) requests in \(path)")
  }

  private func request(
    _ index: Int, at time: Instant, _ random: inout SeededRandom
  ) -> Request {
    let model = random.pick(["claude-opus-4-6", "claude-sonnet-4-6", "claude-haiku-4-5"])
    var request = Request(
      identity: RequestIdentity(
        message: "msg_01" + String(random.next(), radix: 36) + String(index, radix: 36),
        request: "req_011C" + String(random.next(), radix: 36)),
      time: time, tool: random.pick([.claudeCode, .claudeCode, .claudeCode, .cursor, .api]),
      purse: .extra,
      main: ModelUse(
        model: model,
        tokens: TokenCounts(
          input: random.pick(1...50), output: random.pick(10...2000),
          cacheWrite5m: random.pick(0...4000), cacheRead: random.pick(0...150_000))))
    request.session = "session-\(index / 200)"
    request.project = "/src/project-\(index / 5000 % 20)"
    if index % 12 == 0 { request.servers = [ServerShare(server: "tickets", bytes: 100)] }
    return request
  }
}
