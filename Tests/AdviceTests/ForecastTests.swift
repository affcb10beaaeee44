import Foundation
import Ledger
import TestSupport
import Testing
import Values

@testable import Advice

/// A person who works in bursts and with pauses, at their own hours, and at a different level each week.
private struct Person {
  enum Kind: CaseIterable { case office, night, free }

  let draws: [(time: Instant, amount: Money)]

  init(_ kind: Kind, days: Int, seed: UInt64) {
    var random = SeededRandom(seed: seed)
    func unit() -> Double { (Double(random.pick(0...999_998)) + 0.5) / 999_999 }
    func normal() -> Double { (-2 * log(unit())).squareRoot() * cos(2 * .pi * unit()) }
    func waiting(_ mean: Double) -> Double { -log(unit()) * mean }
    let start = Instant(year: 2026, month: 1, day: 1)
    var (draws, level): ([(time: Instant, amount: Money)], Double) = ([], exp(0.3 * normal()))
    for day in 0..<days {
      let isWeekend = (day + 3) % 7 > 4
      let (share, from, to): (Double, Double, Double) =
        switch kind {
        case .office: (isWeekend ? 0.15 : 0.92, 9, 18)
        case .night: (0.7, 18, 26)
        case .free: (isWeekend ? 0.8 : 0.5, 8, 24)
        }
      guard unit() < share else { continue }
      level *= exp(0.06 * normal())
      var hour = from + waiting(0.7)
      while hour < to {
        let (length, rate) = (waiting(1) + 0.1, level * exp(0.6 * normal()) * 8)
        var at = hour
        while at < hour + length, at < to + 2 {
          at += waiting(1.0 / 40)
          let time = start.advanced(by: Int64((Double(day) * 24 + at) * 3_600_000))
          draws.append((time, Money(nanos: Int64(rate / 40 * waiting(1) * 1e9))))
        }
        hour += length + waiting(0.8)
      }
    }
    self.draws = draws.sorted { $0.time < $1.time }
  }
}

/// How good forecasts are.
@Suite struct ForecastTests {
  @Test func `forecasts for made-up people over a year beat every average`()
    throws
  {
    // The weights were fitted to people of this kind, among others: this guards against regressions and proves
    // nothing.
    let tried = seeds(2)
    // There are three weeks of history before the first prediction.
    let since = Instant(year: 2026, month: 1, day: 22)
    let people = tried.flatMap { seed in
      Person.Kind.allCases.map { DrawLog(Person($0, days: 365, seed: seed).draws) }
    }
    let test = Backtest(
      people, since: since, horizon: .days(7), step: .minutes(1501))
    func best(_ group: Backtest.Group) -> Double {
      group.baselines.map { $0.score.medianAbsLogError }.min() ?? 0
    }
    let shown = ([test.overall] + test.groups).map { group -> String in
      "\(group.name): \(group.ours.medianAbsLogError) of \(best(group)),"
        + " bias \(group.ours.bias), inside \(group.coverage), \(group.cases) cases"
    }.joined(separator: "\n")
    let all = test.overall
    #expect(all.ours.medianAbsLogError <= 0.75 * best(all), "seeds \(tried)\n\(shown)")
    #expect(abs(all.ours.bias) <= 0.15, "seeds \(tried)\n\(shown)")
    #expect((0.72...0.88).contains(all.coverage), "seeds \(tried)\n\(shown)")
    #expect(all.cases > 5000, "seeds \(tried)\n\(shown)")
    for group in test.groups {
      #expect(group.ours.medianAbsLogError <= best(group), "seeds \(tried)\n\(shown)")
      #expect((0.65...0.95).contains(group.coverage), "seeds \(tried)\n\(shown)")
    }
  }

  private let now = Instant(year: 2026, month: 2, day: 20).advanced(by: 15 * Instant.perHour)

  @Test func `the same history gives the same answer, and a larger amount a later one`() throws {
    let history = DrawLog(Person(.office, days: 40, seed: 7).draws).history(at: now)
    let forecast = try #require(Forecast(history, at: now))
    let again = try #require(Forecast(history, at: now))
    var last = now
    for amount in [1, 2, 5, 10, 50, 200, 1000] as [Int64] {
      let estimate = forecast.estimate(of: dollars(amount))
      #expect(estimate == again.estimate(of: dollars(amount)))
      #expect(estimate.low <= estimate.median && estimate.median <= estimate.high)
      #expect(estimate.median >= last)
      last = estimate.median
    }
  }

