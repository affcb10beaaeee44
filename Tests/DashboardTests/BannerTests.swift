import Advice
import Canvas
import Dashboard
import Ledger
import TestSupport
import Testing
import Values

@Suite struct BannerTests {
  private func warnings(at now: Instant) -> [Warning] {
    [
      Warning(
        id: .outOfUsage, severity: .critical, scope: .account("home"),
        message: "home is out of extra usage: $0.00 left.", action: "top up", key: "t", since: now),
      Warning(
        id: .capReached, severity: .critical, tool: .cursor, scope: .account("work"),
        message:
          "work: the limit of Cursor a day, $10.00, is reached; more money does not lift it.",
        action: "raise it", key: "c", since: now),
      Warning(
        id: .lowBalance, severity: .warning, scope: .account("work"),
        message: "work has $4.12 left.",
        action: "top up", key: "t", since: now),
      Warning(
        id: .capNear, severity: .warning, scope: .account("home"),
        message: "home: the monthly cap is near.", action: "raise it", key: "c", since: now),
      Warning(
        id: .autoReloadOff, severity: .info, scope: .account("work"),
        message: "Auto-reload of work is off.",
        action: "switch it on", key: "a", since: now),
      Warning(
        id: .creditExpires, severity: .info, scope: .account("work"),
        message: "$5.00 of work expire in 3 d 2 h.", action: "spend them first", since: now),
    ]
  }

  private func warned(_ width: Int, _ height: Int, keys: String = "") throws -> DashboardModel {
    try funded(width, height, keys: keys) { now in
      [account("work", 412, at: now), account("home", 0, at: now)]
    } warnings: {
      self.warnings(at: $0)
    }
  }

  @Test(arguments: sizes)
  func `the most severe come first, and the rest is counted`(width: Int, height: Int) throws {
    try Golden.expect(
      view(try warned(width, height)).canvas, is: "banners-\(width)x\(height)",
      withStyles: width == 80)
  }

  @Test(arguments: [(24, 3), (20, 2), (19, 1)])
  func `a low screen has fewer lines of them`(height: Int, lines: Int) throws {
    let screen = view(try warned(80, height)).canvas.lines
    let banners = screen.dropFirst().prefix { !$0.hasPrefix("╭") && !$0.contains("balance ") }
    #expect(banners.count == lines)
    #expect(banners.last?.hasSuffix("+\(5 - lines) more") == true)
  }

  @Test func `what is about no account is not to be found in another one`() throws {
    let model = try funded(80, 24) { _ in
      []
    } warnings: { now in
      [
        Warning(
          id: .sourceProblem, severity: .warning, scope: .everyAccount,
          message: "Cannot read 231 of 7,621 lines of /h/a.", action: "see the checkup",
          key: "6", since: now)
      ]
    }
    let line = view(model).canvas.lines[1]
    #expect(line.hasSuffix("lines of /h/a.  see the checkup (6)"), "\(line)")
  }

  @Test func `a click on a warning does what its key does`() throws {
    var model = try warned(80, 30)
    try click("work has $4.12 left", &model)
    #expect(model.form?.rules is TopUpForm)
    model = try warned(80, 30)
    try click("home is out of extra usage", &model)
    #expect(model.form?.rules is AccountForm)
  }

  @Test func `no warning of another account but a critical one is told`() throws {
    #expect(!view(try warned(80, 60)).canvas.lines.contains { $0.contains("is near") })
  }

  private func refused(
    _ reason: Rejection.Reason, _ text: String, of account: String?, _ model: inout DashboardModel
  ) {
    let rejection = Rejection(
      id: "1", time: model.now.advanced(by: -60_000), tool: .claudeCode, reason: reason, text: text)
    refuse([Refusal(latest: rejection, account: account)], &model)
  }

  @Test func `a refusal for an empty balance is not told twice`() throws {
    func told(_ reason: Rejection.Reason) throws -> [Bool] {
      var model = try funded(120, 24) { now in
        [account("work", 0, at: now)]
      } warnings: { now in
        [
          Warning(
            id: .outOfUsage, severity: .critical, scope: .account("work"),
            message: "work is out of extra usage: $0.00 left.", action: "top up", key: "t",
            since: now)
        ]
      }
      refused(reason, "You've hit a wall", of: "work", &model)
      let lines = view(model).canvas.lines
      return ["You've hit a wall", "work is out of extra usage"].map { text in
        lines.contains { $0.contains(text) }
      }
    }
    #expect(try told(.balance) == [true, false])
    #expect(try told(.cap) == [true, true])
  }

  @Test func `a refusal stands on top, whoever has it, and is told what to do`() throws {
    var model = try warned(120, 24)
    refused(.console, "Credit balance is too low", of: nil, &model)
    var top = view(model).canvas.lines[1]
    #expect(top.contains("Claude Code: Credit balance is too low"))
    #expect(!top.contains("w switches to home"))
    model = try warned(120, 24)
    refused(.planWindow, "You've hit your limit", of: "home", &model)
    top = view(model).canvas.lines.first { $0.contains("You've hit your limit") } ?? ""
    #expect(top.contains("wait for the reset") && !top.contains("w switches to home"))
    refused(.balance, "You're out", of: "home", &model)
    top = view(model).canvas.lines.first { $0.contains("You're out") } ?? ""
    #expect(top.contains("w switches to home"))
  }

  @Test func `what a tool printed cannot move the cursor`() throws {
    let model = try funded(80, 24) { now in
      [account(at: now)]
    } warnings: { now in
      [
        Warning(
          id: .outOfUsage, severity: .critical, scope: .account("work"),
          message: "a\u{1b}[2Jb\u{202e}c",
          action: "top up", key: "t", since: now)
      ]
    }
    #expect(view(model).canvas.lines[1].contains("a·[2Jb·c  top up (t)"))
  }
}
