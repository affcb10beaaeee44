import GRDB
import Ledger
import TestSupport
import Testing
import Values

@testable import Storage

/// Balances by what finally is known of requests, in whatever order it came.
@Suite struct PurseLedgerTests {
  /// A request as one transcript or another tells of it.
  private struct Told {
    var number: Int
    var folder: String
    var owner: String?
    var copies: [Request] = []
  }

  /// What paid, by rules as plain as can be; nil: no balance.
  private func account(_ told: Told, said: Purse?) -> String? {
    let copies = told.copies
    let cache =
      copies.map { ($0.evidence.isAsked ? 10 : 0) + Int($0.evidence.cache.rawValue) }.max() ?? 0
    let isHour = cache % 10 == Int(PurseEvidence.Cache.hour.rawValue)
    let hasKey = told.folder == "/h/key"
    let isCloud = copies.contains { $0.identity.message.hasPrefix("msg_bdrk_") }
    let hasOwner = copies.contains { $0.evidence.owner == .present }
    let lacksOwner = !hasOwner && copies.contains { $0.evidence.owner == .absent }
    var isDrawn = true
    if let said {
      isDrawn = said == .extra
    } else if copies.contains(where: \.evidence.isOverage) {
      isDrawn = true
    } else if isCloud || hasKey {
      isDrawn = false
    } else if lacksOwner && cache >= 10 {
      isDrawn = false
    } else {
      isDrawn = !isHour
    }
    guard isDrawn else { return nil }
    let named = copies.compactMap(\.organization).first
    if let named { return ["org-1": "ada@x.example", "org-2": "ada@work.example"][named] }
    return told.folder == "/h/work" ? "ada@work.example" : "ada@x.example"
  }

  private func tell(_ random: inout SeededRandom, _ number: Int) -> Told {
    var told = Told(
      number: number, folder: random.pick(["/h/.claude", "/h/work", "/h/key", "/h/none"]))
    // A session has one owner, whoever is signed in by now, or none.
    told.owner = random.pick([nil, "org-1", "org-2", "org-3"])
    let id = random.chance(6) ? "msg_bdrk_\(number)" : "msg_\(number)"
    for copy in 0..<random.pick(1...4) {
      var made = request(id, "req_\(number)", output: random.pick(1...4) * 10_000)
      made.time = Desk.at(2 + number)
      made.configFolder = told.folder
      made.session = "s\(copy)"
      made.isForked = random.chance(3)
      made.evidence = PurseEvidence(usual: .extra)
      made.evidence.cache = random.pick([.unknown, .five, .hour])
      made.evidence.isAsked = made.evidence.cache != .unknown && random.chance(2)
      made.evidence.isOverage = random.chance(8)
      if made.isForked {
        made.evidence.owner = .unknown
      } else if let owner = told.owner, !random.chance(3) {
        (made.evidence.owner, made.organization) = (.present, owner)
      } else {
        made.evidence.owner = random.pick([.unknown, .absent])
      }
      told.copies.append(made)
    }
    return told
  }

  private func login(_ organization: String, _ folder: String, _ email: String) -> Login {
    var login = Login(
      folder: folder, file: folder + ".json", organization: organization,
      credential: Credential(kind: .login, name: "/login", place: ""))
    login.email = email
    return login
  }

  @Test(arguments: seeds(8))
  func `the balance follows the final purses, in whatever order evidence came`(seed: UInt64) throws
  {
    var random = SeededRandom(seed: seed)
    for _ in 0..<6 {
      let desk = try Desk()
      var keyed = login("org-1", "/h/key", "ada@x.example")
      keyed.credential = Credential(kind: .apiKey, name: "ANTHROPIC_API_KEY", place: "x")
      try desk.store.record(
        [
          .signedIn(login("org-1", "/h/.claude", "ada@x.example")),
          .signedIn(login("org-2", "/h/work", "ada@work.example")), .signedIn(keyed),
        ], at: desk.clock.now)
      for name in ["ada@x.example", "ada@work.example"] {
        try desk.act(.setBalance(dollars(1000)), at: 1, on: name)
      }
      let said: Purse? = random.chance(4) ? random.pick([.extra, .plan]) : nil
      if let said {
        _ = try desk.store.link(Linkage(tool: .claudeCode, purse: said), at: desk.clock.now)
      }
      desk.clock.now = Desk.at(100)
      let told = (0..<random.pick(1...12)).map { tell(&random, $0) }
      for copy in told.flatMap(\.copies).shuffled(using: &random) {
        var batch = UsageBatch()
        batch.add(copy)
        try desk.writer.write(batch)
        if random.chance(3) { try desk.writer.commit() }
      }
      try desk.writer.commit()

      var expected: [String: Int64] = ["ada@x.example": 1000, "ada@work.example": 1000]
        .mapValues { $0 * 1_000_000_000 }
      for told in told {
        guard let account = account(told, said: said) else { continue }
        let tokens = told.copies.map(\.main.tokens.output).max() ?? 0
        expected[account, default: 0] -= Int64(tokens) * 25_000
      }
      for (name, nanos) in expected {
        #expect(try desk.state(name).balance.amount?.nanos == nanos, "seed \(seed), \(name)")
      }
      #expect(try desk.differences() == [], "seed \(seed)")
    }
  }

