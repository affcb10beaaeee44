import Advice
import Ledger
import TestSupport
import Testing
import Values

@testable import Storage

/// Who paid, by what claude.ai reports about plan windows and the month's spend, and the balance that follows.
@Suite struct ReadingLedgerTests {
  private let desk: Desk
  private let name = "ada@x.example"

  init() throws {
    desk = try Desk()
    try read(at: 0) { $0.plan = .max }
    try desk.act(.setBalance(dollars(100)), at: 1)
  }

  /// Takes in the login, with what claude.ai said last.
  private func read(
    at minute: Int, organization: String = "org-1", windows: [(String, Double, Int)] = [],
    cents: Int? = nil, _ change: (inout Login) -> Void = { _ in }
  ) throws {
    desk.clock.now = max(desk.clock.now, Desk.at(minute))
    let folder = organization == "org-1" ? "/h/.claude" : "/h/work"
    var login = Login(
      folder: folder, file: folder + ".json", organization: organization,
      credential: Credential(kind: .login, name: "/login", place: ""))
    login.email = organization == "org-1" ? name : "ada@work.example"
    if !windows.isEmpty || cents != nil {
      var usage = UsageAnswer()
      usage.windows = windows.map {
        PlanWindow(id: $0.0, usedPercent: $0.1, resetsAt: Desk.at($0.2), asOf: Desk.at(minute))
      }
      usage.used = cents.map { Money(nanos: Int64($0) * 10_000_000) }
      (login.usage, login.usageAsOf) = (usage, Desk.at(minute))
    }
    change(&login)
    try desk.store.record([.signedIn(login)], at: desk.clock.now)
    try desk.writer.reviewPurses()
  }

  private func ask(_ id: String, cents: Int, at minute: Int, folder: String = "/h/.claude") throws {
    desk.clock.now = max(desk.clock.now, Desk.at(minute))
    var made = request("msg_" + id, "req_" + id)
    made.time = Desk.at(minute)
    made.configFolder = folder
    made.evidence = PurseEvidence(usual: .extra)
    made.recordedCost = Money(nanos: Int64(cents) * 10_000_000)
    try desk.writer.take(made)
    try desk.writer.reviewPurses()
  }

  private func balance() throws -> Double? { try desk.balance(name) }

  @Test func `with room in the windows nothing is taken off the balance`() throws {
    try read(at: 5, windows: [("fiveHour", 40, 240)])
    try ask("a", cents: 100, at: 10)
    #expect(try balance() == 100)
    let state = try desk.state(name).balance
    #expect(state.low == dollars(99) && state.high == dollars(100) && state.isDoubtful)
    try read(at: 20, windows: [("fiveHour", 50, 240)])
    #expect(try !desk.state(name).balance.isDoubtful, "the plan paid, likely")
    try read(at: 30, windows: [("fiveHour", 100, 240)])
    try ask("b", cents: 100, at: 40)
    #expect(try balance() == 99)
    try read(at: 250, windows: [("fiveHour", 5, 540)])
    try ask("c", cents: 100, at: 260)
    #expect(try balance() == 99)
    #expect(try desk.differences() == [])
  }

  @Test func `a reading that comes late gives back what was charged`() throws {
    try ask("a", cents: 100, at: 10)
    #expect(try balance() == 99)
    try read(at: 20, windows: [("fiveHour", 40, 240)])
    #expect(try balance() == 100)
    #expect(try desk.differences() == [])
    var notes: [String] = []
    let query = LedgerPage.Query(account: name, isGrouped: true)
    try desk.store.ledger(query, since: nil, days: .utc) { notes.append($0.notes.text(in: .usd)) }
    #expect(notes.contains("plan perhaps paid $1.00 for 1 request: it has a plan"))
  }

