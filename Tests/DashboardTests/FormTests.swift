import Advice
import Canvas
import Dashboard
import Ledger
import TestSupport
import Testing

/// What keys and clicks do in forms.
@Suite struct FormTests {
  @Test(arguments: [
    ("1,00", "an amount has no comma"), ("10 000", "an amount has no spaces"),
    ("-5", "an amount has no sign"), ("1e3", "an amount has no exponent"),
    ("٣", "“٣” is not one of the digits 0 to 9"), ("$5", "leave out “$”"),
    ("5.005", "at most 2 decimals"), ("1.2.3", "at most one point"),
    ("0", "0 would change nothing"),
    ("10000001", "the largest amount allowed"), (".5", "a digit on each side"),
    ("99999999999999999999", "too large"), ("x", "“x” does not belong in an amount"),
  ])
  func `an amount that cannot be used says why and is left as it was typed`(
    typed: String, reason: String
  ) throws {
    var model = try funded(80, 24, keys: "t")
    // A blank on a choice would choose; here it is typed.
    _ = effects(.down, &model)
    press(typed, &model)
    #expect(model.form?[.amount]?.text == typed)
    #expect(model.form?[.amount]?.fault?.contains(reason) == true)
    let lines = view(model).canvas.lines
    #expect(lines.contains { $0.contains("✗") && $0.contains(reason.prefix(24)) })
    #expect(effects(.enter, &model) == [])
    #expect(model.form?.stage == .editing)
  }

  @Test func `an empty field says nothing until it is wanted`() throws {
    var model = try funded(80, 24, keys: "t")
    #expect(!view(model).canvas.lines.contains { $0.contains("✗") })
    #expect(effects(.enter, &model) == [])
    #expect(view(model).canvas.lines.contains { $0.contains("✗ type an amount first") })
    press("5", &model)
    #expect(!view(model).canvas.lines.contains { $0.contains("✗") })
  }

  @Test func `money moves after it was asked once`() throws {
    var model = try funded(80, 24, keys: "t25.50")
    #expect(effects(.enter, &model) == [])
    #expect(model.form?.stage == .confirming)
    #expect(view(model).canvas.lines.contains { $0.contains("Count $25.50 as added to work?") })
    press("9", &model)
    #expect(model.form?[.amount]?.text == "25.50")
    #expect(effects(.enter, &model) == [.perform(.topUp(cents(2550)), account: "work")])
    #expect(model.form?.stage == .working)
    #expect(effects(.enter, &model) == [])
    let outcome = MoneyOutcome([.toppedUp(cents(2550))], account: "work")
    #expect(update(&model, .moneyDone(outcome)) == [.readSnapshot])
    #expect(model.form == nil)
    #expect(view(model).canvas.lines.contains { $0.contains("$25.50 was added to work") })
  }

  @Test func `what would change is shown while it is typed`() throws {
    var model = try funded(80, 24, keys: "t")
    func hasRow(_ text: String) -> Bool { view(model).canvas.lines.contains { $0.contains(text) } }
    press("2", &model)
    #expect(hasRow("→ $43.27"))
    press("5", &model)
    #expect(hasRow("→ $66.27"))
    _ = effects(.backspace, &model)
    #expect(hasRow("→ $43.27"))
    _ = effects(.control("u"), &model)
    #expect(!hasRow("→ $"))
  }

  @Test func `presets are chosen with arrows and clicks, and typing replaces them`() throws {
    var model = try funded(80, 24, keys: "t")
    _ = effects(.right, &model)
    _ = effects(.right, &model)
    #expect(model.form?[.amount]?.text == "10")
    _ = effects(.right, &model)
    #expect(model.form?[.amount]?.text == "25")
    try click(" 100 ", &model)
    #expect(model.form?[.amount]?.text == "100")
    press("7", &model)
    #expect(model.form?[.amount]?.text == "7" && model.form?[.preset]?.chosen == nil)
    press(" ", &model)
    #expect(model.form?[.amount]?.fault != nil, "a blank is refused, not passed over")
  }

  @Test func `more than a thousand is typed again exactly`() throws {
    var model = try funded(80, 24, keys: "t1000.01")
    _ = effects(.enter, &model)
    #expect(effects(.enter, &model) == [])
    #expect(model.form?.stage == .retyping(""))
    press("1000.010", &model)
    #expect(effects(.enter, &model) == [])
    #expect(view(model).canvas.lines.contains { $0.contains("✗ that is not the same amount") })
    _ = effects(.backspace, &model)
    #expect(effects(.enter, &model) == [.perform(.topUp(cents(100_001)), account: "work")])
  }

  @Test func `a thousand is not typed again`() throws {
    var model = try funded(80, 24, keys: "t1000")
    _ = effects(.enter, &model)
    #expect(effects(.enter, &model) == [.perform(.topUp(cents(100_000)), account: "work")])
  }

  @Test func `escape goes one step back and then out`() throws {
    var model = try funded(80, 24, keys: "t2000")
    _ = effects(.enter, &model)
    _ = effects(.enter, &model)
    #expect(model.form?.stage == .retyping(""))
    #expect(effects(.escape, &model) == [])
    #expect(model.form?.stage == .editing && model.form?[.amount]?.text == "2000")
    _ = effects(.enter, &model)
    _ = effects(.escape, &model)
    #expect(model.form?.stage == .editing)
    _ = effects(.escape, &model)
    #expect(model.form == nil)
  }

  @Test func `what was refused says why, and can be put right`() throws {
    var model = try funded(80, 24, keys: "t25")
    _ = effects(.enter, &model)
    _ = effects(.enter, &model)
    #expect(update(&model, .moneyRefused("the balance would be too large")) == [])
    #expect(model.form?.stage == .editing && model.form?[.amount]?.text == "25")
    #expect(
      view(model).canvas.lines.contains { $0.contains("✗ the balance would be too large") })
    _ = effects(.backspace, &model)
    #expect(!view(model).canvas.lines.contains { $0.contains("✗") })
  }

  @Test func `keys go to the form, but the program can always be left`() throws {
    var model = try funded(80, 24, keys: "t")
    #expect(effects(.character("q"), &model) == [])
    #expect(model.form?[.amount]?.text == "q")
    #expect(effects(.control("l"), &model) == [.redraw])
    #expect(effects(.control("z"), &model) == [.suspend])
    #expect(effects(.control("c"), &model) == [.quit])
  }

  @Test func `buttons and fields can be clicked, and nothing beside the form`() throws {
    var model = try funded(80, 24, keys: "t5")
    try click("2 Tools", &model)
    #expect(model.view == .overview && model.form != nil)
    try click("amount", &model)
    #expect(model.form?.focus == .amount)
    try click("Enter continue   Esc close", &model)
    #expect(model.form?.stage == .confirming)
    #expect(try click("Enter do it", &model) == [.perform(.topUp(cents(500)), account: "work")])
    model = try funded(80, 24, keys: "t5")
    try click("Esc close", &model)
    #expect(model.form == nil)
  }

  @Test func `a form stays with its account when another becomes the current one`() throws {
    var model = try funded(80, 24, keys: "t5") { now in
      [account(at: now), account("home", at: now)]
    }
    model.snapshot?.funds.current = "home"
    _ = effects(.enter, &model)
    #expect(effects(.enter, &model) == [.perform(.topUp(cents(500)), account: "work")])
  }
}
