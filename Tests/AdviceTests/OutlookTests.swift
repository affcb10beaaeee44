import Ledger
import TestSupport
import Testing
import Values

@testable import Advice

private let now = Instant(year: 2026, month: 3, day: 30).advanced(by: 12 * Instant.perHour)

/// A dollar an hour, give or take half.
private func steady(_ amount: Money, at now: Instant = now) -> Forecast.Estimate {
  func time(_ factor: Double) -> Instant {
    now.advanced(by: Int64(Double(amount.nanos) / 1_000_000_000 * factor * 3_600_000))
  }
  return Forecast.Estimate(median: time(1), low: time(0.5), high: time(1.5), beyond: 0)
}

private func reload(
  below: Double, add: Double, most: Double? = nil, added: Double = 0
) -> AutoReload {
  var reload = AutoReload(
    settings: .init(
      isOn: true, below: dollars(below), add: dollars(add), monthlyMax: most.map(dollars)),
    source: .local)
  reload.addedThisMonth = dollars(added)
  return reload
}

private func cap(_ amount: Double, used: Double) -> LimitState {
  LimitState(
    limit: Limit(period: .month, amount: dollars(amount), source: .fuelgauge),
    used: dollars(used), resetsAt: Instant(year: 2026, month: 4, day: 1))
}

/// Which events come, with a dollar drawn an hour, from noon on March 30.
@Suite struct OutlookTests {
  private struct Line: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var balance: Money? = dollars(10)
    var draws = true
    var reload = AutoReload()
    var cap: LimitState?
    var expiring: [CreditPools.Pool] = []
    var clock = now
    /// Hours from now and what happens.
    var events: [(Double, String)]
    var zero: TimeToZero

