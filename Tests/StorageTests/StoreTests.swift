import Foundation
import Ledger
import TestSupport
import Testing
import Values

@testable import Pricing
@testable import Storage

/// A store in a folder of its own.
final class TestStore {
  let folder: TemporaryFolder
  let store: UsageStore
  let days: CivilDays

  init() throws {
    folder = try TemporaryFolder()
    store = try UsageStore(path: folder.path("usage.sqlite"), rules: .test)
    days = CivilDays(zone: try #require(TimeZone(identifier: "UTC")))
  }

  @discardableResult
  func write(_ requests: [Request], prices: PriceTable = .builtIn) throws -> WriteCounts {
    let writer = UsageWriter(store: store, prices: prices)
    for request in requests {
      var batch = UsageBatch()
      batch.add(request)
      try writer.write(batch)
    }
    try writer.commit()
    return writer.counts
  }

  func total() throws -> UsageTotals {
    try store.report(by: .tool, since: nil, until: nil, days: days).total
  }

  func rows(_ dimension: UsageDimension) throws -> [String: UsageTotals] {
    let rows = try store.report(by: dimension, since: nil, until: nil, days: days).rows
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.key, $0.totals) })
  }

  func differences() throws -> [String] { try store.verify(prices: .builtIn).differences }
}

extension UsageWriter {
  /// Stores a request at once.
  func take(_ request: Request) throws {
    var batch = UsageBatch()
    batch.add(request)
    try write(batch)
    try commit()
  }
}

/// A request of one dollar's worth of output per 40,000 tokens.
func request(
  _ message: String = "msg_1", _ request: String = "req_1", output: Int = 40_000,
  _ change: (inout Request) -> Void = { _ in }
) -> Request {
  var made = Request(
    identity: RequestIdentity(message: message, request: request),
    time: Instant(milliseconds: 1_770_842_207_925), tool: .claudeCode, purse: .extra,
    main: ModelUse(model: "claude-opus-4-6", tokens: TokenCounts(output: output)))
  change(&made)
  return made
}

@Suite struct StoreTests {
  @Test func `a request is counted once, with the copy that knows more`() throws {
    let test = try TestStore()
    let counts = try test.write([
      request(output: 40_000), request(output: 80_000), request(output: 80_000), request(output: 4),
    ])
    #expect(counts.new == 1 && counts.changed == 1 && counts.known == 2)
    #expect(try test.total().requests == 1)
    #expect(try test.total().cost.decimalText == "2.000000000")
    #expect(try test.differences().isEmpty)
  }

  @Test func `an earlier copy moves the request in time`() throws {
    let test = try TestStore()
    try test.write([
      request(), request { $0.time = $0.time.advanced(by: -Instant.perDay) },
    ])
    #expect(try test.rows(.day).keys.sorted() == ["2026-02-10"])
    #expect(try test.differences().isEmpty)
  }

  @Test(arguments: [false, true])
  func `a side chain's replay of a message is not counted, whichever comes first`(reversed: Bool)
    throws
  {
    let test = try TestStore()
    let copies = [request(), request("msg_1", "req_replay") { $0.isSidechain = true }]
    try test.write(reversed ? copies.reversed() : copies)
    #expect(try test.total().requests == 1)
    #expect(try test.total().cost.decimalText == "1.000000000")
    #expect(try test.differences().isEmpty)
  }

  @Test func `a progress copy counts until the request's own line turns up`() throws {
    let test = try TestStore()
    let progress = request(output: 40_000) {
      $0.isSidechain = true
      $0.isProgressCopy = true
    }
    try test.write([progress])
    #expect(try test.total().tokens.output == 40_000)
    try test.write([request(output: 20) { $0.isSidechain = true }])
    #expect(try test.total().tokens.output == 20)
    try test.write([progress])
    #expect(try test.total().tokens.output == 20)
    #expect(try test.differences().isEmpty)
  }