  @Test(arguments: seeds(2))
  func `more money is never predicted to last much less, however slow the last hour was`(
    seed: UInt64
  ) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<20 {
      let rate = random.pick(1...60) * 1_000_000_000
      let lastHour = rate / random.pick(1...100)
      let drawn = (0...random.pick(1...12) * 24).map { $0 % 24 < 8 ? Int64(rate) : 0 }
      let history = DrawHistory(
        firstHour: now.bucket(of: Instant.perHour) - Int64(drawn.count - 1), drawn: drawn,
        lastUse: now.advanced(by: -Int64(random.pick(0...20)) * Instant.perMinute),
        lastHour: Money(nanos: Int64(lastHour)))
      let forecast = try #require(Forecast(history, at: now))
      var latest: Int64 = 0
      for cents in 1...40 as ClosedRange<Int64> {
        let estimate = forecast.estimate(of: Money(nanos: cents * cents * 500_000_000))
        let lasts = estimate.median.milliseconds - now.milliseconds
        // With so few days the forecast is rough, and so is the order.
        #expect(
          lasts * 2 >= latest,
          "seed \(seed): \(rate) an hour, \(lastHour) in the last, \(cents * cents / 2) dollars")
        latest = max(latest, lasts)
      }
    }
  }

  @Test func `neither a pause nor a burst throws the forecast off`() throws {
    let draws = Person(.office, days: 40, seed: 7).draws
    let log = DrawLog(draws)
    let amount = dollars(20)
    let noon = Instant(year: 2026, month: 2, day: 3).advanced(by: 12 * Instant.perHour)
    func hours(_ history: DrawHistory, at time: Instant) throws -> Double {
      let median = try #require(Forecast(history, at: time)).estimate(of: amount).median
      return Double(median.milliseconds - time.milliseconds) / 3_600_000
    }
    var history = log.history(at: noon)
    history.lastUse = noon
    history.lastHour = dollars(8)
    let busy = try hours(history, at: noon)
    var paused = history
    paused.lastUse = noon.advanced(by: -70 * Instant.perMinute)
    paused.lastHour = .zero
    let pause = try hours(paused, at: noon)
    var burst = history
    burst.lastHour = dollars(80)
    let burning = try hours(burst, at: noon)
    #expect(pause < 12 * busy, "\(busy) and \(pause)")
    #expect(burning > busy / 12 && burning < busy, "\(busy) and \(burning)")
  }

  @Test func `a few seconds change next to nothing, even across the start of an hour`() throws {
    // With little history, one starting point more or less matters.
    let first = now.bucket(of: Instant.perHour) - 3
    let begun = Instant(milliseconds: (first + 3) * Instant.perHour)
    let history = DrawHistory(
      firstHour: first, drawn: [4_000_000_000, 3_000_000_000, 2_000_000_000, 0],
      lastUse: begun.advanced(by: -30 * Instant.perMinute), lastHour: dollars(2))
    func hours(after seconds: Int64) throws -> Double {
      let time = begun.advanced(by: seconds * 1000)
      let median = try #require(Forecast(history, at: time))
        .estimate(of: dollars(11)).median
      return Double(median.milliseconds - time.milliseconds) / 3_600_000
    }
    for seconds: Int64 in [1, 59, 119, 600] {
      let (before, after) = (try hours(after: seconds), try hours(after: seconds + 2))
      #expect(abs(after / before - 1) < 0.005, "\(before) and \(after) after \(seconds) s")
    }
  }

  @Test func `an amount larger than was ever drawn lasts proportionally longer`() throws {
    // Nine dollars a day, from nine to three, for ten days.
    let first = now.bucket(of: Instant.perHour) - 10 * 24
    let drawn = (0...240).map { hour -> Int64 in
      (9..<15).contains((Int(first) + hour) % 24) ? 1_500_000_000 : 0
    }
    let history = DrawHistory(
      firstHour: first, drawn: drawn, lastUse: now.advanced(by: -2 * Instant.perMinute),
      lastHour: dollars(1.5))
    let forecast = try #require(Forecast(history, at: now))
    for (balance, days) in [(45, 5.0), (75, 8.3), (90, 10), (140, 15.6)] as [(Int64, Double)] {
      let estimate = forecast.estimate(of: dollars(balance))
      let found = Double(estimate.median.milliseconds - now.milliseconds) / 86_400_000
      #expect((days * 0.85...days * 1.3).contains(found), "$\(balance): \(found) of \(days) days")
    }
  }

  @Test func `neither a new level of work nor a pause misleads it`() throws {
    func days(_ drawn: [Int64], paused: Int64 = 0) throws -> Double {
      let history = DrawHistory(
        firstHour: now.bucket(of: Instant.perHour) - Int64(drawn.count - 1), drawn: drawn,
        lastUse: now.advanced(by: -paused * Instant.perDay), lastHour: .zero)
      let estimate = try #require(Forecast(history, at: now))
        .estimate(of: dollars(40))
      return Double(estimate.median.milliseconds - now.milliseconds) / 86_400_000
    }
    func level(_ days: Int, _ each: Int64) -> [Int64] {
      (0..<days * 24).map { $0 % 24 < 8 ? each : 0 }
    }
    let (little, much) = (Int64(20_000_000), Int64(2_500_000_000))
    // At twenty dollars a day: two days. At sixteen cents a day, as in the month before, it would last forever.
    #expect(try days(level(4, much)) < 3)
    #expect(try days(level(25, little) + level(4, much)) < 9)
    // Weeks without use don't mean that nothing will ever be drawn again.
    for pause in [3, 7, 10, 14, 20] {
      let found = try days(level(30, much) + level(pause, 0), paused: Int64(pause))
      #expect((2..<7).contains(found), "\(found) days after \(pause) without use")
    }
  }

  @Test func `little history gives a broad interval, and no history gives no forecast`() throws {
    let empty = DrawHistory(
      firstHour: now.bucket(of: Instant.perHour), drawn: [0], lastUse: nil, lastHour: .zero)
    #expect(Forecast(empty, at: now) == nil)
    let few = DrawHistory(
      firstHour: now.bucket(of: Instant.perHour), drawn: [1_000_000_000],
      lastUse: now.advanced(by: -Instant.perMinute), lastHour: dollars(1))
    let estimate = try #require(Forecast(few, at: now)).estimate(of: dollars(2))
    let (low, high) = (
      estimate.low.milliseconds - now.milliseconds, estimate.high.milliseconds - now.milliseconds
    )
    #expect(low < 90 * Instant.perMinute && high > 5 * Instant.perHour)
    // A month without use.
    let later = now.advanced(by: 30 * Instant.perDay)
    let late = try #require(Forecast(few, at: later)).estimate(of: dollars(2))
    #expect(late.median >= later && late.low <= late.high)
  }

  @Test func `after the clock is set back, later draws are not taken as history`() throws {
    let log = DrawLog(Person(.office, days: 60, seed: 7).draws)
    let history = log.history(at: now)
    for back in [2 * Instant.perHour, 9 * Instant.perDay, 50 * Instant.perDay, 90 * Instant.perDay]
    {
      let earlier = now.advanced(by: -back)
      var state = AccountState(
        account: Account(name: "ada", authority: .local, since: earlier),
        balance: Balance(amount: dollars(40), authority: .local))
      state.autoReload = AutoReload(
        settings: .init(
          isOn: true, below: dollars(5), add: dollars(20),
          monthlyMax: dollars(20)), source: .local)
      state.ahead.history = history
      state.lookAhead(at: earlier)
      let outlook = try #require(state.ahead.outlook)
      let times = [earlier] + outlook.next.map(\.at)
      #expect(times == times.sorted(), "\(back)")
      if case .at(let zero) = outlook.zero {
        #expect(zero > earlier && outlook.low! >= earlier && outlook.low! <= outlook.high!)
      }
    }
  }

  @Test func `a log of draws can be queried as of any moment`() {
    let start = Instant(year: 2026, month: 1, day: 1)
    let log = DrawLog(
      [1, 2, 8, 9].map { (start.advanced(by: $0 * Instant.perHour), Money(nanos: $0)) })
    #expect(log.drawn(from: start, to: start.advanced(by: 2 * Instant.perHour)) == Money(nanos: 3))
    #expect(log.end(of: Money(nanos: 2), after: start) == start.advanced(by: 2 * Instant.perHour))
    #expect(log.end(of: Money(nanos: 99), after: start) == nil)
    let history = log.history(at: start.advanced(by: 8 * Instant.perHour + Instant.perMinute))
    #expect(history.drawn == [1, 2, 0, 0, 0, 0, 0, 8])
    #expect(history.lastHour == Money(nanos: 8))
  }
}
