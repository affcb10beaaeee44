import Advice
import Foundation
import GRDB
import Ledger
import TestSupport
import Testing
import Values

@testable import Storage

/// Stores in which something is not as it was written: everything is read from them or a sentence says that they
/// are damaged. Whatever traps ends the tests themselves, after the line that names the seed.
@Suite struct DamagedStoreTests {
  private static let now = Instant(milliseconds: 1_772_450_000_000)

  /// A store with something in every table that is read, as the bytes of its file.
  private static let whole = Result {
    let folder = try TemporaryFolder()
    let path = folder.path("usage.sqlite")
    let start = now.advanced(by: -2 * Instant.perDay)
    let rules = LedgerRules(days: .utc) { now }
    do {
      let store = try UsageStore(path: path, rules: rules)
      _ = try store.addAccount(named: "local", at: start) { _ in }
      _ = try store.addAccount(named: "team", at: start) { $0.authority = .claude }
      _ = try store.useAccount("local", at: start)
      let actions: [MoneyAction] = [
        .setBalance(dollars(500)),
        .addCredit(.grant, dollars(20), expires: now.advanced(by: Instant.perDay)),
        .addCredit(.grant, dollars(5), expires: start.advanced(by: Instant.perHour)),
        .topUp(dollars(10)), .setLimit(tool: nil, period: .month, amount: dollars(300)),
        .setLimit(tool: .cursor, period: .day, amount: dollars(9)),
        .setAutoReload(.initial),
      ]
      for (minute, action) in actions.enumerated() {
        _ = try store.perform(
          action, on: "local", at: start.advanced(by: Int64(minute) * Instant.perMinute))
      }
      _ = try store.perform(.topUp(dollars(7)), on: "team", at: start)
      let writer = UsageWriter(store: store, prices: .builtIn)
      var batch = UsageBatch()
      for number in 0..<60 {
        var made = request("msg_\(number)", "req_\(number)", output: number * 100)
        made.time = start.advanced(by: Int64(number) * 37 * Instant.perMinute)
        made.tool = Tool.allCases[number % Tool.allCases.count]
        made.purse = .extra
        made.session = "s\(number % 5)"
        made.project = "/p/\(number % 3)"
        if number % 4 == 0 { made.servers = [ServerShare(server: "github", bytes: 3)] }
        batch.add(made)
      }
      try writer.write(batch)
      try writer.commit()
      _ = try store.perform(.setBalance(dollars(450)), on: "local", at: now)
    }
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  /// Opens the store and does a few of all the things that commands do with it.
  private func use(_ path: String, _ what: String, _ random: inout SeededRandom) throws {
    let now = DamagedStoreTests.now
    func attempt(_ body: () throws -> Void) {
      do {
        try body()
      } catch let fault as StoreFault {
        #expect(
          ["damaged", "not a Fuelgauge store", "newer", "another program"].contains {
            fault.description.contains($0)
          }, "\(what): \(fault)")
      } catch is MoneyFault {
      } catch {
        Issue.record("\(what): \(error)")
      }
    }
    var opened: UsageStore?
    attempt { opened = try UsageStore(path: path, rules: LedgerRules(days: .utc) { now }) }
    guard let store = opened else { return }
    let query = UsageStore.SnapshotQuery(
      now: now, days: .utc,
      breakdowns: UsageDimension.allCases.filter { $0 != .day && $0 != .tool }.map {
        .init($0, over: .everything)
      }, ledger: .init(account: "local"))
    let dimension = UsageDimension.allCases[random.pick(0...UsageDimension.allCases.count - 1)]
    let uses: [() throws -> Void] = [
      { _ = try store.snapshot(query) },
      { _ = try store.funds(at: now) },
      { _ = try store.verify(prices: .builtIn) },
      { _ = (try store.sourceFiles(), try store.drawLog(), try store.burnedMinutes()) },
      { try store.ledger(.init(account: "local"), since: nil, days: .utc) { _ in } },
      { _ = try store.report(by: dimension, since: nil, until: nil, days: .utc) },
      { try store.settleIfDue(at: now) },
      { _ = try store.perform(.topUp(dollars(1)), on: nil, at: now) },
      { _ = try store.perform(.undo(entry: nil), on: nil, at: now) },
      { try UsageWriter(store: store, prices: .builtIn).reprice() },
    ]
    for _ in 0..<3 { attempt(uses[random.pick(0...uses.count - 1)]) }
  }

  private func write(_ data: Data) throws -> (TemporaryFolder, String) {
    let folder = try TemporaryFolder()
    return (folder, try folder.write(data, to: "usage.sqlite"))
  }