  @Test func `a recorded id meets the transcript's request from either side`() throws {
    let transcript = request("msg_9", "req_9")
    for recorded in ["msg_9", "msg_9/req_9", "req_9"] {
      for reversed in [false, true] {
        let test = try TestStore()
        var copy = transcript
        copy.identity = RequestIdentity(recorded: recorded)
        try test.write(reversed ? [transcript, copy] : [copy, transcript])
        #expect(try test.total().requests == 1, "\(recorded), reversed: \(reversed)")
      }
    }
  }

  @Test func `two partial records become one when the transcript joins them`() throws {
    let test = try TestStore()
    try test.write([request("msg_9", ""), request("", "req_9"), request("msg_9", "req_9")])
    #expect(try test.total().requests == 1)
    #expect(try test.differences().isEmpty)
  }

  @Test func `two requests of one message stay two`() throws {
    let test = try TestStore()
    try test.write([request("msg_1", "req_1"), request("msg_1", "req_2")])
    #expect(try test.total().requests == 2)
  }

  @Test func `several MCP servers share a request and rows still add up`() throws {
    let test = try TestStore()
    try test.write([
      request {
        $0.servers = [ServerShare(server: "a", bytes: 3), ServerShare(server: "b", bytes: 1)]
        $0.extra = [ModelUse(model: "claude-haiku-4-5", tokens: TokenCounts(output: 1000))]
      }, request("msg_2", "req_2"),
    ])
    let servers = try test.rows(.mcpServer)
    #expect(servers["a"]?.tokens.output == 30_750 && servers["b"]?.tokens.output == 10_250)
    #expect(servers["a"]?.requests == 1 && servers["b"]?.requests == 0)
    #expect(servers["none"]?.requests == 1)
    let tools = try test.rows(.tool)
    #expect(tools["mcp"]?.requests == 1 && tools["claude-code"]?.requests == 1)
    let models = try test.rows(.model)
    #expect(models["claude-haiku-4-5"]?.requests == 0)
    #expect(models["claude-haiku-4-5"]?.cost.decimalText == "0.005000000")
    #expect(try test.total().cost.decimalText == "2.005000000")
    #expect(try test.differences().isEmpty)
  }

  @Test func `an id with a zero byte in it is known again`() throws {
    let test = try TestStore()
    let odd = request("msg_\u{0}1", "req_1")
    try test.write([odd, odd])
    #expect(try test.total().requests == 1)
  }

  @Test func `parts that add nothing leave nothing in the sums`() throws {
    let test = try TestStore()
    let shared = request {
      $0.main = ModelUse(model: "claude-unknown-1", tokens: TokenCounts(output: 1))
      $0.servers = [ServerShare(server: "a", bytes: 1000), ServerShare(server: "b", bytes: 1)]
      $0.extra = [ModelUse(model: "claude-unknown-2", tokens: .zero)]
    }
    var earlier = shared
    earlier.time = shared.time.advanced(by: -Instant.perDay)
    try test.write([shared, earlier])
    #expect(try test.differences().isEmpty)
  }

  @Test func `a recorded cost stays when the transcript turns up`() throws {
    for reversed in [false, true] {
      let test = try TestStore()
      let transcript = request { $0.main.model = "claude-unknown-1" }
      var recorded = transcript
      recorded.recordedCost = dollars(5)
      recorded.project = ""
      try test.write(reversed ? [transcript, recorded] : [recorded, transcript])
      #expect(try test.total().cost.decimalText == "5.000000000")
      #expect(try test.differences().isEmpty)
    }
  }

  @Test func `a model without a price is counted, unpriced, and named`() throws {
    let test = try TestStore()
    try test.write([request { $0.main.model = "claude-unknown-1" }])
    let row = try #require(try test.rows(.model)["claude-unknown-1"])
    #expect(row.requests == 1 && row.unpriced == 1 && row.cost == .zero)
    #expect(row.tokens.output == 40_000)
  }

