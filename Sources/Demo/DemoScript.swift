import Pricing
import Values

/// What happens in the demo, day after day without end. A pure function of its seed.
///
/// Day 0 is the opening day. The ``pastDays`` before it are an ordinary month, with fewer and larger requests.
/// Day 0 and those after it follow a story, see ``DemoDay``.
package struct DemoScript: Sendable {
  /// Days before the opening day.
  package static let pastDays = 30

  let prices: PriceTable
  private(set) var plot = DemoPlot.none
  private let seed: UInt64
  private let start: Instant
  private let days: CivilDays

  /// The script for `seed` that opens on the day containing `start`.
  /// - Parameter prices: prices for charging requests.
  package init(
    seed: UInt64, start: Instant, days: CivilDays, prices: PriceTable = .builtIn
  ) {
    self.seed = seed
    self.start = days.start(of: start)
    self.days = days
    self.prices = prices
    plan()
  }

  /// Sets the balances. What happens before a balance runs out does not depend on it.
  private mutating func plan() {
    var random = DemoRandom(seed: seed, part: 0, -1)
    let dime = Money(nanos: 100_000_000)
    let windsurf = day(0).events(upTo: .max, by: .windsurf).draws(by: prices)
    if let (amount, end) = DemoPlot.amount(
      of: windsurf, before: day(0).time(10 * 60 + 30), in: dime)
    {
      plot.work = amount
      let moved = end.advanced(by: Int64(random.pick(8...11)) * Instant.perMinute)
      plot.mistake = end.advanced(by: 1)..<moved
    }
    let morning = day(0).events(upTo: 11 * 60 + 30).draws(by: prices)
    let dollar = Money(nanos: 1_000_000_000)
    if let (amount, end) = DemoPlot.amount(
      of: morning.filter { $0.account == DemoAccount.home }, before: day(0).time(11 * 60 + 22),
      in: dollar)
    {
      plot.home = amount
      let relief = end.advanced(by: Int64(random.pick(32...38)) * Instant.perMinute)
      plot.drought = DemoDrought(
        stretch: end.advanced(by: 1)..<relief,
        resets: DemoReset(hour: 13, dayStart: day(0).start, days: days))
    }
  }

  /// The day `number` days after the opening day. None of its events are before its start.
  package func day(_ number: Int) -> DemoDay {
    let age = ((number + 3) % 7 + 7) % 7
    return DemoDay(
      number: number, seed: seed, start: start(of: number), isOff: isOff(number),
      plot: number == 0 ? plot : .none, week: (age, start(of: number - age + 7)), days: days)
  }

  /// The day containing a moment.
  package func day(at time: Instant) -> DemoDay {
    var number = Int((time - start).milliseconds / Instant.perDay) - 1
    while start(of: number + 1) <= time { number += 1 }
    return day(number)
  }

  private func start(of number: Int) -> Instant {
    // Start from noon, so that days of 23 or 25 hours cannot add up to another date.
    let noon = start.advanced(by: Int64(number) * Instant.perDay + Instant.perDay / 2)
    return days.start(of: noon)
  }

  /// Whether it is a day off. That is the weekend, or two days in midweek if the demo opens on a weekend,
  /// because it has to open on a working day.
  private func isOff(_ number: Int) -> Bool {
    func weekday(_ number: Int) -> Int64 {
      // 1970-01-01 was a Thursday; Monday is 0.
      Instant(days.date(of: start(of: number))).map { ($0.utcDay + 3) % 7 } ?? 0
    }
    return (weekday(0) >= 5 ? 2...3 : 5...6).contains(weekday(number))
  }
}
