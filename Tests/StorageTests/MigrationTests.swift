import Foundation
import GRDB
import Ledger
import TestSupport
import Testing
import Values

@testable import Storage

@Suite struct MigrationTests {
  @Test func `a store of the first version keeps its usage and gets its sessions`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("usage.sqlite")
    do {
      let queue = try DatabaseQueue(path: path)
      try Schema.migrator.migrate(queue, upTo: "1 usage")
      try queue.write { database in
        try database.execute(
          sql: """
            INSERT INTO name (id, text) VALUES (1, 'claude-opus-4-6'), (2, 'session-1');
            INSERT INTO facet VALUES (1, 'claude-code', 'extra', 0, 1, 0, 0);
            INSERT INTO request VALUES (1, \(StoredRequest.key(of: "msg_1")), 'msg_1', 'req_1',
              1770842207925, 1, 2, 0, 40000, 0, 0, 0, 0, 1000000000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL);
            INSERT INTO source_file VALUES (1, '/a', 0, 0, 1, 1, 1, 1, 0, 0, '');
            """)
        for grain in Grain.allCases {
          let bucket = grain.bucket(of: Instant(milliseconds: 1_770_842_207_925))
          try database.execute(
            sql: """
              INSERT INTO \(grain.table)
              VALUES (\(bucket), 1, 1, 0, 40000, 0, 0, 0, 0, 1000000000, 0, 0)
              """)
        }
      }
    }
    let store = try UsageStore(path: path, rules: .test)
    #expect(try store.verify(prices: .builtIn).differences.isEmpty)
    let days = CivilDays(zone: try #require(TimeZone(identifier: "UTC")))
    let found = try store.snapshot(
      UsageStore.SnapshotQuery(
        now: Instant(milliseconds: 1_770_842_207_925), days: days,
        breakdowns: [.init(.session, over: .everything)]))
    #expect(found.breakdowns[0].rows.map(\.key) == ["session-1"])
    #expect(found.all.month.cost.decimalText == "1.000000000")
    // The transcripts are read once more, for what the first version did not look for.
    #expect(
      try store.queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM source_file") } == 0)
    // What paid was assumed, and stands in the transcript that is read once more.
    #expect(found.tools.map(\.basis) == [.assumed])
    let writer = UsageWriter(store: store, prices: .builtIn)
    var copy = request()
    copy.evidence = PurseEvidence(usual: .extra)
    copy.evidence.cache = .hour
    try writer.write(UsageBatch([copy]))
    try writer.commit()
    let rows = try store.report(by: .purse, since: nil, until: nil, days: .utc).rows
    #expect(rows.map(\.key) == ["plan"] && rows.map(\.totals.requests) == [1])
    #expect(try store.verify(prices: .builtIn).differences.isEmpty)
  }

