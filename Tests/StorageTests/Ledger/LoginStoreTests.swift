import Advice
import Ledger
import TestSupport
import Testing

@testable import Storage

/// Logins become accounts, and say whose requests are.
@Suite struct LoginStoreTests {
  private let desk: Desk

  init() throws { desk = try Desk() }

  private func login(
    _ organization: String, folder: String = "/h/.claude", email: String? = "ada@x.example",
    _ change: (inout Login) -> Void = { _ in }
  ) -> Login.Finding {
    var login = Login(
      folder: folder, file: folder + ".json", organization: organization,
      credential: Credential(kind: .login, name: "/login", place: ""))
    login.email = email
    change(&login)
    return .signedIn(login)
  }

  private func take(_ findings: Login.Finding..., at minute: Int = 0) throws {
    desk.clock.now = Desk.at(minute)
    try desk.store.record(findings, at: desk.clock.now)
  }

  private func funds() throws -> Funds { try desk.store.funds(at: desk.clock.now) }

  @Test func `a login is an account whose balance claude dot ai keeps`() throws {
    try take(login("org-1") { $0.plan = .max })
    let account = try #require(try funds().account?.account)
    #expect(account.name == "ada@x.example" && account.authority == .claude)
    #expect(account.organization == "org-1" && account.plan == .max)
    #expect(try desk.differences() == [])
  }

  @Test func `one e-mail in two organizations is two accounts`() throws {
    try take(
      login("org-1") { $0.organizationName = "Ada" },
      login("org-2", folder: "/h/work") { $0.organizationName = "Work Ltd" })
    #expect(
      try funds().accounts.map(\.account.name) == ["ada@x.example", "ada@x.example (Work Ltd)"])
    #expect(try funds().signIns.map(\.account) == ["ada@x.example", "ada@x.example (Work Ltd)"])
    #expect(try funds().current == "ada@x.example", "that of the first folder")
  }

  @Test func `the first login that pays owns the balance that was typed in before`() throws {
    try desk.act(.setBalance(dollars(40)), at: 0)
    var state = try #require(try funds().account)
    #expect(state.account.name == "claude.ai" && state.account.authority == .claude)
    #expect(state.account.isNotSignedIn)
    try take(login("org-1"), at: 1)
    state = try #require(try funds().account)
    #expect(try funds().accounts.count == 1 && !state.account.isNotSignedIn)
    #expect(state.account.organization == "org-1" && state.account.email == "ada@x.example")
    #expect(state.balance.amount == dollars(40) && state.observed.keeperChanged == nil)
    #expect(try desk.differences() == [])
  }

  @Test func `a login that a key pays instead of owns no balance that was typed in`() throws {
    try desk.act(.setBalance(dollars(40)), at: 0)
    try take(
      login("org-1") {
        $0.credential = Credential(kind: .apiKey, name: "ANTHROPIC_API_KEY", place: "")
      }, at: 1)
    #expect(try funds().accounts.map(\.account.name) == ["claude.ai", "ada@x.example"])
    #expect(try funds().accounts[0].account.isNotSignedIn)
  }

  @Test func `a budget that was made on purpose stays one`() throws {
    try desk.open("local")
    try take(login("org-1"), at: 1)
    let state = try #require(try funds().account)
    #expect(state.account.name == "local" && state.account.authority == .local)
    #expect(state.account.organization == "org-1" && state.balance.amount == .zero)
  }

  @Test func `who signs in anew is linked since then, and who does not since before`() throws {
    try take(login("org-1") { $0.plan = .max }, at: 1)
    try take(
      login("org-1") {
        $0.role = "admin"
        $0.plan = .max
      }, at: 2)
    #expect(try funds().signIns.map(\.since) == [Desk.at(1)])
    try take(login("org-2", email: "ada@work.example") { $0.plan = .max }, at: 3)
    #expect(try funds().account?.account.plan == .max)
    #expect(try funds().signIns.map(\.since) == [Desk.at(3)])
    #expect(try funds().current == "ada@work.example")
    try take(.signedOut(folder: "/h/.claude"), at: 4)
    #expect(try funds().signIns.isEmpty)
    #expect(try funds().accounts.count == 2, "what was known of them stays")
  }

  @Test func `what a person says stays until the file says something new`() throws {
    try take(login("org-1") { $0.plan = .pro })
    _ = try desk.store.changeAccount(nil, at: desk.clock.now) { $0.plan = .max }
    try take(
      login("org-1") {
        $0.plan = .pro; $0.role = "user"
      }, at: 1)
    #expect(try funds().account?.account.plan == .max)
    try take(login("org-1") { $0.plan = .team }, at: 2)
    #expect(try funds().account?.account.plan == .team)
  }

  @Test func `the cached answer counts once, and its cap by what it says was spent`() throws {
    var usage = UsageAnswer()
    usage.used = dollars(12)
    usage.cap = .some(dollars(50))
    usage.balance = dollars(30)
    usage.windows = [
      PlanWindow(id: "fiveHour", usedPercent: 100, resetsAt: Desk.at(60), asOf: Desk.at(1))
    ]
    for minute in 1...2 {
      try take(
        login("org-1") {
          $0.usage = usage
          $0.usageAsOf = Desk.at(1)
          $0.role = "\(minute)"
        }, at: minute)
    }
    try charge("a", 5, folder: "/h/.claude", at: 3)
    let state = try #require(try funds().account)
    #expect(state.balance.amount == dollars(25))
    #expect(state.limits.map(\.used) == [dollars(17)], "what every program spent, and ours since")
    #expect(state.observed.windows.map(\.usedPercent) == [100])
    #expect(try funds().accounts.count == 1)
    #expect(try desk.differences() == [])
  }

  private func charge(_ id: String, _ price: Int, folder: String, at minute: Int) throws {
    desk.clock.now = Desk.at(minute)
    var made = request("msg_" + id, "req_" + id)
    made.time = Desk.at(minute)
    made.recordedCost = dollars(price)
    made.evidence = PurseEvidence(usual: .extra)
    made.configFolder = folder
    try desk.writer.take(made)
  }

  @Test func `a request is its login's, and an API key's is nobody's balance`() throws {
    try take(
      login("org-1"),
      login("org-2", folder: "/h/work", email: "ada@work.example"),
      login("org-3", folder: "/h/key", email: "key@x.example") {
        $0.credential = Credential(kind: .apiKey, name: "ANTHROPIC_API_KEY", place: "x")
      })
    for name in ["ada@x.example", "ada@work.example", "key@x.example"] {
      try desk.act(.setBalance(dollars(20)), at: 1, on: name)
    }
    try charge("a", 1, folder: "/h/work", at: 2)
    try charge("b", 2, folder: "/h/key", at: 3)
    #expect(try desk.balance("ada@x.example") == 20)
    #expect(try desk.balance("ada@work.example") == 19)
    #expect(try desk.balance("key@x.example") == 20)
    let report = try desk.store.report(
      by: .purse, since: nil, until: nil, days: .utc)
    #expect(Set(report.rows.map(\.key)) == ["extra", "api-key"])
  }
}
