import Ledger

/// What happens in a demo, day after day without an end: a pure function of its seed.
///
/// Day 0 is the one the demo opens on. The ``pastDays`` before it are an ordinary month, told in fewer
/// and larger requests; day 0 and all that follow are days of a story, see ``DemoDay``.
package struct DemoScript: Sendable {
  /// How many days of past there are.
  package static let pastDays = 30

  private let seed: UInt64
  private let start: Instant
  private let days: CivilDays

  /// The script of `seed` that opens on the day of `days` that `start` falls in.
  package init(seed: UInt64, start: Instant, days: CivilDays) {
    self.seed = seed
    self.start = days.start(of: start)
    self.days = days
  }

  /// The day `number` days after the one the demo opens on; it happens wholly at or after its start.
  package func day(_ number: Int) -> DemoDay {
    // Noon, so that days of 23 or 25 hours do not add up to another date.
    let noon = start.advanced(by: Int64(number) * Instant.perDay + Instant.perDay / 2)
    return DemoDay(number: number, seed: seed, start: days.start(of: noon), days: days)
  }
}
