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

  @Test func `a long history read beside a first reading is not decided again`() throws {
    try read(at: 100, cents: 4321)
    for minute in 10..<20 {
      var made = request("msg_\(minute)", "req_\(minute)")
      (made.time, made.configFolder) = (Desk.at(minute), "/h/.claude")
      made.evidence = PurseEvidence(usual: .extra)
      try desk.writer.take(made)
    }
    #expect(try !desk.store.hasDuePurses())
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

  /// A day as it is played: who asked for how many cents, and what was read of the window and of the month's spend.
  private struct Day {
    var asks: [(at: Int, cents: Int)] = []
    var windows: [(at: Int, used: Double, renews: Int)] = []
    var spends: [(at: Int, cents: Int)] = []

    init(_ random: inout SeededRandom) {
      var (minute, spend, used, renews) = (10, 0, 10.0, 310)
      for _ in 0..<random.pick(5...30) {
        minute += random.pick([1, 3, 12, 40])
        if minute >= renews { (used, renews) = (0, minute + 300) }
        switch random.pick(0...5) {
        case 0: windows.append((minute, used, renews))
        case 1: spends.append((minute, spend))
        default:
          let cents = random.pick(1...90)
          used = min(100, used + Double(random.pick(0...25)))
          if used == 100 || random.pick(0...4) == 0 { spend += cents }
          // Now and then another machine draws too.
          if random.pick(0...9) == 0 { spend += random.pick(1...50) }
          asks.append((minute, cents))
        }
      }
    }

    /// What the plan's window says about a minute, as plainly as can be.
    func likely(at minute: Int) -> Purse? {
      guard let before = windows.last(where: { $0.at <= minute }) else { return nil }
      if before.used >= 100 { return minute < before.renews ? .extra : nil }
      guard let after = windows.first(where: { $0.at > minute }), after.at < before.renews,
        after.used < 100
      else { return nil }
      return .plan
    }

    func isSettled(_ reading: (at: Int, cents: Int)) -> Bool {
      !asks.contains { $0.at <= reading.at && $0.at > reading.at - 10 }
    }

    /// The indices of the requests that are drawn in the end.
    var drawn: Set<Int> {
      var found: [Int: Bool] = [:]
      var start = 0
      for end in spends.indices.dropFirst() where isSettled(spends[end]) {
        for from in (start..<end).reversed() {
          let inside = asks.indices.filter {
            asks[$0].at > spends[from].at && asks[$0].at <= spends[end].at
          }
          func cents(_ which: [Int]) -> Int { which.reduce(0) { $0 + asks[$1].cents } }
          let open = inside.filter { found[$0] == nil }
          let moved =
            spends[end].cents - spends[from].cents - cents(inside.filter { found[$0] == true })
          guard cents(open) >= 5 else { continue }
          if moved == 0 {
            for ask in open { found[ask] = false }
          } else if abs(moved - cents(open)) <= 1 {
            for ask in open { found[ask] = true }
          } else if from == start {
            let rest = open.filter { likely(at: asks[$0].at) == nil }
            var left = moved - cents(open.filter { likely(at: asks[$0].at) == .extra })
            guard left >= 0, left < cents(rest) else { continue }
            left += 1
            var stops = false
            for ask in rest.reversed() {
              stops = stops || asks[ask].cents > left
              left -= stops ? 0 : asks[ask].cents
              found[ask] = !stops
            }
          }
        }
        start = end
      }
      return Set(
        asks.indices.filter { ask in
          if let known = found[ask] { return known }
          if let likely = likely(at: asks[ask].at) { return likely == .extra }
          // With a plan, the plan is assumed.
          return windows.isEmpty
        })
    }
  }

  @Test(arguments: seeds(20))
  func `the balance is that of the final purses, in whatever order the evidence came`(seed: UInt64)
    throws
  {
    var random = SeededRandom(seed: seed)
    let day = Day(&random)
    let spent = day.drawn.reduce(0) { $0 + day.asks[$1].cents }
    let events =
      day.asks.indices.map { (0, $0, day.asks[$0].at) }
      + day.windows.indices.map { (1, $0, day.windows[$0].at) }
      + day.spends.indices.map { (2, $0, day.spends[$0].at) }
    let inOrder = events.sorted { ($0.2, $0.0) < ($1.2, $1.0) }
    for order in [inOrder] + (0..<3).map({ _ in events.shuffled(using: &random) }) {
      let played = try ReadingLedgerTests()
      played.desk.clock.now = Desk.at(2000)
      for (kind, index, minute) in order {
        switch kind {
        case 0: try played.ask("\(index)", cents: day.asks[index].cents, at: minute)
        case 1:
          let window = day.windows[index]
          try played.read(at: minute, windows: [("fiveHour", window.used, window.renews)])
        default: try played.read(at: minute, cents: day.spends[index].cents)
        }
      }
      #expect(try played.balance() == Double(10_000 - spent) / 100, "seed \(seed)")
      #expect(try played.desk.differences() == [], "seed \(seed)")
    }
  }
}
