import Advice
import Canvas
import Dashboard
import TestSupport
import Testing
import Themes

/// Every form as it is seen.
@Suite struct FormScreenTests {
  @Test(arguments: sizes)
  func `topping up at every size`(width: Int, height: Int) throws {
    let model = try funded(width, height, keys: "t25") { now in
      [account(at: now) { $0.addLimits(at: now) }]
    }
    try Golden.expect(
      view(model).canvas, is: "form-topup-\(width)x\(height)", withStyles: width == 80)
  }

  @Test(arguments: ["ascii", "colorless"])
  func `topping up in ASCII and without colours`(name: String) throws {
    let look =
      name == "ascii" ? Look(glyphs: .ascii) : Look(palette: Palette.standard.withoutColors)
    let model = try funded(80, 24, look: look, keys: "t1,00")
    let screen = view(model).canvas
    if name == "ascii" {
      #expect(screen.lines.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } })
    }
    try Golden.expect(screen, is: "form-topup-\(name)", withStyles: name == "colorless")
  }

  @Test(arguments: [
    ("topup", "t5.005"), ("reload", "a-5"), ("limit", "c$5"), ("balance", "b10 000"),
  ])
  func `every form with an amount that cannot be used`(name: String, keys: String) throws {
    for (width, height) in [(60, 15), (80, 24)] {
      let model = try funded(width, height, keys: keys) { now in
        [account(at: now) { $0.addLimits(at: now) }]
      }
      #expect(view(model).canvas.lines.contains { $0.contains("✗ ") })
      try Golden.expect(view(model).canvas, is: "form-\(name)-wrong-\(width)x\(height)")
    }
  }

  @Test(
    arguments: ["reload": "a", "limit": "c", "balance": "b40", "accounts": "w"].sorted {
      $0.key < $1.key
    })
  func `every form as it opens`(name: String, keys: String) throws {
    for (width, height) in [(60, 15), (80, 24)] {
      let model = try funded(width, height, keys: keys) { now in
        [
          account(at: now) { $0.addLimits(at: now) },
          account("büro", 999_999_900, authority: .claude, at: now),
          account("spare", nil, authority: .claude, at: now) { $0.account.plan = .free },
        ]
      }
      try Golden.expect(view(model).canvas, is: "form-\(name)-\(width)x\(height)")
    }
  }

  @Test(
    arguments: [
      "topup": "t25", "reload": "a", "cap": "c250", "balance": "b41.5",
    ].sorted { $0.key < $1.key })
  func `for what claude dot ai keeps the change to make there is shown`(
    name: String, keys: String
  ) throws {
    for (width, height) in [(60, 15), (80, 24)] {
      var model = try funded(width, height, keys: keys) { now in
        [account(authority: .claude, at: now) { $0.addLimits(at: now) }]
      }
      if name == "cap" {
        _ = try click("claude.ai ", &model)
      }
      _ = effects(.enter, &model)
      try Golden.expect(view(model).canvas, is: "form-claude-\(name)-\(width)x\(height)")
    }
  }

  @Test func `what is pending is confirmed or dropped in the form for money`() throws {
    var model = try funded(80, 24, keys: "t") { now in
      [account(authority: .claude, at: now) { $0.addPending(at: now) }]
    }
    try Golden.expect(view(model).canvas, is: "form-pending-open-80x24")
    _ = effects(.right, &model)
    try Golden.expect(view(model).canvas, is: "form-pending-80x24")
  }

  @Test func `a large amount is to be typed again`() throws {
    var model = try funded(80, 24, keys: "t1500.00")
    _ = effects(.enter, &model)
    _ = effects(.enter, &model)
    press("1500", &model)
    _ = effects(.enter, &model)
    try Golden.expect(view(model).canvas, is: "form-retyping-80x24")
  }

  @Test(arguments: [false, true])
  func `undo says how it takes back`(isSpent: Bool) throws {
    for (width, height) in [(60, 15), (80, 24)] {
      let model = try funded(width, height, keys: "u") { now in
        [
          account(at: now) { state in
            state.undoable = Undoable(
              entry: 5, kind: .topUp, time: now.advanced(by: -3_600_000), amount: cents(2500),
              needsCounterEntry: isSpent, balanceAfter: cents(1627))
          }
        ]
      }
      try Golden.expect(
        view(model).canvas, is: "form-undo-\(isSpent ? "spent" : "unspent")-\(width)x\(height)")
    }
  }

  @Test func `undo of a reading says what goes with it and what is pending again`() throws {
    for (width, height) in [(60, 15), (80, 24)] {
      let model = try funded(width, height, keys: "u") { now in
        [
          account(authority: .claude, at: now) { state in
            var undoable = Undoable(
              entry: 5, kind: .reading, time: now.advanced(by: -3_600_000), amount: cents(4127),
              needsCounterEntry: false, balanceAfter: cents(627))
            undoable.brought = cents(3500)
            undoable.pendingAgain = [.topUp(cents(2500))]
            state.undoable = undoable
          }
        ]
      }
      try Golden.expect(view(model).canvas, is: "form-undo-reading-\(width)x\(height)")
    }
  }

  @Test func `whom to ask where the organization manages the money`() throws {
    for (width, height) in [(60, 15), (80, 24)] {
      let model = try funded(width, height, keys: "t") { now in
        [account(at: now) { $0.account.billing = .organization }]
      }
      try Golden.expect(view(model).canvas, is: "form-managed-\(width)x\(height)")
    }
  }

  @Test func `the first balance makes an account`() throws {
    let model = try dashboard(80, 24) { model in
      live(&model)
      press("b52.5", &model)
    }
    try Golden.expect(view(model).canvas, is: "form-first-balance-80x24")
  }

  @Test(arguments: [(40, 10), (44, 11), (300, 100)])
  func `forms open at any size`(width: Int, height: Int) throws {
    for keys in ["t", "t1,00", "a", "a-", "c", "b", "w", "u"] {
      let model = try funded(width, height, keys: keys) { now in
        [account(authority: .claude, at: now) { $0.addPending(at: now) }]
      }
      let hasForm = model.form != nil
      #expect(view(model).canvas.lines.contains { $0.contains("Esc") } == hasForm, "\(keys)")
    }
  }
}
