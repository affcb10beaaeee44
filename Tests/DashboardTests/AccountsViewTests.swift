import Advice
import Canvas
import Dashboard
import Ledger
import TestSupport
import Testing
import Values

/// The views of accounts and of the checklist.
@Suite struct AccountsViewTests {
  /// A login to an account that is empty, beside another one with money.
  private func linked(
    _ width: Int, _ height: Int, look: Look = Look(), keys: String,
    _ change: (inout Funds) -> Void = { _ in }
  ) throws -> DashboardModel {
    var model = try funded(width, height, look: look) { now in
      [
        account("ada@work.example", 0, authority: .claude, at: now) {
          $0.account.organization = "0b1c2d3e-aaaa-4444-8888-1234567890ab"
          $0.account.billing = .me
        },
        account("ada@home.example", 4000, authority: .claude, at: now) { $0.account.plan = .pro },
        account("a name that is longer than any column can be made", nil, at: now) {
          $0.account.plan = .free
          $0.account.billing = .organization
        },
      ]
    }
    let now = model.now
    var login = Login(
      folder: "/home/ada/.claude", file: "/home/ada/.claude.json", organization: "0b1c2d3e",
      credential: Credential(kind: .login, name: "/login", place: ""))
    login.tokenEnds = now.advanced(by: 8 * Instant.perHour)
    let since = now.advanced(by: -3 * Instant.perHour)
    model.home = "/home/ada"
    var snapshot = try #require(model.snapshot)
    snapshot.funds.signIns = [SignIn(login: login, account: "ada@work.example", since: since)]
    snapshot.funds.sources.files = 208
    snapshot.funds.tools = Tool.allCases.map { tool in
      var linkage = ToolLinkage(
        tool: tool, account: "ada@work.example",
        evidence: tool == .api ? .said : tool.leavesTranscripts ? .login : .assumed)
      if tool.leavesTranscripts {
        (linkage.file, linkage.since, linkage.credential) = (login.file, since, login.credential)
        linkage.lastUse = now
      }
      if tool == .api { (linkage.account, linkage.purse) = ("ada@home.example", .apiKey) }
      return linkage
    }
    change(&snapshot.funds)
    snapshot.funds.warnings =
      snapshot.funds.accounts.flatMap { MoneyWarnings.of($0, begun: [:], at: now) }
      + LinkageWarnings.of(snapshot.funds, begun: [:], at: now)
    _ = update(&model, .snapshotRead(snapshot))
    press(keys, &model)
    return model
  }

  @Test(arguments: sizes)
  func `accounts and linkage at every size`(width: Int, height: Int) throws {
    let model = try linked(width, height, keys: "5j")
    try Golden.expect(
      view(model).canvas, is: "accounts-\(width)x\(height)", withStyles: width == 80)
  }

  @Test(arguments: sizes)
  func `the checklist at every size`(width: Int, height: Int) throws {
    let model = try linked(width, height, keys: "6j")
    try Golden.expect(view(model).canvas, is: "checkup-\(width)x\(height)", withStyles: width == 80)
  }

  @Test func `the checklist in ASCII`() throws {
    let model = try linked(80, 24, look: Look(glyphs: .ascii), keys: "6")
    try Golden.expect(view(model).canvas, is: "checkup-ascii-80x24")
  }

  @Test(arguments: sizes)
  func `online readings that fail are told of with what helps`(width: Int, height: Int) throws {
    let model = try linked(width, height, keys: "5") { funds in
      let asked = funds.accounts[1].balance.asOf ?? Instant(milliseconds: 0)
      funds.accounts[0].account.isOnline = true
      funds.accounts[1].account.isOnline = true
      var round = OnlineRound(asOf: asked)
      round.credits = PrepaidCredits()
      funds.accounts[1].observed.online = OnlineState().begun(at: asked).after(round, at: asked)
      let later = asked.advanced(by: 10 * Instant.perMinute)
      round = OnlineRound(asOf: later)
      round.failure = OnlineFailure(.refused)
      funds.accounts[0].observed.online = funds.accounts[1].observed.online?.begun(at: later).after(
        round, at: later)
    }
    try Golden.expect(view(model).canvas, is: "accounts-online-\(width)x\(height)")
  }

  @Test func `online readings are turned on for the chosen account after one question`() throws {
    var model = try linked(80, 24, keys: "5jjo")
    let shown = view(model).canvas.lines.joined(separator: "\n")
    #expect(shown.contains("Read the balance online from now on?"))
    try Golden.expect(view(model).canvas, is: "form-online-80x24")
    #expect(
      update(&model, .keyPressed(.enter)) == [.setOnline(true, account: "ada@home.example")])
    #expect(update(&model, .keyPressed(.enter)) == [], "it is being done")
  }

  @Test func `there is nothing to ask about a balance that is kept here`() throws {
    let model = try linked(200, 60, keys: "5jjjo") { $0.accounts[2].account.authority = .local }
    #expect(view(model).canvas.lines.contains { $0.contains("nothing to ask claude.ai") })
  }

  @Test func `enter makes an account the current one, and its keys are about it at once`() throws {
    var model = try linked(80, 24, keys: "5jj")
    #expect(
      effects(.enter, &model) == [.useAccount("ada@home.example"), .readSnapshot])
    press("t", &model)
    #expect(model.form?.account == "ada@home.example")
  }

  @Test func `enter on a point does what mends it, or says what does`() throws {
    var model = try linked(80, 24, keys: "6")
    _ = effects(.enter, &model)
    #expect(model.form?.rules is TopUpForm)
    _ = effects(.escape, &model)
    press("j", &model)
    #expect(effects(.enter, &model) == [])
    #expect(model.form == nil)
    #expect(
      view(model).canvas.lines.contains { $0.contains("change the login, or set the account") })
  }

  @Test func `a warning is silenced for a day`() throws {
    var model = try linked(80, 24, keys: "")
    #expect(
      effects(.character("z"), &model)
        == [
          .snooze(Warning.Episode(id: .outOfUsage, scope: .account("ada@work.example"))),
          .readSnapshot,
        ])
  }
}