  @Test func `a new price table prices everything anew`() throws {
    let test = try TestStore()
    try UsageWriter(store: test.store, prices: .builtIn).repriceIfNeeded()
    try test.write([request { $0.main.model = "claude-unknown-1" }, request("msg_2")])
    let entry = PriceEntry(
      model: "claude-unknown-1", from: nil, promptUpTo: nil,
      price: Price(input: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, output: 50_000_000),
      fast: .standard, usIsTenthMore: false)
    let table = PriceTable.builtIn.overridden(by: [entry])
    let writer = UsageWriter(store: test.store, prices: table)
    try writer.repriceIfNeeded()
    #expect(writer.counts.changed == 1)
    #expect(try test.total().cost.decimalText == "3.000000000")
    #expect(try test.total().unpriced == 0)
    #expect(try test.store.verify(prices: table).differences.isEmpty)
    #expect(
      try test.differences() == [
        "the store was priced with another price table; `fuelgauge collect` reprices it once no dashboard"
          + " is running with the old table"
      ])
  }

  @Test func `verification finds what was tampered with`() throws {
    let test = try TestStore()
    try test.write([request()])
    try test.store.queue.inDatabase { try $0.execute(sql: "UPDATE request SET cost = cost + 1") }
    #expect(
      try test.differences() == [
        "request msg_1/req_1: stored cost $1.000000001, computed $1.000000000",
        "the sums of the minute 2026-02-11T20:36:00Z, facet 1, are wrong",
        "the sums of the hour 2026-02-11T20:00:00Z, facet 1, are wrong",
        "the sums of the day 2026-02-11T00:00:00Z, facet 1, are wrong",
        "the sums of session “”, facet 1, are wrong",
      ])
  }

  @Test func `a failed batch takes back everything since the last commit`() throws {
    let test = try TestStore()
    let writer = UsageWriter(store: test.store, prices: .builtIn)
    var batch = UsageBatch()
    batch.add(request())
    try writer.write(batch)
    try test.store.queue.inDatabase { try $0.failInsertions(into: "request") }
    batch.add(request("msg_2"))
    #expect(throws: (any Error).self) { try writer.write(batch) }
    #expect(try test.total().requests == 0)
    #expect(try test.differences().isEmpty)
  }

  @Test func `a store of a newer program is left alone`() throws {
    let test = try TestStore()
    try test.store.queue.inDatabase {
      try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 future')")
    }
    let fault = #expect(throws: StoreFault.self) {
      try UsageStore(path: test.folder.path("usage.sqlite"), rules: .test)
    }
    #expect(fault?.description.contains("written by a newer Fuelgauge") == true)
  }

  @Test func `a file that is no store is named`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(String(repeating: "no store ", count: 200), to: "x.sqlite")
    let fault = #expect(throws: StoreFault.self) { try UsageStore(path: path, rules: .test) }
    #expect(
      fault?.description
        == "\(path): is not a Fuelgauge store and was left unchanged; name another file with --store"
    )
  }

  @Test(arguments: seeds(4))
  func `any order of copies gives the same store`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let copies = (0..<60).map { _ in
      request("msg_\(random.pick(1...8))", "req_\(random.pick(1...2))", output: random.pick(1...4))
      {
        $0.isSidechain = random.chance(3)
        $0.isProgressCopy = $0.isSidechain && random.chance(2)
        $0.time = $0.time.advanced(by: Int64(random.pick(0...5)) * Instant.perHour)
        if random.chance(5) {
          $0.extra = [ModelUse(model: "claude-haiku-4-5", tokens: TokenCounts(output: 9))]
        }
      }
    }
    var reports: [[String: UsageTotals]] = []
    for order in [copies, copies.shuffled(using: &random), copies.reversed()] {
      let test = try TestStore()
      try test.write(order)
      #expect(try test.differences().isEmpty, "seed \(seed)")
      reports.append(try test.rows(.day))
      reports.append(try test.rows(.model))
    }
    #expect(reports[0] == reports[2] && reports[0] == reports[4], "seed \(seed)")
    #expect(reports[1] == reports[3] && reports[1] == reports[5], "seed \(seed)")
  }
}

