import Canvas
import Dashboard
import Foundation
import Ledger
import TestSupport
import Testing
import Values

@Suite struct LedgerViewTests {
  /// A ledger with something of every kind, the newest first.
  private func rows(at now: Instant) -> [LedgerRow] {
    func at(_ minutes: Int64) -> Instant { now.advanced(by: -minutes * Instant.perMinute) }
    return [
      LedgerRow(
        number: 912, kind: .charges, time: at(2), tool: .claudeCode, count: 420,
        amount: cents(-3810), balance: cents(4127)),
      LedgerRow(
        number: 907, kind: .charges, time: at(31), tool: .mcp, count: 9, amount: cents(-120),
        balance: cents(7937)),
      LedgerRow(
        number: 498, kind: .entry(.topUp), time: at(200), amount: cents(2500), balance: cents(8057)),
      LedgerRow(
        number: 497, kind: .entry(.topUp), time: at(201), amount: cents(25_000),
        balance: cents(5557), isVoid: true),
      LedgerRow(
        number: 496, kind: .entry(.pending), time: at(210), amount: nil,
        notes: [.wish(.topUp(cents(2500)))], isVoid: true),
      LedgerRow(
        number: 494, kind: .entry(.reading), time: at(1500), balance: cents(5788),
        notes: [.datedAhead]),
      LedgerRow(
        number: 494, kind: .unexplained, time: at(1500), amount: cents(-231), balance: cents(5557)),
      LedgerRow(
        number: 490, kind: .charges, time: at(1600), tool: .cursor, count: 12_345,
        amount: cents(-999_999), balance: cents(6019)),
      LedgerRow(
        number: 2, kind: .entry(.limit), time: at(90_000),
        notes: [.limit(tool: nil, .month, before: nil, after: cents(10_000))]),
      LedgerRow(
        number: 1, kind: .entry(.opening), time: at(600_000), amount: .zero, balance: .zero),
    ]
  }

  private func shown(
    _ width: Int, _ height: Int, keys: String = "3", _ rows: [LedgerRow]? = nil,
    entries: Int = 1_234_567, look: Look = Look()
  ) throws -> DashboardModel {
    var model = try funded(width, height, look: look, keys: keys)
    let query = try #require(model.query.ledger)
    let all = rows ?? self.rows(at: model.now)
    let page = LedgerPage(
      query: query, rows: all, hasNewer: false, hasOlder: rows == nil && !all.isEmpty,
      entries: entries)
    var snapshot = try #require(model.snapshot)
    snapshot.ledger = page
    _ = update(&model, .snapshotRead(snapshot))
    return model
  }

  @Test(arguments: sizes)
  func `every kind of entry at every size`(width: Int, height: Int) throws {
    var model = try shown(width, height)
    press("jj", &model)
    try Golden.expect(
      view(model).canvas, is: "ledger-\(width)x\(height)", withStyles: width == 80)
  }

  @Test func `no amount is cut, however large and in whatever currency`() throws {
    let euro = try #require(Currency(code: "EUR"))
    for width in [60, 80, 200] {
      var model = try shown(width, 24)
      model.snapshot?.funds.accounts[0].account.currency = euro
      model.snapshot?.ledger?.rows[2].amount = cents(999_999_900)
      model.snapshot?.ledger?.rows[2].balance = cents(-123_456_789)
      let lines = view(model).canvas.lines
      #expect(lines.contains { $0.contains("+9,999,999.00 EUR") })
      #expect(lines.contains { $0.contains("-1,234,567.89 EUR") } == (width > 60))
    }
  }

  @Test func `in ASCII too`() throws {
    let screen = view(try shown(80, 24, look: Look(glyphs: .ascii))).canvas
    #expect(screen.lines.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } })
  }

  @Test func `an empty ledger says what fills it`() throws {
    try Golden.expect(view(try shown(80, 24, [], entries: 0)).canvas, is: "ledger-empty-80x24")
    let model = try dashboard(80, 24) { model in
      live(&model)
      press("3", &model)
    }
    #expect(model.query.ledger == nil)
    #expect(view(model).canvas.lines.contains { $0.contains("No balance is known yet.") })
  }

  /// A ledger of so many single entries, of which a store hands out pages.
  private struct Store {
    var count: Int64

    func page(_ query: LedgerPage.Query, at now: Instant) -> LedgerPage {
      let middle = query.around ?? count
      let newest = min(count, middle + Int64(query.reach))
      let oldest = max(1, middle - Int64(query.reach))
      let rows = stride(from: newest, through: oldest, by: -1).map { number in
        LedgerRow(
          number: number, kind: .entry(.charge),
          time: now.advanced(by: (number - count) * Instant.perMinute), tool: .mcp,
          amount: cents(-1), balance: cents(count - number))
      }
      return LedgerPage(
        query: query, rows: rows, hasNewer: newest < count, hasOlder: oldest > 1,
        entries: Int(count))
    }

    /// Presses a key and, if the store is asked, answers.
    func press(_ key: Key, _ model: inout DashboardModel) throws {
      if update(&model, .keyPressed(key)).contains(.readSnapshot) { try answer(&model) }
    }

    func answer(_ model: inout DashboardModel) throws {
      var snapshot = try #require(model.snapshot)
      snapshot.ledger = model.query.ledger.map { page($0, at: model.now) }
      _ = update(&model, .snapshotRead(snapshot))
    }
  }

  /// Where the chosen row stands on the screen, and its number.
  private func place(_ model: DashboardModel) -> (row: Int, number: Int64?) {
    let canvas = view(model).canvas
    let row = (2..<canvas.size.height).first { canvas[$0, 20].style.attributes.contains(.reverse) }
    return (row ?? -1, model.ledger.selected?.number)
  }

