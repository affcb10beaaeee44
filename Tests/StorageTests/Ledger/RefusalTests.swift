import Advice
import Ledger
import TestSupport
import Testing
import Values

@testable import Storage

/// What requests are refused for, and what ends it.
@Suite struct RefusalTests {
  private let desk: Desk

  init() throws {
    desk = try Desk()
    try desk.store.record(
      [login("org-1", in: "/h/.claude"), login("org-2", in: "/h/two")], at: Desk.start)
  }

  private func login(_ organization: String, in folder: String) -> Login.Finding {
    .signedIn(made(login: organization, in: folder))
  }

  private func made(login organization: String, in folder: String) -> Login {
    var login = Login(
      folder: folder, file: folder + ".json", organization: organization,
      credential: Credential(kind: .login, name: "/login", place: ""))
    login.email = organization + "@x.example"
    return login
  }

  private func rejection(
    _ reason: Rejection.Reason, at minute: Int = 10, id: String = "r",
    folder: String? = "/h/.claude",
    _ change: (inout Rejection) -> Void = { _ in }
  ) -> Rejection {
    var made = Rejection(
      id: id, time: Desk.at(minute), tool: .claudeCode, session: "refused", project: "/p",
      reason: reason, text: "You've hit a wall")
    made.configFolder = folder
    change(&made)
    return made
  }

  private func success(
    at time: Instant, _ purse: Purse = .plan, folder: String? = "/h/.claude",
    session: String = "other", tool: Tool = .claudeCode
  ) -> Request {
    var made = request("msg_\(time.milliseconds)", "req_\(time.milliseconds)")
    (made.time, made.purse, made.session, made.tool) = (time, purse, session, tool)
    made.configFolder = folder
    return made
  }

  private func write(_ rejections: [Rejection] = [], _ requests: [Request] = []) throws {
    var batch = UsageBatch()
    batch.rejections = rejections
    requests.forEach { batch.add($0) }
    desk.clock.now = max(
      desk.clock.now, (rejections.map(\.time) + requests.map(\.time)).max() ?? desk.clock.now)
    try desk.writer.write(batch)
    try desk.writer.commit()
  }

  /// The reasons that stand at a minute.
  private func standing(at minute: Int = 20) throws -> [Rejection.Reason] {
    try desk.store.funds(at: Desk.at(minute)).refusals.map(\.reason)
  }

  @Test(arguments: Rejection.Reason.allCases)
  func `every refusal is a warning that quotes it`(reason: Rejection.Reason) throws {
    try write([rejection(reason)])
    let funds = try desk.store.funds(at: Desk.at(11))
    let warning = try #require(funds.warnings.first)
    #expect(warning.id == .refused && warning.severity == .critical && warning.reason == reason)
    #expect(warning.message == "Claude Code: You've hit a wall" && !warning.action.isEmpty)
    #expect(warning.account == (reason.isOfKey ? nil : "org-1@x.example"))
    #expect(warning.since == Desk.at(10))
    // A point of the checkup says it, and none says that all is well with it.
    let points = Checkup.points(of: funds, at: Desk.at(11))
    #expect(points.contains { $0.state == .problem && $0.evidence == warning.message })
  }

  @Test(arguments: Rejection.Reason.allCases)
  func `a later success of the same credential ends it, whoever paid`(
    reason: Rejection.Reason
  ) throws {
    for (purse, ends) in [
      (Purse.plan, !reason.isOfKey), (.extra, !reason.isOfKey), (.apiKey, reason.isOfKey),
      (.ownPlan, false),
    ] {
      let test = try RefusalTests()
      try test.write([test.rejection(reason)], [test.success(at: Desk.at(9), purse)])
      #expect(try test.standing(at: 11) == [reason], "what went through before says nothing")
      try test.write([], [test.success(at: Desk.at(11), purse)])
      #expect(try test.standing(at: 11) == (ends ? [] : [reason]), "\(purse)")
      #expect(try test.desk.differences() == [])
    }
  }

  @Test func `a second decides, and so does a later refusal`() throws {
    let time = Desk.at(10)
    try write([rejection(.cap)], [success(at: time.advanced(by: -1))])
    #expect(try standing() == [.cap])
    try write([], [success(at: time)])
    #expect(try standing() == [.cap])
    try write([], [success(at: time.advanced(by: 1))])
    #expect(try standing() == [])
    try write([rejection(.cap, id: "s") { $0.time = time.advanced(by: 2) }])
    #expect(try standing() == [.cap])
  }

  @Test func `what is read first does not matter`() throws {
    try write([], [success(at: Desk.at(11))])
    try write([rejection(.cap)])
    #expect(try standing() == [])
  }