  @Test func `a key that turns up today did not pay for what a login paid yesterday`() throws {
    let desk = try Desk()
    var keyed = login("org-1", "/h/.claude", "ada@x.example")
    try desk.store.record([.signedIn(keyed)], at: desk.clock.now)
    try desk.act(.setBalance(dollars(100)), at: 1)
    desk.clock.now = Desk.at(60)
    keyed.credential = Credential(kind: .apiKey, name: "ANTHROPIC_API_KEY", place: "x")
    try desk.store.record([.signedIn(keyed)], at: desk.clock.now)
    desk.clock.now = Desk.at(90)
    for (number, minute) in [30, 70].enumerated() {
      var made = request("msg_\(number)", "req_\(number)", output: 40_000)
      made.time = Desk.at(minute)
      made.configFolder = "/h/.claude"
      made.evidence = PurseEvidence(usual: .extra)
      (made.evidence.owner, made.organization) = (.present, "org-1")
      (made.evidence.cache, made.evidence.isAsked) = (.five, true)
      try desk.writer.write(UsageBatch([made]))
    }
    try desk.writer.commit()
    let rows = try desk.store.report(by: .purse, since: nil, until: nil, days: .utc).rows
    #expect(
      rows.reduce(into: [:]) { $0[$1.key] = $1.totals.requests } == ["api-key": 1, "extra": 1])
    #expect(try desk.balance() == 99)
    #expect(try desk.differences() == [])
  }

  @Test func `stronger evidence moves the balance by the difference, and equal evidence does not`()
    throws
  {
    let desk = try Desk()
    try desk.store.record(
      [.signedIn(login("org-1", "/h/.claude", "ada@x.example"))], at: desk.clock.now)
    try desk.act(.setBalance(dollars(100)), at: 1)
    func take(_ change: (inout PurseEvidence) -> Void) throws -> Double? {
      desk.clock.now = desk.clock.now.advanced(by: Instant.perMinute)
      var made = request()
      made.time = Desk.at(2)
      made.configFolder = "/h/.claude"
      made.evidence = PurseEvidence(usual: .extra)
      change(&made.evidence)
      try desk.writer.take(made)
      #expect(try desk.differences() == [])
      return try desk.balance()
    }
    desk.clock.now = Desk.at(3)
    #expect(try take { _ in } == 99)
    #expect(try take { ($0.cache, $0.isAsked) = (.hour, true) } == 100)
    #expect(try take { ($0.cache, $0.isAsked) = (.five, true) } == 100)
    #expect(try take { $0.isOverage = true } == 99)
    #expect(try take { ($0.cache, $0.isAsked) = (.hour, true) } == 99)
    let rows = try desk.store.report(by: .purse, since: nil, until: nil, days: .utc).rows
    #expect(rows.map(\.key) == ["extra"])
  }

  @Test func `what an earlier version stored is assumed, until its transcript is read again`()
    throws
  {
    let desk = try Desk()
    try desk.store.record(
      [.signedIn(login("org-1", "/h/.claude", "ada@x.example"))], at: desk.clock.now)
    try desk.act(.setBalance(dollars(100)), at: 1)
    desk.clock.now = Desk.at(3)
    func take(_ message: String, _ cache: PurseEvidence.Cache, _ session: String = "a") throws {
      var made = request(message)
      made.time = Desk.at(2)
      made.configFolder = "/h/.claude"
      made.session = session
      made.evidence = PurseEvidence(usual: .extra)
      made.evidence.cache = cache
      var batch = UsageBatch()
      batch.add(made)
      let writer = UsageWriter(store: desk.store, prices: .builtIn)
      try writer.write(batch)
      try writer.commit()
      #expect(try desk.differences() == [])
    }
    try take("msg_1", .unknown)
    try take("msg_2", .hour)
    #expect(try desk.balance() == 99)
    // As it was: the purse alone, also of what a cloud served.
    try take("msg_3", .unknown)
    try desk.store.queue.write { database in
      try database.execute(
        sql: """
          UPDATE request SET evidence = 0, forked = 1;
          UPDATE facet SET basis = 'assumed';
          UPDATE request SET message = 'msg_bdrk_3' WHERE message = 'msg_3'
          """)
    }
    #expect(try desk.differences() == [])
    try take("msg_2", .unknown)
    #expect(try desk.balance() == 98, "the plan paid, as far as was known")
    try take("msg_1", .hour, "b")
    #expect(try desk.balance() == 99)
    let rows = try desk.store.report(by: .session, since: nil, until: nil, days: .utc).rows
    #expect(Set(rows.map(\.key)) == ["a", "b"], "nobody knew where it was made first")
  }

  @Test func `a tool is paid by the purse that paid most of the hour, not the dearest model`()
    throws
  {
    let desk = try Desk()
    for (model, price, purse) in [
      ("claude-opus-4-6", 5, Purse.plan), ("claude-sonnet-4-6", 3, .apiKey),
      ("claude-haiku-4-5", 3, .apiKey),
    ] {
      var made = request("msg_" + model, "req_" + model)
      made.time = Desk.at(2)
      made.tool = .api
      made.purse = purse
      made.basis = .proven
      made.main.model = model
      made.recordedCost = dollars(price)
      try desk.writer.write(UsageBatch([made]))
    }
    try desk.writer.commit()
    desk.clock.now = Desk.at(5)
    let tool = try desk.store.funds(at: desk.clock.now).tools.first { $0.tool == .api }
    #expect(tool?.lastPurse == .apiKey && tool?.lastBasis == .proven)
  }

  @Test func `what an earlier version charged for a cloud is given back, without its transcript`()
    throws
  {
    let folder = try TemporaryFolder()
    let clock = SetClock()
    clock.now = Desk.start
    let path = folder.path("usage.sqlite")
    do {
      let store = try UsageStore(path: path, rules: clock.rules)
      _ = try store.addAccount(named: "work", at: clock.now) { _ in }
      _ = try store.perform(.setBalance(dollars(100)), on: "work", at: clock.now)
      clock.now = Desk.at(30)
      var batch = UsageBatch()
      for number in 1...4 {
        var made = request("msg_\(number)", "req_\(number)")
        made.time = Desk.at(number)
        made.evidence = PurseEvidence(usual: .extra)
        batch.add(made)
      }
      let writer = UsageWriter(store: store, prices: .builtIn)
      try writer.write(batch)
      try writer.commit()
      #expect(try store.funds(at: clock.now).accounts[0].balance.amount == dollars(96))
      try store.queue.write { database in
        for (number, id) in [(1, "msg_bdrk_1"), (3, "msg_vrtx_3")] {
          try database.execute(
            sql: "UPDATE request SET message = ?, key = ? WHERE message = ?",
            arguments: [id, StoredRequest.key(of: id), "msg_\(number)"])
        }
        try database.execute(
          sql: """
            UPDATE request SET evidence = 0, forked = 1;
            UPDATE request SET id = id + 50000 WHERE message = 'msg_vrtx_3';
            UPDATE entry SET request = request + 50000 WHERE request = 3;
            DROP INDEX request_written;
            DELETE FROM grdb_migrations WHERE identifier LIKE '23 %';
            """)
      }
    }
    let store = try UsageStore(path: path, rules: clock.rules)
    var passes = 0
    var balances: [Money?] = []
    while try store.needsMending(at: clock.now) {
      try UsageWriter(store: store, prices: .builtIn).mendTimes()
      balances.append(try store.funds(at: clock.now).accounts[0].balance.amount)
      #expect(try store.verify(prices: .builtIn).differences == [])
      passes += 1
    }
    #expect(passes == 6 && balances.first == dollars(97) && balances.last == dollars(98))
    let rows = try store.report(by: .purse, since: nil, until: nil, days: .utc).rows
    #expect(rows.reduce(into: [:]) { $0[$1.key] = $1.totals.requests } == ["cloud": 2, "extra": 2])
    // It is not done again, nor for what comes later.
    let entries = try store.queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM entry") }
    try UsageWriter(store: store, prices: .builtIn).mendTimes()
    #expect(
      try store.queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM entry") } == entries)
  }

  @Test func `what is decided once more is nobody's who was only read of last`() throws {
    let desk = try Desk()
    desk.clock.now = Desk.at(30)
    var made = request("msg_1", "req_1")
    made.time = Desk.at(1)
    made.evidence = PurseEvidence(usual: .extra)
    try desk.writer.write(UsageBatch([made]))
    try desk.writer.commit()
    // As an earlier version left it: what a cloud served counts as extra usage, to be decided by the second
    // transaction from now.
    try desk.store.queue.write { database in
      try database.execute(
        sql: """
          UPDATE request SET message = 'msg_bdrk_1', evidence = 0, forked = 1;
          UPDATE facet SET basis = 'assumed';
          INSERT INTO setting (key, value) VALUES ('undecided', '15000');
          """)
    }
    var other = request("msg_2", "req_2")
    other.time = Desk.at(2)
    other.configFolder = "/h/.claude"
    other.organization = "org-other"
    other.evidence = PurseEvidence(usual: .extra)
    try desk.writer.write(UsageBatch([other]))
    try desk.writer.commit()
    try desk.writer.mendTimes()
    let rows = try desk.store.report(by: .purse, .account, since: nil, until: nil, days: .utc).rows
    #expect(rows.first { $0.keys[0] == "cloud" }?.keys == ["cloud", "unknown"])
  }
}