@Suite struct SnapshotTests {
  @Test func `a tool is paid by what pays it now, whatever paid most of the month`() throws {
    let test = try TestStore()
    let now = try #require(Instant("2026-02-11T20:36:30Z"))
    func payer(after requests: [Request]) throws -> [String] {
      try test.write(requests)
      let snapshot = try test.store.snapshot(UsageStore.SnapshotQuery(now: now, days: test.days))
      let tool = try #require(snapshot.tools.first)
      return [tool.account ?? "", tool.purse.rawValue]
    }
    func used(_ id: String, output: Int, minutes: Int64, _ account: String, _ purse: Purse)
      -> Request
    {
      request(id, output: output) {
        $0.time = now.advanced(by: -minutes * Instant.perMinute)
        ($0.account, $0.purse) = (account, purse)
      }
    }
    let days = used("msg_1", output: 9000, minutes: 3000, "ada@work.example", .plan)
    #expect(try payer(after: [days]) == ["ada@work.example", "plan"])
    let morning = used("msg_2", output: 900, minutes: 600, "ada@home.example", .apiKey)
    #expect(try payer(after: [morning]) == ["ada@home.example", "api-key"])
    let recentDraws = used("msg_3", output: 9, minutes: 5, "ada@work.example", .extra)
    #expect(try payer(after: [recentDraws]) == ["ada@work.example", "extra"])
    // The purse is one that this account has paid from, though others paid more from another together.
    let both = [("msg_4", 30, "bo@one.example"), ("msg_5", 30, "cy@two.example")].map {
      used($0.0, output: $0.1, minutes: 4, $0.2, .plan)
    }
    let more = used("msg_6", output: 40, minutes: 3, "ada@work.example", .extra)
    #expect(try payer(after: both + [more]) == ["ada@work.example", "extra"])
  }

  @Test func `each stretch holds what was used in it`() throws {
    let test = try TestStore()
    let now = try #require(Instant("2026-02-11T20:36:30Z"))
    let ages: [(String, Int64)] = [
      ("now", 0), ("window", 14), ("hour", 59), ("today", 20 * 60), ("yesterday", 21 * 60),
      ("lastMonth", 12 * 24 * 60),
    ]
    try test.write(
      ages.map { name, minutes in
        request("msg_" + name) { $0.time = now.advanced(by: -minutes * Instant.perMinute) }
      })
    let snapshot = try test.store.snapshot(
      UsageStore.SnapshotQuery(now: now, days: test.days))
    let tool = try #require(snapshot.tools.first)
    #expect(tool.burn.requests == 2)
    #expect(tool.lastHour.requests == 3)
    #expect(tool.today.requests == 4)
    #expect(tool.month.requests == 5)
    #expect(snapshot.chart?.total.map(\.nanos).reduce(0, +) == 3_000_000_000)
    #expect(snapshot.burnWindow == Span(milliseconds: 15 * 60_000 + 30_000))
    #expect(snapshot.perHour(tool.burn).nanos == 2_000_000_000 * 3_600_000 / 930_000)
  }

  @Test(arguments: ["Asia/Kolkata", "America/St_Johns", "Pacific/Chatham", "UTC", "Asia/Tokyo"])
  func `today begins at the person's midnight in every zone`(zone: String) throws {
    let test = try TestStore()
    let days = CivilDays(zone: try #require(TimeZone(identifier: zone)))
    let now = try #require(Instant("2026-02-11T20:36:30Z"))
    let midnight = days.start(of: now)
    try test.write([
      request("msg_1") { $0.time = midnight },
      request("msg_2") { $0.time = midnight.advanced(by: -1) },
      request("msg_3") { $0.time = midnight.advanced(by: 90 * 60_000) },
    ])
    let snapshot = try test.store.snapshot(UsageStore.SnapshotQuery(now: now, days: days))
    #expect(snapshot.all.today.requests == 2)
  }
}