  @Test func `success of another account or credential ends nothing, not even in the same session`()
    throws
  {
    try write([rejection(.cap)], [success(at: Desk.at(11), folder: "/h/two")])
    #expect(try standing() == [.cap])
    try write([], [success(at: Desk.at(12), .apiKey, session: "refused")])
    #expect(try standing() == [.cap])
    try write([], [success(at: Desk.at(13), session: "refused")])
    #expect(try standing() == [])
  }

  @Test func `where no account is known the tool stands for it`() throws {
    let desk = try Desk()
    var batch = UsageBatch()
    batch.rejections = [
      rejection(.balance, folder: nil), rejection(.console, id: "k", folder: nil),
    ]
    desk.clock.now = Desk.at(20)
    batch.add(success(at: Desk.at(11), .extra, folder: nil, tool: .windsurf))
    try desk.writer.write(batch)
    try desk.writer.commit()
    #expect(try desk.store.funds(at: Desk.at(20)).refusals.count == 2)
    batch.removeAll()
    batch.add(success(at: Desk.at(12), .extra, folder: nil))
    try desk.writer.write(batch)
    try desk.writer.commit()
    #expect(try desk.store.funds(at: Desk.at(20)).refusals.isEmpty)
  }

  @Test func `a rate limit is over in five minutes, the rest in a day`() throws {
    try write([rejection(.rateLimit), rejection(.administrator, id: "a")])
    #expect(try standing(at: 14) == [.rateLimit, .administrator])
    #expect(try standing(at: 15) == [.administrator])
    #expect(try standing(at: 1449) == [.administrator])
    #expect(try standing(at: 1450) == [])
  }

  @Test func `a window's renewal ends it, and until then it stands for days`() throws {
    for reason in [Rejection.Reason.planWindow, .balance, .cap] {
      try write([rejection(reason, id: reason.rawValue) { $0.resets = Desk.at(3000) }])
    }
    #expect(try standing(at: 2999).count == 3)
    let warning = try desk.store.funds(at: Desk.at(2940)).warnings.first {
      $0.reason == .planWindow
    }
    #expect(warning?.action == "wait 1 h 0 min for the reset, or use extra usage")
    #expect(try standing(at: 3000) == [])
  }

  @Test func `five hours are over after five hours`() throws {
    try write([rejection(.planWindow) { $0.window = "fiveHour" }])
    #expect(try standing(at: 309) == [.planWindow])
    #expect(try standing(at: 310) == [])
  }

  @Test func `a reading of the window after it tells that it is renewed`() throws {
    try write([rejection(.planWindow) { $0.window = "sevenDay" }])
    func read(_ percent: Double, at minute: Int) throws {
      var usage = UsageAnswer()
      usage.windows = [
        PlanWindow(id: "sevenDay", usedPercent: percent, resetsAt: nil, asOf: Desk.at(minute))
      ]
      var made = made(login: "org-1", in: "/h/.claude")
      made.usage = usage
      made.usageAsOf = Desk.at(minute)
      try desk.store.record(
        [.signedIn(made), login("org-2", in: "/h/two")], at: Desk.at(minute))
    }
    try read(20, at: 9)
    #expect(try standing() == [.planWindow])
    try read(100, at: 12)
    #expect(try standing() == [.planWindow])
    try read(3, at: 13)
    #expect(try standing() == [])
  }

  @Test func `money ends an empty balance, and nothing else`() throws {
    try write([rejection(.balance), rejection(.cap, id: "c")])
    try desk.act(.setBalance(dollars(0)), at: 11, on: "org-1@x.example")
    #expect(try standing() == [.balance, .cap])
    try desk.act(.setBalance(dollars(20)), at: 12, on: "org-1@x.example")
    #expect(try standing() == [.cap])
  }

