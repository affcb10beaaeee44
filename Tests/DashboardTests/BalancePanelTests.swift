import Advice
import Canvas
import Dashboard
import TestSupport
import Testing
import Themes
import Values

@Suite struct BalancePanelTests {
  @Test(arguments: sizes)
  func `a healthy balance at every size`(width: Int, height: Int) throws {
    let model = try funded(width, height) { now in
      [account(at: now) { $0.addLimits(at: now) }]
    }
    try Golden.expect(
      view(model).canvas, is: "balance-healthy-\(width)x\(height)", withStyles: width == 80)
  }

  @Test(arguments: [(80, 24), (200, 60)])
  func `what comes is drawn to scale`(width: Int, height: Int) throws {
    for look in [Look(), Look(glyphs: .ascii)] {
      let model = try funded(width, height, look: look) { now in
        [account("work", 9000, at: now) { $0.addOutlook(at: now) }]
      }
      let name = "\(look.glyphs.isUnicode ? "" : "ascii-")ahead-\(width)x\(height)"
      try Golden.expect(view(model).canvas, is: name, withStyles: width == 80)
    }
  }

  @Test(arguments: [60, 80])
  func `little money says so in words and colour`(width: Int) throws {
    let model = try funded(width, width == 60 ? 15 : 24) { now in
      [account("work", 412, at: now)]
    } warnings: { now in
      [
        Warning(
          id: .lowBalance, severity: .warning, scope: .account("work"),
          message: "work has $4.12 left.",
          action: "top up", key: "t", since: now)
      ]
    }
    try Golden.expect(
      view(model).canvas, is: "balance-low-\(width)", withStyles: width == 80)
  }

  @Test(arguments: [0, -42])
  func `an empty and an overdrawn balance`(cents: Int64) throws {
    for (width, height) in [(60, 15), (80, 24)] {
      let model = try funded(width, height) { now in [account("work", cents, at: now)] }
      let lines = view(model).canvas.lines
      let amount = cents == 0 ? "$0.00 empty" : "-$0.42 empty"
      #expect(lines.contains { $0.contains("balance") && $0.contains(amount) })
      if width == 80 { try Golden.expect(view(model).canvas, is: "balance-empty\(cents)-80x24") }
    }
  }

  @Test func `a refusal beside money is no low balance`() throws {
    let model = try funded(80, 24) { now in
      [account("work", 4000, at: now)]
    } warnings: { now in
      [
        Warning(
          id: .outOfUsage, severity: .critical, scope: .account("work"),
          message: "Claude Code: refused",
          action: "check the balance", key: "b", since: now)
      ]
    }
    let line = try #require(view(model).canvas.lines.first { $0.contains("$40.00") })
    #expect(line.contains("$40.00 refused"))
    #expect(!line.contains("low") && !line.contains("%"))
  }

  @Test func `an account without a reading has no balance to show`() throws {
    let model = try funded(80, 24) { now in [account("work", nil, at: now)] }
    let lines = view(model).canvas.lines
    #expect(lines.contains { $0.contains("extra usage · work") })
    #expect(lines.contains { $0.contains("unknown  b: type it in") })
  }

  @Test(arguments: sizes)
  func `a stale reading of claude dot ai is marked, and what is pending is not in it`(
    width: Int, height: Int
  ) throws {
    let model = try funded(width, height) { now in
      [
        account(authority: .claude, at: now) { state in
          state.addPending(at: now)
          state.balance.asOf = now.advanced(by: -47 * Instant.perMinute)
          state.balance.isStale = true
        }
      ]
    }
    #expect(view(model).canvas.lines.contains { $0.contains("$41.27") })
    try Golden.expect(view(model).canvas, is: "balance-stale-\(width)x\(height)")
  }

  @Test func `a fresh reading tells its age`() throws {
    let model = try funded(80, 24) { now in [account(authority: .claude, at: now)] }
    #expect(view(model).canvas.lines.contains { $0.contains("read 12 min ago") })
  }

  @Test func `millions and other currencies keep every digit`() throws {
    let huge = try funded(80, 24) { now in [account("work", 999_999_900, at: now)] }
    #expect(view(huge).canvas.lines.contains { $0.contains("$9,999,999.00") })
    try Golden.expect(view(huge).canvas, is: "balance-huge-80x24")
    let euro = try #require(Currency(code: "EUR"))
    let model = try funded(80, 24) { now in
      [
        account("büro", 123_456, at: now) { state in
          state.account.currency = euro
          state.balance.currency = euro
        }
      ]
    }
    #expect(view(model).canvas.lines.contains { $0.contains("1,234.56 EUR") })
    try Golden.expect(view(model).canvas, is: "balance-euro-80x24")
  }
}