    init(
      _ testDescription: String, _ events: [(Double, String)], _ zero: TimeToZero,
      _ change: (inout Line) -> Void = { _ in }
    ) {
      self.testDescription = testDescription
      self.events = events
      self.zero = zero
      change(&self)
    }
  }

  private static func at(_ hours: Double) -> TimeToZero {
    .at(now.advanced(by: Int64(hours * 3_600_000)))
  }

  private static func pool(_ amount: Double, in hours: Double) -> CreditPools.Pool {
    CreditPools.Pool(
      entry: 1, left: dollars(amount), expires: now.advanced(by: Int64(hours * 3_600_000)))
  }

  private static let lines = [
    Line("nothing but the balance", [(10, "zero")], at(10)),
    Line("nothing is known", [], .unknownBalance) { $0.balance = nil },
    Line("nothing was ever drawn", [], .noUsage) { $0.draws = false },
    Line("an empty balance", [], .now) { $0.balance = .zero },
    Line("more was spent than there was", [], .now) { $0.balance = dollars(-3) },
    Line(
      "an empty balance that is about to be reloaded",
      [(0, "reload"), (0, "monthlyMaximumReached"), (20, "zero")], at(20)
    ) {
      $0.balance = .zero
      $0.reload = reload(below: 5, add: 20, most: 30)
    },
    Line(
      "less than nothing that is about to be reloaded",
      [(0, "reload"), (0, "monthlyMaximumReached"), (17, "zero")], at(17)
    ) {
      $0.balance = dollars(-3)
      $0.reload = reload(below: 5, add: 20, most: 30)
    },
    Line("nothing was ever drawn, and a reload comes at once", [], .noUsage) {
      ($0.balance, $0.draws) = (.zero, false)
      $0.reload = reload(below: 5, add: 20)
    },
    Line(
      "reloads without a bound",
      [
        (5, "reload"), (25, "reload"), (45, "reload"), (65, "reload"), (85, "reload"),
        (105, "reload"), (125, "reload"), (145, "reload"),
      ], .never
    ) { $0.reload = reload(below: 5, add: 20) },
    Line(
      "reloads up to their maximum, and a new month before it is empty",
      [
        (5, "reload"), (5, "monthlyMaximumReached"), (36, "monthResets"), (36, "reload"),
        (36, "monthlyMaximumReached"), (70, "zero"),
      ],
      at(70)
    ) { $0.reload = reload(below: 5, add: 30, most: 30) },
    Line(
      "a maximum that is used up, and empty before the month ends",
      [(10, "zero")], at(10)
    ) { $0.reload = reload(below: 5, add: 20, most: 20, added: 20) },
    Line(
      "a cap stops everything until the month ends",
      [(4, "capReached"), (36, "monthResets"), (42, "zero")], at(42)
    ) { $0.cap = cap(50, used: 46) },
    Line(
      "a cap that is reached again in each month, until one ends too far ahead",
      [
        (4, "capReached"), (36, "monthResets"), (86, "capReached"), (756, "monthResets"),
        (806, "capReached"),
      ], .never
    ) {
      $0.balance = dollars(1000)
      $0.cap = cap(50, used: 46)
    },
    Line("a cap that is reached", [(0, "capReached"), (36, "monthResets"), (46, "zero")], at(46)) {
      $0.cap = cap(50, used: 60)
    },
    Line("a cap that is not reached", [(10, "zero")], at(10)) { $0.cap = cap(50, used: 30) },
    Line(
      "a credit expires, of which some is spent before", [(3, "creditExpires"), (5, "zero")], at(5)
    ) {
      $0.expiring = [pool(8, in: 3)]
    },
    Line(
      "seen three hours earlier, more is drawn before a credit expires",
      [(3, "creditExpires"), (5, "zero")], at(5)
    ) {
      $0.clock = now.advanced(by: -3 * Instant.perHour)
      $0.expiring = [pool(8, in: 3)]
    },
    Line(
      "seen in the month before, a cap that is reached is lifted with the next",
      [(-720, "capReached"), (-708, "monthResets"), (-698, "zero")], at(-698)
    ) {
      $0.clock = now.advanced(by: -30 * Instant.perDay)
      $0.cap = cap(50, used: 60)
    },
    Line(
      "a credit that should be gone already", [(0, "creditExpires"), (2, "zero")], at(2)
    ) {
      $0.expiring = [pool(8, in: -3)]
    },
    Line("a credit is spent before it expires", [(10, "zero")], at(10)) {
      $0.expiring = [pool(2, in: 3)]
    },
    Line("all of it expires", [(3, "creditExpires"), (3, "zero")], at(3)) {
      $0.expiring = [pool(10, in: 3)]
    },
    Line(
      "more reloads than are told before their maximum is reached",
      [
        (5, "reload"), (7, "reload"), (9, "reload"), (11, "reload"), (13, "reload"), (15, "reload"),
        (17, "reload"), (19, "reload"),
      ], at(30)
    ) { $0.reload = reload(below: 5, add: 2, most: 20) },
    Line(
      "a reload of cents at once up to millions, and then cent by cent",
      [
        (0, "reload"), (0, "monthlyMaximumReached"), (36, "monthResets"), (36, "reload"),
        (36, "reload"), (36.01, "reload"), (36.02, "reload"), (36.03, "reload"),
      ], .never
    ) {
      $0.reload = reload(below: 5_000_000, add: 0.01, most: 4_000_000)
    },
    Line(
      "more reloads of cents than can be gone through one by one",
      [
        (5, "reload"), (5.01, "reload"), (5.02, "reload"), (5.03, "reload"), (5.04, "reload"),
        (5.05, "reload"), (5.06, "reload"), (5.07, "reload"),
      ], at(34)
    ) { $0.reload = reload(below: 5, add: 0.01, most: 24) },
    Line(
      "an overdraft that the last reload does not lift",
      [(0, "reload"), (0, "monthlyMaximumReached"), (0, "zero")], .now
    ) {
      $0.balance = dollars(-30)
      $0.reload = reload(below: 5, add: 20, most: 20)
    },
    Line(
      "an overdraft of all that can be counted",
      [(0, "reload"), (0, "monthlyMaximumReached"), (0, "zero")], .now
    ) {
      $0.balance = dollars(-9e9)
      $0.reload = reload(below: 1e9, add: 20, most: 20)
    },
    Line(
      "no reload comes once the cap is reached",
      [(0, "capReached"), (3, "creditExpires"), (3, "zero")], at(3)
    ) {
      $0.expiring = [pool(10, in: 3)]
      $0.cap = cap(50, used: 50)
      $0.reload = reload(below: 5, add: 20)
    },
    Line(
      "below the threshold with the cap reached, reloads go on in the new month",
      [
        (0, "capReached"), (36, "monthResets"), (36, "reload"), (51.01, "reload"),
        (51.01, "monthlyMaximumReached"), (76.01, "zero"),
      ], at(76.01)
    ) {
      $0.balance = dollars(0.01)
      $0.cap = cap(50, used: 50)
      $0.reload = reload(below: 5, add: 20)
    },
    Line("claude.ai should have reloaded an empty balance", [], .now) {
      $0.balance = .zero
      $0.reload = reload(below: 5, add: 20)
      $0.reload.source = .reading
    },
    Line(
      "all of it expires, and auto-reload is on",
      [(3, "creditExpires"), (3, "reload"), (3, "monthlyMaximumReached"), (8, "zero")], at(8)
    ) {
      $0.expiring = [pool(10, in: 3)]
      $0.reload = reload(below: 0.5, add: 5, most: 5)
    },
    Line(
      "a credit expires while a cap stops everything",
      [(4, "capReached"), (10, "creditExpires"), (36, "monthResets"), (39, "zero")], at(39)
    ) {
      $0.cap = cap(50, used: 46)
      $0.expiring = [pool(7, in: 10)]
    },
    Line("a month begins that nothing depends on", [(100, "zero")], at(100)) {
      $0.balance = dollars(100)
    },
  ]

  @Test(arguments: lines)
  private func `the timeline is exact`(_ line: Line) {
    var estimate: ((Money) -> Forecast.Estimate)?
    if line.draws { estimate = { steady($0, at: line.clock) } }
    let outlook = Outlook(
      balance: line.balance, estimate: estimate, autoReload: line.reload,
      cap: line.cap, expiring: line.expiring, at: line.clock)
    let hours = outlook.next.map { Double($0.at.milliseconds - now.milliseconds) / 3_600_000 }
    #expect(hours == line.events.map { $0.0 })
    #expect(outlook.next.map { $0.kind.id } == line.events.map { $0.1 })
    #expect(outlook.zero == line.zero)
  }

  @Test func `the end is found beyond any number of small reloads`() {
    // Twenty dollars an hour. A month's five thousand, cent by cent, start in 36 h and last for 250 h.
    let outlook = Outlook(
      balance: dollars(10), estimate: { steady(Money(nanos: $0.nanos / 20)) },
      autoReload: reload(below: 5, add: 0.01, most: 5000), at: now)
    guard case .at(let zero) = outlook.zero else {
      Issue.record("\(outlook.zero)")
      return
    }
    let hours = Double(zero.milliseconds - now.milliseconds) / 3_600_000
    #expect((286...292).contains(hours), "\(hours)")
  }

  @Test func `what is drawn before a credit expires also follows from the past`() {
    // A dollar a day for five weeks, and probably no more than that.
    func slow(_ amount: Money) -> Forecast.Estimate {
      let days = Double(amount.nanos) / 1_000_000_000
      let time = now.advanced(by: Int64(min(days, 35) * 24 * 3_600_000))
      return Forecast.Estimate(median: time, low: time, high: time, beyond: days < 35 ? 0 : 1)
    }
    for balance in [140.0, 9080] {
      let outlook = Outlook(
        balance: dollars(balance), estimate: slow,
        expiring: [
          CreditPools.Pool(
            entry: 1, left: dollars(80), expires: now.advanced(by: 3 * Instant.perDay))
        ], at: now)
      guard case .creditExpires(let lost)? = outlook.next.first?.kind else {
        Issue.record("\(outlook.next)")
        continue
      }
      #expect(abs(lost.nanos - 77_000_000_000) < 20_000_000, "\(lost)")
      #expect(outlook.next.count == 1 && outlook.zero == .never)
    }
  }

  @Test func `the interval covers everything drawn until it is empty`() {
    let outlook = Outlook(
      balance: dollars(10), estimate: { steady($0) }, cap: cap(50, used: 46), at: now)
    #expect(outlook.zero == OutlookTests.at(42))
    // Whether the cap's four dollars are drawn in two hours or in six, the wait lasts until the new month; then the
    // other six dollars take three hours or nine.
    #expect(outlook.low == now.advanced(by: 39 * Instant.perHour))
    #expect(outlook.high == now.advanced(by: 45 * Instant.perHour))
  }

  @Test func `slow drawing does not reach a cap`() {
    let outlook = Outlook(
      balance: dollars(40), estimate: { steady($0) }, cap: cap(50, used: 20), at: now)
    #expect(outlook.zero == OutlookTests.at(46))
    #expect(outlook.low == now.advanced(by: 41 * Instant.perHour))
    #expect(outlook.high == now.advanced(by: 60 * Instant.perHour))
  }

  @Test func `once a cap is reached, fast and slow drawing wait for the month alike`() {
    let outlook = Outlook(
      balance: dollars(10), estimate: { steady($0) }, cap: cap(50, used: 60), at: now)
    #expect(outlook.zero == OutlookTests.at(46))
    #expect(outlook.low == now.advanced(by: 41 * Instant.perHour))
    #expect(outlook.high == now.advanced(by: 51 * Instant.perHour))
  }

  @Test func `tool and daily limits are shown if they are reached within their period`() {
    func limit(_ tool: Tool?, _ left: Double, resets hours: Double) -> LimitState {
      LimitState(
        limit: Limit(tool: tool, period: .day, amount: dollars(9)), used: dollars(9 - left),
        resetsAt: now.advanced(by: Int64(hours * 3_600_000)))
    }
    var outlook = Outlook(
      balance: dollars(10), estimate: { steady($0) }, expiring: [OutlookTests.pool(8, in: 3)],
      at: now)
    outlook.add(
      [
        limit(nil, 4, resets: 12), limit(.cursor, 0, resets: 12), limit(.mcp, 2, resets: 1.5),
        limit(.api, 2, resets: 9), limit(.windsurf, 6, resets: 12),
      ], at: now
    ) { $0.tool == .api ? nil : { steady($0) } }
    let told = outlook.next.map {
      "\(($0.at.milliseconds - now.milliseconds) / 3_600_000) \($0.kind.id)"
    }
    #expect(told == ["0 limitReached", "3 creditExpires", "4 limitReached", "5 zero"])
    #expect(
      outlook.next.first?.kind.title(in: .usd) == "daily limit for Cursor reached")
  }

  @Test func `no limit is shown if nothing is drawn`() {
    func told(_ balance: Money, _ cap: LimitState?) -> [String] {
      var outlook = Outlook(balance: balance, estimate: { steady($0) }, cap: cap, at: now)
      let limit = LimitState(
        limit: Limit(tool: .mcp, period: .day, amount: dollars(9)), used: dollars(3),
        resetsAt: now.advanced(by: 12 * Instant.perHour))
      outlook.add([limit], at: now) { _ in { steady($0) } }
      return outlook.next.map(\.kind.id)
    }
    #expect(told(dollars(20), nil) == ["limitReached", "zero"])
    #expect(told(.zero, nil) == [])
    #expect(told(dollars(20), cap(50, used: 46)) == ["capReached", "monthResets", "zero"])
    #expect(told(dollars(7), cap(50, used: 43)).prefix(2) == ["limitReached", "zero"])
  }

  @Test func `fast drawing loses less to expiry`() {
    let both = Outlook(
      balance: dollars(10), estimate: { steady($0) },
      expiring: [OutlookTests.pool(7, in: 6), OutlookTests.pool(3, in: 6)], at: now)
    #expect(both.zero == OutlookTests.at(6) && both.high == now.advanced(by: 6 * Instant.perHour))
    // All of the ten dollars are drawn in five hours at the earliest.
    #expect(both.low == now.advanced(by: 5 * Instant.perHour))
    // Four dollars are lost in two hours; the twelve that are drawn take six at the earliest.
    let early = Outlook(
      balance: dollars(16), estimate: { steady($0) }, expiring: [OutlookTests.pool(6, in: 2)],
      at: now)
    #expect(early.zero == OutlookTests.at(12) && early.low == now.advanced(by: 6 * Instant.perHour))
    // The cap stops drawing until the credit is gone.
    let stopped = Outlook(
      balance: dollars(10), estimate: { steady($0) }, cap: cap(50, used: 50),
      expiring: [OutlookTests.pool(10, in: 30)], at: now)
    #expect(stopped.zero == OutlookTests.at(30) && stopped.low == stopped.high)
  }

  @Test func `an expiring credit is gone by the time it expires`() {
    let outlook = Outlook(
      balance: dollars(10), estimate: { steady($0) },
      expiring: [
        CreditPools.Pool(
          entry: 1, left: dollars(10), expires: now.advanced(by: 3 * Instant.perHour))
      ],
      at: now)
    // Ten dollars are drawn in five hours at the earliest.
    #expect(outlook.zero == OutlookTests.at(3))
    #expect(outlook.low == outlook.high && outlook.high == now.advanced(by: 3 * Instant.perHour))
  }

  @Test(arguments: [
    (0, "less than a minute"), (3, "3 min"), (44, "45 min"), (58, "1 h"), (75, "1 h 30"),
    (194, "3 h"),
    (449, "7 h 30"), (14 * 60 + 20, "14 h"), (47 * 60, "47 h"), (75 * 60, "3 d"),
  ])
  func `a forecast is told no finer than it is`(minutes: Int, text: String) {
    #expect(Outlook.rough(.minutes(Int64(minutes))) == text)
  }
}
