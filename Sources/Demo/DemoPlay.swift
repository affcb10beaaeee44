import Ledger
import Meters
import Pricing
import Storage
import Values

/// The whole demo: what tools write to a home, what they report to a store, and what the user does there.
package struct DemoPlay {
  private var player: DemoPlayer
  private var money: DemoMoney
  private let start: Instant
  private var isOpen = false
  /// How many more times to postpone a deed because of requests not counted yet.
  private var patience = DemoPlay.mostPatience

  private static let mostPatience = 12

  /// A demo before its first step.
  /// - Parameters:
  ///   - folder: the home folder.
  ///   - start: when the user starts using Fuelgauge, on the script's opening day.
  package init(_ script: DemoScript, folder: String, start: Instant) {
    player = DemoPlayer(script, folder: folder)
    money = DemoMoney(script: script, start: start)
    self.start = start
  }

  /// Plays everything up to and including `now` that was not played yet. It stops before a deed that must wait
  /// for requests to be counted, and continues with the next call; after several calls it stops waiting.
  /// - Parameter collect: reads the home into the store, unless something else does that.
  /// - Returns: sentences about what the user has done.
  package mutating func play(
    to now: Instant, into store: UsageStore, _ writer: UsageWriter, collect: () throws -> Void = {}
  ) throws -> [String] {
    if !isOpen {
      let known = try store.funds(at: start).accounts.map(\.account.name)
      for account in DemoAccount.all(since: start) where !known.contains(account.name) {
        try store.addAccount(account, at: start)
      }
      isOpen = true
    }
    var sentences: [String] = []
    while let deed = money.next(upTo: now) {
      // The facts at the opening must be in place before any usage.
      if deed.time > start { try write(to: deed.time, writer) }
      if try !store.isReady(for: deed) {
        try collect()
        if try !store.isReady(for: deed), patience > 0 {
          patience -= 1
          return sentences
        }
      }
      try store.perform(deed)
      money.done()
      patience = DemoPlay.mostPatience
      if let sentence = deed.sentence { sentences.append(sentence) }
    }
    try write(to: now, writer)
    return sentences
  }

  private mutating func write(to now: Instant, _ writer: UsageWriter) throws {
    let lines = try player.play(to: now)
    if lines.isEmpty { return }
    var text = lines.joined(separator: "\n")
    let (requests, problems) = text.withUTF8 { RecordLines.read($0, name: "demo") }
    assert(problems.isEmpty, "\(problems)")
    var batch = UsageBatch()
    requests.forEach { batch.add($0) }
    try writer.write(batch)
    try writer.commit()
  }
}