  @Test func `a cap that is raised ends its refusal, one that is lowered does not`() throws {
    func set(_ amount: Int, at minute: Int) throws {
      let noted = try desk.act(.wishCap(dollars(amount)), at: minute, on: "org-1@x.example")
      try desk.act(.confirm(pending: #require(noted.entry)), at: minute, on: "org-1@x.example")
    }
    try set(50, at: 5)
    try write([rejection(.cap), rejection(.balance, id: "b")])
    try set(40, at: 11)
    #expect(try standing() == [.cap, .balance])
    try set(60, at: 12)
    #expect(try standing() == [.balance])
    try write([rejection(.cap, at: 13, id: "d")])
    #expect(try standing() == [.cap, .balance])
    #expect(try standing(at: 13 + 31 * 1440).isEmpty)
  }

  @Test func `a cap is new in the next month`() throws {
    // The desk's day is the first of a month.
    try write([rejection(.cap, at: -10)])
    #expect(try standing(at: -1) == [.cap])
    #expect(try standing(at: 0) == [])
  }

  @Test func `who has signed in elsewhere is not stopped by it any more`() throws {
    try write([rejection(.cap)])
    desk.clock.now = Desk.at(15)
    try desk.store.record([login("org-3", in: "/h/.claude")], at: Desk.at(15))
    #expect(try standing() == [])
  }

  @Test func `many are one, and counted for an hour`() throws {
    try write((0..<70).map { rejection(.cap, at: $0, id: "\($0)") })
    let refusals = try desk.store.funds(at: Desk.at(70)).refusals
    #expect(refusals.count == 1 && refusals.first?.count == 59)
  }

  @Test func `a refusal is its session's owner's, whoever is signed in there`() throws {
    try write([rejection(.balance) { $0.organization = "org-2" }])
    let funds = try desk.store.funds(at: Desk.at(11))
    #expect(funds.refusals.map(\.account) == ["org-2@x.example"])
    try write([], [success(at: Desk.at(12))])
    #expect(try standing() == [.balance], "another login has gone through")
    try write([], [success(at: Desk.at(13), folder: "/h/two")])
    #expect(try standing() == [])
    try write([rejection(.balance, at: 14, id: "f") { $0.isForeign = true }])
    #expect(try desk.store.funds(at: Desk.at(15)).refusals.map(\.account) == [nil])
  }

  @Test func `a key that a login has replaced in the same place is refused no more`() throws {
    try write([rejection(.console)], [success(at: Desk.at(11))])
    #expect(try standing() == [.console], "somewhere else")
    var made = success(at: Desk.at(12))
    made.project = "/p"
    try write([], [made])
    #expect(try standing() == [])
  }

  @Test func `undoing a change of the cap brings back only what was before it`() throws {
    try write([rejection(.cap)])
    let name = "org-1@x.example"
    try desk.act(.count(.cap(dollars(100))), at: 11, on: name)
    #expect(try standing() == [])
    for amount in [200, 60] {
      try desk.act(.count(.cap(dollars(amount))), at: 12, on: name)
      try desk.act(.undo(entry: nil), at: 13, on: name)
      #expect(try standing() == [], "the cap was raised to 100 before")
    }
    try desk.act(.undo(entry: nil), at: 14, on: name)
    #expect(try standing() == [.cap])
  }

  @Test func `what is silenced is refused all the same`() throws {
    try write([rejection(.cap)])
    try desk.store.snooze(.refused, account: nil, until: Desk.at(100))
    let funds = try desk.store.funds(at: Desk.at(11))
    #expect(!funds.warnings.contains { $0.id == .refused })
    #expect(funds.snoozed.map(\.id) == [.refused] && funds.refusals.count == 1)
  }

  @Test func `one refusal is silenced, and those of other reasons and accounts are not`() throws {
    try write([rejection(.cap), rejection(.console, id: "key")])
    func told() throws -> [Rejection.Reason?] {
      try desk.store.funds(at: Desk.at(11)).warnings.filter { $0.id == .refused }.map(\.reason)
    }
    let console = try #require(
      try desk.store.funds(at: Desk.at(11)).warnings.first { $0.reason == .console })
    try desk.store.snooze(console.episode, until: Desk.at(100))
    #expect(try told() == [.cap])
    try desk.store.snooze(.refused, account: nil, until: Desk.at(0))
    #expect(try Set(told()) == [.cap, .console])
  }

  @Test func `a copy that is understood better changes the reason, not whose it is`() throws {
    try write([rejection(.administrator)])
    try write([rejection(.planWindow, folder: "/h/two") { $0.extraOff = .member }])
    let refusal = try #require(try desk.store.funds(at: Desk.at(11)).refusals.first)
    #expect(refusal.reason == .planWindow && refusal.latest.extraOff == .member)
    #expect(refusal.account == "org-1@x.example")
  }

  @Test func `extra usage that is off is said, and by whom`() throws {
    try write([rejection(.planWindow) { $0.extraOff = .organization }])
    let warning = try #require(try desk.store.funds(at: Desk.at(11)).warnings.first)
    #expect(
      warning.message
        == "Claude Code: You've hit a wall (the organization has switched extra usage off)")
    #expect(warning.action == "wait for the reset, or ask the administrator")
  }

  @Test
  func
    `an empty balance is told of until a later success, and only a refusal is critical for scripts`()
    throws
  {
    try write([rejection(.balance)])
    func ids() throws -> Set<Warning.ID> {
      Set(try desk.store.funds(at: Desk.at(20)).warnings.map(\.id))
    }
    #expect(try ids().isSuperset(of: [.refused, .outOfUsage]))
    try write([], [success(at: Desk.at(12), .plan)])
    #expect(try ids().isDisjoint(with: [.refused, .outOfUsage]))
  }
}