  @Test func `the month's spend proves who paid, whatever the windows say`() throws {
    try read(at: 10, windows: [("fiveHour", 20, 240)], cents: 4321)
    try ask("a", cents: 40, at: 20)
    try ask("b", cents: 49, at: 21)
    #expect(try balance() == 100)
    try read(at: 40, windows: [("fiveHour", 25, 240)], cents: 4410)
    #expect(try balance() == 99.11)
    let state = try desk.state(name)
    #expect(state.drawn.month == cents(4410) && state.drawn.isReported)
    #expect(state.drawn.despitePlan?.amount == cents(89))
    let warnings = try desk.store.funds(at: desk.clock.now).warnings
    #expect(warnings.contains { $0.id == .drawnWithPlanLeft && $0.message.contains("$0.89") })
    try ask("c", cents: 30, at: 50)
    try read(at: 70, windows: [("fiveHour", 30, 240)], cents: 4410)
    #expect(try balance() == 99.11)
    #expect(try desk.differences() == [])
  }

  @Test func `a request that is read late is judged with the others of its time`() throws {
    try read(at: 10, cents: 4321)
    try ask("a", cents: 40, at: 20)
    try read(at: 40, cents: 4410)
    // More than the request: somebody else drew.
    #expect(try balance() == 99.6)
    try ask("b", cents: 49, at: 21)
    #expect(try balance() == 99.11)
    let sums = try desk.state(name).balance
    #expect(!sums.isDoubtful, "both proven")
    try ask("c", cents: 100, at: 41)
    try read(at: 60, cents: 4410)
    #expect(try balance() == 99.11)
    #expect(try desk.differences() == [])
  }

  @Test func `each account is judged by its own readings`() throws {
    try read(at: 5, organization: "org-2", cents: 0) { $0.plan = .max }
    try read(at: 6, cents: 0)
    try ask("a", cents: 50, at: 10)
    try ask("b", cents: 70, at: 10, folder: "/h/work")
    try read(at: 30, organization: "org-2", cents: 0)
    #expect(try balance() == 99.5, "assumed")
    #expect(try desk.state(name).balance.isDoubtful)
    try read(at: 31, cents: 50)
    #expect(try balance() == 99.5)
    #expect(try !desk.state(name).balance.isDoubtful)
    #expect(try desk.differences() == [])
  }

  @Test(arguments: seeds(20))
  func `the balance is that of the final purses, in whatever order the evidence came`(seed: UInt64)
    throws
  {
    var random = SeededRandom(seed: seed)
    // A day: requests, and readings of windows and spend.
    enum Event { case ask(Int, cents: Int), read(Double?, cents: Int?) }
    var (minute, spend, used, renews) = (10, 0, 10.0, 310)
    var drawnTruth = 0
    var events: [(at: Int, event: Event)] = []
    for number in 0..<random.pick(5...25) {
      minute += random.pick([1, 3, 12, 40])
      if minute >= renews { (used, renews) = (0, minute + 300) }
      if random.pick(0...2) > 0 {
        let cents = random.pick(1...90)
        used = min(100, used + Double(random.pick(0...25)))
        if used == 100 || random.pick(0...5) == 0 {
          spend += cents
          drawnTruth += cents
        }
        events.append((minute, .ask(number, cents: cents)))
      } else {
        events.append(
          (minute, .read(random.pick([nil, used]), cents: random.pick([nil, spend]))))
      }
    }
    func play(_ order: [Int]) throws -> (Double?, [String]) {
      let other = try ReadingLedgerTests()
      other.desk.clock.now = Desk.at(minute + 60)
      for index in order {
        let (at, event) = events[index]
        switch event {
        case .ask(let number, let cents): try other.ask("\(number)", cents: cents, at: at)
        case .read(let used, let cents):
          guard used != nil || cents != nil else { continue }
          try other.read(
            at: at, windows: used.map { [("fiveHour", $0, at + 300 - at % 300)] } ?? [],
            cents: cents)
        }
      }
      return (try other.balance(), try other.desk.differences())
    }
    let inOrder = try play(Array(events.indices))
    #expect(inOrder.1 == [], "seed \(seed)")
    for _ in 0..<3 {
      let shuffled = try play(events.indices.shuffled(using: &random))
      #expect(shuffled.0 == inOrder.0, "seed \(seed)")
      #expect(shuffled.1 == [], "seed \(seed)")
    }
  }
}
