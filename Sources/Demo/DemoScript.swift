import Pricing
import Values

/// What happens in a demo, day after day without an end: a pure function of its seed.
///
/// Day 0 is the one the demo opens on. The ``pastDays`` before it are an ordinary month, told in fewer
/// and larger requests; day 0 and all that follow are days of a story, see ``DemoDay``.
package struct DemoScript: Sendable {
  /// How many days of past there are.
  package static let pastDays = 30

  let prices: PriceTable
  private(set) var plot = DemoPlot.none
  private let seed: UInt64
  private let start: Instant
  private let days: CivilDays

  /// The script of `seed` that opens on the day of `days` that `start` falls in.
  /// - Parameter prices: what requests are charged by.
  package init(
    seed: UInt64, start: Instant, days: CivilDays, prices: PriceTable = .builtIn
  ) {
    self.seed = seed
    self.start = days.start(of: start)
    self.days = days
    self.prices = prices
    plan()
  }

  /// Makes the balances as large as they have to be. What happens before one is used up does not depend on it.
  private mutating func plan() {
    var random = DemoRandom(seed: seed, part: 0, -1)
    let cents = Money(nanos: 100_000_000)
    let windsurf = day(0).events(upTo: .max, by: .windsurf).draws(by: prices)
    if let (amount, end) = DemoPlot.amount(
      of: windsurf, before: day(0).time(10 * 60 + 30), in: cents)
    {
      plot.work = amount
      let moved = end.advanced(by: Int64(random.pick(8...11)) * Instant.perMinute)
      plot.mistake = end.advanced(by: 1)..<moved
    }
    let morning = day(0).events(upTo: 11 * 60 + 30).draws(by: prices)
    let dollars = Money(nanos: 1_000_000_000)
    if let (amount, end) = DemoPlot.amount(
      of: morning.filter { $0.account == DemoAccount.home }, before: day(0).time(11 * 60 + 22),
      in: dollars)
    {
      plot.home = amount
      let relief = end.advanced(by: Int64(random.pick(32...38)) * Instant.perMinute)
      plot.drought = DemoDrought(
        stretch: end.advanced(by: 1)..<relief,
        resets: DemoReset(hour: 13, dayStart: day(0).start, days: days))
    }
  }

  /// The day `number` days after the one the demo opens on; it happens wholly at or after its start.
  package func day(_ number: Int) -> DemoDay {
    let age = ((number + 3) % 7 + 7) % 7
    return DemoDay(
      number: number, seed: seed, start: start(of: number), isOff: isOff(number),
      plot: number == 0 ? plot : .none, week: (age, start(of: number - age + 7)), days: days)
  }

  /// The day that a moment falls in.
  package func day(at time: Instant) -> DemoDay {
    let past = time.milliseconds - start.milliseconds
    var number = Int(past / Instant.perDay) - 1
    while start(of: number + 1) <= time { number += 1 }
    return day(number)
  }

  private func start(of number: Int) -> Instant {
    // Noon, so that days of 23 or 25 hours do not add up to another date.
    let noon = start.advanced(by: Int64(number) * Instant.perDay + Instant.perDay / 2)
    return days.start(of: noon)
  }

  /// Whether nobody works on it but for pleasure: the weekend, or two days in the middle of the week where the
  /// demo opens on a weekend, for it opens on a day of work like those before.
  private func isOff(_ number: Int) -> Bool {
    func weekday(_ number: Int) -> Int64 {
      // 1970-01-01 was a Thursday; Monday is 0.
      Instant(days.date(of: start(of: number))).map { ($0.utcDay + 3) % 7 } ?? 0
    }
    return (weekday(0) >= 5 ? 2...3 : 5...6).contains(weekday(number))
  }
}