  @Test func `a refusal of before is told of, and all transcripts are read once more`()
    throws
  {
    let folder = try TemporaryFolder()
    let path = folder.path("usage.sqlite")
    let now = Instant(milliseconds: 1_770_842_207_925)
    do {
      let queue = try DatabaseQueue(path: path)
      try Schema.migrator.migrate(queue, upTo: "15 times still to come")
      try queue.write { database in
        let day = 86_400_000_000_000
        try database.execute(
          sql: """
            INSERT INTO rejection VALUES (1, 'r', \(now.milliseconds - 1000), 'claude-code', 0, 0, 'cap',
              'You''ve hit your spend limit');
            INSERT INTO source_file VALUES (1, '/a', 0, 0, 1, \(100 * day), 1, 1, 0, 0, '');
            INSERT INTO source_file VALUES (2, '/b', 0, 1, 1, \(93 * day), 1, 1, 0, 0, '');
            INSERT INTO source_file VALUES (3, '/c', 0, 2, 1, \(91 * day), 1, 1, 0, 0, '');
            """)
      }
    }
    let store = try UsageStore(path: path, rules: .test)
    let refusals = try store.funds(at: now).refusals
    #expect(refusals.map(\.reason) == [.cap] && refusals.first?.account == nil)
    #expect(
      try store.queue.read {
        try Int.fetchOne(
          $0, sql: "SELECT count(*) FROM source_file WHERE modified = ?",
          arguments: [SourceFile.unread])
      } == 3)
  }

  @Test func `warnings that were on stay so, and were told`() throws {
    let queue = try DatabaseQueue()
    try Schema.migrator.migrate(queue, upTo: "13 sources that cannot be read")
    let episode = try queue.write { database in
      let columns = try database.columns(in: "account").filter { $0.isNotNull && $0.name != "id" }
      let names = columns.map(\.name).joined(separator: ", ")
      let values = columns.map { $0.type == "TEXT" ? "'ada'" : "1" }.joined(separator: ", ")
      try database.execute(
        sql: """
          INSERT INTO account (id, \(names)) VALUES (7, \(values));
          INSERT INTO episode VALUES (7, 'lowBalance', '', 1770842207925, 1);
          """)
      return try Row.fetchOne(database, sql: "SELECT * FROM episode")
    }
    try Schema.migrator.migrate(queue)
    #expect(try queue.read { try Row.fetchOne($0, sql: "SELECT * FROM episode") } == episode)
  }

  @Test func `what earlier versions made by themselves and a login adopted is claude dot ai's`()
    throws
  {
    let folder = try TemporaryFolder()
    let path = folder.path("usage.sqlite")
    let now = Instant(milliseconds: 1_770_842_207_925)
    do {
      let store = try UsageStore(path: path, rules: .test)
      // Three accounts: one made by itself and adopted, one made by itself, one made on purpose and adopted.
      _ = try store.addAccount(Account(name: "budget", authority: .local, since: now), at: now)
      _ = try store.perform(.setBalance(dollars(40)), on: "budget", at: now)
      try store.queue.write { database in
        for (name, organization) in [("local", "'org-1'"), ("other", "NULL")] {
          try database.execute(
            sql: """
              INSERT INTO account SELECT NULL, '\(name)', email, \(organization), plan, 'local', billing,
                currency, rate, online, since, closed, 1, 40000000000, 1, read_at, NULL, NULL
                FROM account WHERE name = 'budget';
              INSERT INTO entry (account, number, kind, time, entered, amount, balance, detail)
                SELECT (SELECT id FROM account WHERE name = '\(name)'), 1, kind, time, entered, amount,
                  balance, detail FROM entry WHERE kind = 'reading' AND number = 2;
              INSERT INTO auto_reload SELECT id, 'local', 1, 1, 1, NULL, NULL, NULL FROM account
                WHERE name = '\(name)';
              """)
        }
        try database.execute(
          sql: """
            UPDATE account SET organization = 'org-2' WHERE name = 'budget';
            DELETE FROM auto_reload;
            DELETE FROM grdb_migrations WHERE identifier LIKE '20 %';
            """)
      }
    }
    let store = try UsageStore(path: path, rules: .test)
    let funds = try store.funds(at: now)
    let kept = funds.accounts.reduce(into: [:]) { $0[$1.account.name] = $1.account.authority }
    #expect(kept == ["budget": .local, "local": .claude, "other": .local])
    let adopted = try #require(funds.accounts.first { $0.account.name == "local" })
    #expect(adopted.balance.amount == dollars(40))
    #expect(adopted.observed.keeperChanged != nil && adopted.autoReload.settings == nil)
    let page = try store.snapshot(
      UsageStore.SnapshotQuery(now: now, days: .utc, ledger: .init(account: "local")))
    #expect(page.ledger?.rows.first?.title == "keeper changed")
    #expect(try store.verify(prices: .builtIn).differences.isEmpty)
    _ = try store.perform(.setBalance(dollars(39)), on: "local", at: now)
    #expect(try store.funds(at: now).accounts.allSatisfy { $0.observed.keeperChanged == nil })
  }

  @Test func `migrations stand in the order of their numbers`() {
    let numbers = Schema.migrator.migrations.map { Int($0.prefix { $0.isNumber }) ?? 0 }
    #expect(numbers == Array(1...numbers.count))
  }

  @Test(arguments: [[], [16], [16, 17], [18, 19], [18, 19, 16], [16, 17, 18, 19]])
  func `a store in between becomes the same, whatever was done to it first`(done: [Int]) throws {
    func tables(_ queue: DatabaseQueue) throws -> [String] {
      try queue.read {
        try String.fetchAll(
          $0, sql: "SELECT type || name || ifnull(sql, '') FROM sqlite_master ORDER BY 1")
      }
    }
    let new = try DatabaseQueue()
    try Schema.migrator.migrate(new)
    let old = try DatabaseQueue()
    try Schema.migrator.migrate(old, upTo: "15 times still to come")
    var some = DatabaseMigrator()
    for number in done {
      let version = try #require(Schema.versions.first { $0.name.hasPrefix("\(number) ") })
      some.registerMigration(version.name, migrate: version.change)
    }
    try some.migrate(old)
    try Schema.migrator.migrate(old)
    #expect(try tables(old) == tables(new))
    #expect(try old.read { try Schema.migrator.hasCompletedMigrations($0) })
  }

  @Test func `what an earlier version counted as added is called that when a reading corrects it`()
    throws
  {
    let folder = try TemporaryFolder()
    let path = folder.path("usage.sqlite")
    let now = Instant(milliseconds: 1_770_842_207_925)
    do {
      let store = try UsageStore(path: path, rules: .test)
      try store.queue.write { database in
        try database.execute(
          sql: """
            INSERT INTO account (name, organization, authority, currency, online, since, closed, entries,
                balance, reading, read_at)
              VALUES ('local', 'org-1', 'local', 'USD', 0, \(now.milliseconds), 0, 3, 115000000000, 1,
                \(now.milliseconds));
            DELETE FROM grdb_migrations WHERE identifier LIKE '20 %';
            """)
        for (kind, amount, balance) in [
          ("reading", 40, 40), ("top-up", 50, 90), ("auto-reload", 25, 115),
        ] {
          try database.execute(
            sql: """
              INSERT INTO entry (account, number, kind, time, entered, amount, balance)
                SELECT 1, count(*) + 1, '\(kind)', \(now.milliseconds), \(now.milliseconds),
                  \(amount)000000000, \(balance)000000000 FROM entry
              """)
        }
      }
    }
    let store = try UsageStore(path: path, rules: .test)
    let later = now.advanced(by: Instant.perMinute)
    _ = try store.perform(.setBalance(dollars(39)), on: "local", at: later)
    let balance = try #require(try store.funds(at: later).accounts.first).balance
    #expect(balance.unexplained == dollars(76))
    #expect(balance.neverPaid == dollars(75))
    #expect(balance.gone == dollars(1))
    #expect(try store.funds(at: later).warnings.filter { $0.id == .unexplainedSpend }.count == 1)
    #expect(try store.verify(prices: .builtIn).differences == [])
  }
}