  @Test func `a million entries are gone through page by page, and nothing jumps`() throws {
    let store = Store(count: 1_000_000)
    var model = try funded(80, 24)
    try store.press(.character("3"), &model)
    try store.press(.character("l"), &model)
    #expect(model.query.ledger?.around == nil && model.query.ledger?.isGrouped == false)
    try store.press(.down, &model)
    #expect(model.ledger.selected == LedgerState.RowID(1_000_000))
    var asked: Set<Int64?> = []
    for step in 1...900 {
      let before = place(model)
      try store.press(.down, &model)
      let after = place(model)
      asked.insert(model.query.ledger?.around)
      #expect(after.number == 1_000_000 - Int64(step))
      #expect(after.row == min(before.row + 1, 21), "step \(step)")
    }
    #expect((4...10).contains(asked.count))
    for _ in 0..<900 { try store.press(.up, &model) }
    #expect(model.ledger.selected == LedgerState.RowID(1_000_000))
    for _ in 0..<30 { try store.press(.pageDown, &model) }
    #expect(model.ledger.selected == LedgerState.RowID(999_430))
  }

  @Test func `the oldest and the newest are one key away`() throws {
    let store = Store(count: 1_000_000)
    var model = try funded(80, 24)
    try store.press(.character("3"), &model)
    try store.press(.character("G"), &model)
    #expect(model.query.ledger?.around == 1)
    #expect(model.ledger.selected == LedgerState.RowID(1))
    #expect(place(model).row == 21)
    try store.press(.character("g"), &model)
    #expect(model.query.ledger?.around == nil)
    #expect(model.ledger.selected == LedgerState.RowID(1_000_000))
    #expect(place(model).row == 3)
  }

  @Test func `the chosen row stays where it is when something comes above it`() throws {
    var store = Store(count: 500)
    var model = try funded(80, 24)
    try store.press(.character("3"), &model)
    for _ in 0..<30 { try store.press(.down, &model) }
    let before = place(model)
    store.count = 507
    try store.answer(&model)
    #expect(place(model) == before)
    _ = effects(.escape, &model)
    store.count = 509
    try store.answer(&model)
    #expect(model.ledger.scroll == 0 && model.ledger.selected == nil)
  }

  @Test func `a reading and what it left unexplained are chosen one after the other`() throws {
    var model = try shown(80, 24)
    for _ in 0..<7 { press("j", &model) }
    #expect(model.ledger.selected == LedgerState.RowID(494, isUnexplained: true))
    press("j", &model)
    #expect(model.ledger.selected == LedgerState.RowID(490))
  }

  @Test func `charges put together stay chosen as more of them come`() throws {
    var model = try shown(80, 24)
    press("j", &model)
    #expect(model.ledger.selected == LedgerState.RowID(912))
    var snapshot = try #require(model.snapshot)
    snapshot.ledger?.rows[0].number = 915
    snapshot.ledger?.rows[0].count = 423
    _ = update(&model, .snapshotRead(snapshot))
    #expect(model.ledger.selected == LedgerState.RowID(915))
  }

  @Test func `another account's ledger begins at its newest`() throws {
    let store = Store(count: 5000)
    var model = try funded(80, 24) { now in [account(at: now), account("home", at: now)] }
    try store.press(.character("3"), &model)
    try store.press(.character("G"), &model)
    var snapshot = try #require(model.snapshot)
    snapshot.funds.current = "home"
    #expect(update(&model, .snapshotRead(snapshot)) == [.readSnapshot])
    #expect(model.query.ledger == LedgerState().query(account: "home"))
    #expect(view(model).canvas.lines.contains { $0.contains("reading") })
  }

  @Test func `a page without rows of a ledger that has some says so`() throws {
    var model = try shown(80, 24)
    model.snapshot?.ledger?.rows = []
    #expect(
      view(model).canvas.lines.contains { $0.contains("too many entries to search at once") })
  }

  @Test func `the store is asked only while the view shows`() throws {
    var model = try funded(80, 24)
    #expect(model.query.ledger == nil)
    #expect(effects(.character("3"), &model) == [.readSnapshot])
    #expect(model.query.ledger == LedgerState().query(account: "work"))
    #expect(effects(.enter, &model) == [.readSnapshot])
    #expect(model.query.ledger?.isGrouped == false)
    #expect(effects(.left, &model) == [.readSnapshot])
    press("/mc", &model)
    #expect(effects(.character("p"), &model) == [.readSnapshot])
    #expect(model.query.ledger?.filter == "mcp")
    _ = effects(.escape, &model)
    #expect(model.query.ledger?.filter == "")
    #expect(effects(.character("1"), &model) == [.readSnapshot])
  }

  @Test func `clicks choose rows and how they are put together`() throws {
    var model = try shown(80, 24)
    try click("✗ top-up", &model)
    #expect(model.ledger.selected == LedgerState.RowID(497))
    try click("every entry", &model)
    #expect(!model.ledger.isGrouped && model.query.ledger?.around == 497)
  }

  @Test func `it is written as it is asked for`() throws {
    var model = try shown(80, 24, keys: "3/mcp")
    _ = effects(.enter, &model)
    #expect(
      effects(.character("e"), &model) == [
        .export(.ledger(LedgerPage.Query(account: "work", filter: "mcp", reach: 60)))
      ])
    _ = update(&model, .exported(path: "/home/ada/ledger.csv"))
    #expect(view(model).canvas.lines.contains { $0.contains("written to ~/ledger.csv") })
    _ = update(&model, .exportFailed("the disk is full"))
    #expect(
      view(model).canvas.lines.contains { $0.contains("nothing was written: the disk is full") })
  }
}
