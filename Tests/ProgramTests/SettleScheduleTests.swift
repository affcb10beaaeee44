import Testing
import Values

@testable import fuelgauge

/// When the dashboard looks for what has become due.
@Suite struct SettleScheduleTests {
  private let now = Instant(year: 2026, month: 3, day: 2)

  private func seconds(_ count: Int64) -> Instant { now.advanced(by: count * 1000) }

  private func planned(_ dates: [Instant] = []) -> SettleSchedule {
    var schedule = SettleSchedule()
    schedule.plan(after: now, dates: dates)
    return schedule
  }

  @Test func `it looks at once, then every minute`() {
    #expect(SettleSchedule().isDue(at: now))
    #expect(!planned().isDue(at: now))
    #expect(!planned().isDue(at: seconds(59)))
    #expect(planned().isDue(at: seconds(60)))
  }

  @Test func `a date that comes before is looked at when it comes, one that has passed is not`() {
    let dates = [seconds(-5), seconds(20), seconds(90)]
    #expect(!planned(dates).isDue(at: seconds(19)))
    #expect(planned(dates).isDue(at: seconds(20)))
  }

  @Test func `a clock that was set back does not stop it until it has caught up`() {
    #expect(planned().isDue(at: seconds(-1)))
    #expect(planned().isDue(at: now.advanced(by: -Instant.perDay)))
    #expect(!planned([seconds(20)]).isDue(at: seconds(-40)), "that much may be planned ahead")
  }
}
