import Advice
import Canvas
import Dashboard
import Ledger
import TestSupport
import Testing
import Values

/// What each form makes the program do.
@Suite struct MoneyFormTests {
  @Test func `claude dot ai's balance is topped up on its page and noted as pending`() throws {
    var model = try funded(80, 24, keys: "t25") { now in
      [account(authority: .claude, at: now)]
    }
    _ = effects(.enter, &model)
    #expect(
      view(model).canvas.lines.contains {
        $0.contains("To do at claude.ai/settings/usage: add $25.00.")
      })
    #expect(effects(.enter, &model) == [.perform(.topUp(cents(2500)), account: "work")])
    var refused = model
    #expect(update(&refused, .moneyRefused("the store is busy")) == [], "no page is opened")
    let outcome = MoneyOutcome(
      [.noted(.topUp(cents(2500)), number: 12)], wish: .topUp(cents(2500)), account: "work")
    #expect(
      update(&model, .moneyDone(outcome)) == [
        .readSnapshot, .openPage("https://claude.ai/settings/usage"),
      ])
    _ = update(&model, .addressShown(isSent: false))
    let last = view(model).canvas.lines.last ?? ""
    #expect(last.contains("pending: add $25.00; no browser here: open claude.ai/settings/usage"))
    _ = update(&model, .ticked(model.now, uptime: 29_000))
    #expect(model.note != nil, "there is time to select it")
    _ = update(&model, .ticked(model.now, uptime: 30_000))
    #expect(model.note == nil)
  }

  @Test(arguments: [
    ("t25", PendingChange.Wish.topUp(cents(2500))),
    ("a", .autoReload(AutoReload.Settings(isOn: true, below: cents(500), add: cents(5000)))),
  ])
  func `what has been done at claude dot ai already counts now, and opens no page`(
    keys: String, wish: PendingChange.Wish
  ) throws {
    var model = try funded(80, 24, keys: keys) { now in
      [account(authority: .claude, at: now) { $0.autoReload.settings = nil }]
    }
    if keys == "a" { _ = effects(.left, &model) }
    _ = effects(.enter, &model)
    #expect(view(model).canvas.lines.contains { $0.contains("▸  open the page and note it") })
    _ = effects(.down, &model)
    #expect(view(model).canvas.lines.contains { $0.contains("▸  already done there: count it") })
    _ = effects(.up, &model)
    _ = effects(.tab, &model)
    #expect(effects(.enter, &model) == [.perform(.count(wish), account: "work")])
  }

  @Test func `to go back takes back that it was done`() throws {
    var model = try funded(80, 24, keys: "t25") { now in [account(authority: .claude, at: now)] }
    _ = effects(.enter, &model)
    _ = effects(.down, &model)
    _ = effects(.escape, &model)
    _ = effects(.enter, &model)
    #expect(effects(.enter, &model).first == .perform(.topUp(cents(2500)), account: "work"))
  }

  @Test func `what is pending is on every screen, with the key that settles it`() throws {
    for (width, height) in [(40, 10), (60, 15), (80, 24), (200, 60)] {
      for view in "123456" {
        let model = try funded(width, height, keys: String(view)) { now in
          [account(authority: .claude, at: now) { $0.addPending(at: now) }]
        }
        let last = Dashboard.view(model).canvas.lines.last ?? ""
        #expect(last.contains("y 2 pending"), "\(width)x\(height), view \(view)")
      }
    }
    var model = try funded(60, 15, keys: "y") { now in
      [account(authority: .claude, at: now) { $0.addPending(at: now) }]
    }
    _ = effects(.right, &model)
    _ = effects(.enter, &model)
    #expect(effects(.enter, &model) == [.perform(.confirm(pending: 9), account: "work")])
    var only = try funded(60, 15) { now in
      [account(authority: .claude, at: now) { $0.addPending(at: now) }]
    }
    only.snapshot?.funds.accounts[0].pending.removeLast()
    #expect(view(only).canvas.lines.last?.contains("y pending: add $25.00") == true)
    press("y", &only)
    _ = effects(.enter, &only)
    #expect(effects(.enter, &only) == [.perform(.confirm(pending: 7), account: "work")])
    let none = try funded(60, 15, keys: "y")
    #expect(none.form == nil && none.note?.texts.first == "nothing is pending at claude.ai")
  }

  @Test(arguments: [
    (160, "done: add $25.00; address sent to the terminal's clipboard: if it is not there,"),
    (110, "→ noted as pending; do it at claude.ai/settings/usage (sent to the clipboard)"),
    (80, "→ noted as pending; do it at claude.ai/settings/usage (sent to the clipboard)"),
    (60, "→ pending: do it at claude.ai/settings/usage"), (40, "→ claude.ai/settings/usage"),
  ])
  func `where no browser is, the address is said to be sent, not copied, and can be selected`(
    width: Int, start: String
  ) throws {
    var model = try funded(width, 24) { now in [account(authority: .claude, at: now)] }
    _ = update(
      &model,
      .moneyDone(
        MoneyOutcome([.settled(.topUp(cents(2500)), mayCountTwice: false)], account: "work")))
    _ = update(&model, .addressShown(isSent: true))
    let last = view(model).canvas.lines.last ?? ""
    #expect(last.contains(start) && last.contains("claude.ai/settings/usage"))
    #expect(!last.contains("copied"))
  }

  @Test(arguments: [
    (140, "noted as number 12, pending until it is seen or confirmed"),
    (80, "→ pending: add $25.00; "),
    (50, "→ claude.ai/settings/usage is open"),
  ])
  func `what became of money is said as fully as there is room for`(
    width: Int, start: String
  ) throws {
    var model = try funded(width, 24) { now in [account(authority: .claude, at: now)] }
    let outcome = MoneyOutcome(
      [.noted(.topUp(cents(2500)), number: 12)], entry: 12,
      wish: .topUp(cents(2500)), account: "work")
    _ = update(&model, .moneyDone(outcome))
    _ = update(&model, .pageOpened)
    let last = view(model).canvas.lines.last ?? ""
    #expect(last.contains(start) && last.hasSuffix("claude.ai/settings/usage is open"))
  }

  @Test func `what is pending is confirmed or cancelled`() throws {
    for (steps, index, wanted) in [
      (1, 0, MoneyAction.confirm(pending: 7)), (2, 1, .cancel(pending: 9)),
    ] {
      var model = try funded(80, 24, keys: "t") { now in
        [account(authority: .claude, at: now) { $0.addPending(at: now) }]
      }
      for _ in 0..<steps { _ = effects(.right, &model) }
      _ = effects(.down, &model)
      for _ in 0..<index { _ = effects(.right, &model) }
      _ = effects(.enter, &model)
      // Another one that is settled meanwhile does not move the choice to its neighbour.
      model.snapshot?.funds.accounts[0].pending.removeAll { $0.id == (index == 0 ? 9 : 7) }
      #expect(effects(.enter, &model) == [.perform(wanted, account: "work")])
    }
  }

  @Test func `auto-reload opens switched over, and what is typed replaces what stood there`() throws
  {
    var model = try funded(80, 24, keys: "a")
    #expect(model.form?[.state]?.chosen == 0)
    _ = effects(.down, &model)
    press("10", &model)
    for _ in 0..<2 { _ = effects(.tab, &model) }
    press("200", &model)
    _ = effects(.enter, &model)
    let settings = AutoReload.Settings(
      isOn: true, below: cents(1000), add: cents(5000), monthlyMax: cents(20_000))
    #expect(effects(.enter, &model) == [.perform(.setAutoReload(settings), account: "work")])
  }

  @Test func `auto-reload that is on is switched off with two keys`() throws {
    var on = AutoReload.Settings.initial
    on.isOn = true
    let settings = on
    var model = try funded(80, 24, keys: "a") { now in
      [account(at: now) { $0.autoReload.settings = settings }]
    }
    _ = effects(.enter, &model)
    #expect(effects(.enter, &model) == [.perform(.setAutoReload(.initial), account: "work")])
  }

  @Test func `a maximum that no reload fits into is told`() throws {
    var model = try funded(80, 24, keys: "a")
    _ = effects(.up, &model)
    press("10", &model)
    #expect(effects(.enter, &model) == [])
    #expect(
      model.form?.stage == .editing
        && model.form?.complaint?.contains("below what one reload adds") == true)
  }

  @Test func `a limit is set for a tool and a period, and zero is one`() throws {
    var model = try funded(80, 24, keys: "c")
    try click("Cursor", uppermost: true, &model)
    try click("day  ", uppermost: true, &model)
    press("0", &model)
    _ = effects(.enter, &model)
    let wanted = MoneyAction.setLimit(tool: .cursor, period: .day, amount: .zero)
    #expect(effects(.enter, &model) == [.perform(wanted, account: "work")])
  }

  @Test func `a limit is cleared if there is one`() throws {
    var model = try funded(80, 24, keys: "c") { now in
      [account(at: now) { $0.addLimits(at: now) }]
    }
    try click(" clear ", &model)
    try click("day  ", uppermost: true, &model)
    #expect(effects(.enter, &model) == [])
    #expect(model.form?.complaint == "there is no such limit to clear")
    try click(" month ", uppermost: true, &model)
    _ = effects(.enter, &model)
    let wanted = MoneyAction.clearLimit(tool: nil, period: .month)
    #expect(effects(.enter, &model) == [.perform(wanted, account: "work")])
  }

  @Test func `claude dot ai's own cap is a wish`() throws {
    var model = try funded(80, 24, keys: "c") { now in [account(authority: .claude, at: now)] }
    try click(" claude.ai ", &model)
    press("250", &model)
    _ = effects(.enter, &model)
    #expect(effects(.enter, &model) == [.perform(.wishCap(cents(25_000)), account: "work")])
    let outcome = MoneyOutcome(
      [.noted(.cap(cents(25_000)), number: 12)], wish: .cap(cents(25_000)), account: "work")
    #expect(
      update(&model, .moneyDone(outcome)) == [.readSnapshot, .openPage(PendingChange.page)])
  }

  @Test func `a balance takes nine decimals and zero`() throws {
    for (typed, amount) in [("0", dollars(0)), ("12.345678901", dollars(12.345678901))] {
      var model = try funded(80, 24, keys: "b" + typed)
      _ = effects(.enter, &model)
      let wanted = MoneyAction.setBalance(amount)
      #expect(effects(.enter, &model) == [.perform(wanted, account: "work")])
    }
  }

  @Test func `without accounts the first balance makes one, and nothing else can be done`() throws {
    var model = try dashboard(80, 24, live)
    for key in "tacu" {
      press(String(key), &model)
      #expect(model.form == nil)
      #expect(
        view(model).canvas.lines.last?.contains("no balance is known yet: press b") == true)
      model.note = nil
    }
    press("b52.50", &model)
    _ = effects(.enter, &model)
    #expect(effects(.enter, &model) == [.perform(.setBalance(cents(5250)), account: nil)])
  }

  @Test func `undo asks at once, and says when there is nothing`() throws {
    var model = try funded(80, 24, keys: "u")
    #expect(model.form == nil && model.note?.texts == ["there is nothing to undo"])
    model = try funded(80, 24, keys: "u") { now in
      [
        account(at: now) {
          $0.undoable = Undoable(
            entry: 3, kind: .topUp, time: now, amount: cents(500), needsCounterEntry: false,
            balanceAfter: cents(3627))
        }
      ]
    }
    #expect(effects(.enter, &model) == [.perform(.undo(entry: 3), account: "work")])
    _ = update(&model, .moneyRefused("there is nothing to undo"))
    #expect(model.form?.stage == .confirming)
    _ = effects(.escape, &model)
    #expect(model.form == nil)
  }

  @Test func `another account is chosen from a list`() throws {
    var model = try funded(80, 24, keys: "w") { now in
      [account(at: now), account("home", at: now), account("spare", nil, at: now)]
    }
    #expect(effects(.enter, &model) == [])
    #expect(model.form == nil)
    press("wjj", &model)
    _ = effects(.up, &model)
    #expect(effects(.enter, &model) == [.useAccount("home"), .readSnapshot])
    press("w", &model)
    try click("spare", &model)
    #expect(effects(.enter, &model) == [.useAccount("spare"), .readSnapshot])
  }

  @Test func `where the organization manages the money only own limits and readings are left`()
    throws
  {
    func opened(_ key: String) throws -> DashboardModel {
      try funded(80, 24, keys: key) { now in
        [account(authority: .claude, at: now) { $0.account.billing = .organization }]
      }
    }
    for key in ["t", "a"] {
      var model = try opened(key)
      #expect(model.form?.rules is ManagedForm)
      #expect(effects(.enter, &model) == [])
      #expect(model.form == nil)
    }
    var model = try opened("c")
    try click(" claude.ai ", &model)
    press("5", &model)
    #expect(effects(.enter, &model) == [])
    #expect(model.form?.rules is ManagedForm)
    model = try opened("c5")
    _ = effects(.enter, &model)
    let wanted = MoneyAction.setLimit(tool: nil, period: .month, amount: cents(500))
    #expect(effects(.enter, &model) == [.perform(wanted, account: "work")])
    #expect(try opened("b").form?.rules is BalanceForm)
  }
}