  @Test(arguments: seeds(3))
  func `bytes that changed, pages that were lost or swapped`(seed: UInt64) throws {
    print("damaged bytes: seed \(seed)")
    var random = SeededRandom(seed: seed)
    let whole = try DamagedStoreTests.whole.get()
    let pages = whole.count / 4096
    for round in 0..<40 {
      var data = whole
      func page(_ number: Int) -> Range<Int> { number * 4096..<number * 4096 + 4096 }
      switch random.pick(1...5) {
      case 1:
        for _ in 0..<random.pick(1...200) {
          data[random.pick(0...data.count - 1)] ^= 1 << UInt8(random.pick(0...7))
        }
      case 2, 3:
        let (one, other) = (page(random.pick(1...pages - 1)), page(random.pick(1...pages - 1)))
        let kept = Data(data[one])
        data[one] = Data(data[other])
        data[other] = kept
      case 4: data[page(random.pick(1...pages - 1))] = Data(count: 4096)
      default: data = data.prefix(random.pick(0...data.count - 1))
      }
      let (folder, path) = try write(data)
      let start = ContinuousClock.now
      try use(path, "seed \(seed), round \(round)", &random)
      #expect(ContinuousClock.now - start < .seconds(20), "seed \(seed), round \(round) hangs")
      withExtendedLifetime(folder) {}
    }
  }

  @Test(arguments: seeds(3))
  func `values of another kind, and beyond every bound`(seed: UInt64) throws {
    print("damaged values: seed \(seed)")
    var random = SeededRandom(seed: seed)
    let values = [
      "NULL", "'x'", "''", "x'00ff'", "1.5", "9e18", "-1", "0", "9223372036854775807",
      "-9223372036854775808", "4611686018427387904", "'{\"a\":1}'", "'extra'", "'undo'",
    ]
    for _ in 0..<40 {
      let (folder, path) = try write(try DamagedStoreTests.whole.get())
      var what = "seed \(seed)"
      do {
        let queue = try DatabaseQueue(path: path)
        // Rules that a hand on the bytes does not keep.
        try queue.inDatabase { database in
          try database.execute(sql: "PRAGMA writable_schema = ON; PRAGMA foreign_keys = OFF")
          try database.execute(
            sql: """
              UPDATE sqlite_master SET sql = replace(replace(sql, ' NOT NULL', ''), ' STRICT', '')
              WHERE type = 'table';
              UPDATE sqlite_master SET sql = replace(sql, ' , WITHOUT', ' WITHOUT');
              UPDATE sqlite_master SET sql = replace(sql, '), WITHOUT', ') WITHOUT');
              PRAGMA writable_schema = RESET;
              """)
          let tables = try String.fetchAll(
            database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
          let table = tables[random.pick(0...tables.count - 1)]
          let columns = try database.columns(in: table)
          let column = columns[random.pick(0...columns.count - 1)].name
          let value = values[random.pick(0...values.count - 1)]
          what += ", \(table).\(column) = \(value)"
          try? database.execute(
            sql: "UPDATE OR IGNORE \"\(table)\" SET \"\(column)\" = \(value) WHERE random() % 3")
        }
        try queue.close()
      }
      try use(path, what, &random)
      withExtendedLifetime(folder) {}
    }
  }

  /// Amounts that no command takes in are of the right kind, and are computed with all the same.
  @Test(arguments: [
    "auto_reload.monthly_max", "auto_reload.below", "auto_reload.\"add\"", "account.balance",
    "account.unexplained", "entry.amount", "entry.balance", "spending_limit.amount",
    "hour_usage.cost", "minute_usage.cost", "day_usage.cost", "request.cost", "request.charged",
  ])
  func `the largest and the smallest amounts end nothing`(place: String) throws {
    let parts = place.split(separator: ".")
    for amount in [Int64.max, .min, .max / 2, .min / 2] {
      let (folder, path) = try write(try DamagedStoreTests.whole.get())
      try DatabaseQueue(path: path).write { database in
        try database.execute(
          sql: "UPDATE \(parts[0]) SET \(parts[1]) = ?", arguments: [amount])
      }
      let store = try UsageStore(path: path, rules: .test)
      _ = try? store.funds(at: DamagedStoreTests.now)
      _ = try? store.verify(prices: .builtIn)
      _ = try? store.snapshot(
        UsageStore.SnapshotQuery(
          now: DamagedStoreTests.now, days: .utc, ledger: .init(account: "local")))
      let log = try? store.drawLog()
      _ = log?.end(
        of: Money(nanos: .max), after: DamagedStoreTests.now.advanced(by: -Instant.perDay))
      _ = try? store.perform(.setBalance(dollars(3)), on: "local", at: DamagedStoreTests.now)
      _ = try? store.perform(.undo(entry: nil), on: "local", at: DamagedStoreTests.now)
      withExtendedLifetime(folder) {}
    }
  }

  @Test func `what is damaged is named, and what to do`() throws {
    let (folder, path) = try write(try DamagedStoreTests.whole.get())
    try DatabaseQueue(path: path).inDatabase { database in
      try database.execute(sql: "UPDATE account SET currency = 'x'")
    }
    let store = try UsageStore(path: path, rules: .test)
    let fault = #expect(throws: StoreFault.self) {
      _ = try store.funds(at: DamagedStoreTests.now)
    }
    #expect(
      fault?.description
        == "\(path): the file is damaged (account 1 has an unknown currency) and was left unchanged; replace it"
        + " with a copy using fuelgauge restore FILE, or name another with --store")
    withExtendedLifetime(folder) {}
  }
}
