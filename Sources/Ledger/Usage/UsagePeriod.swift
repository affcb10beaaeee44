/// The stretches of time, each up to now, that usage is looked at over.
package enum UsagePeriod: CaseIterable, Sendable {
  case hour
  case today
  case week
  case month
  case thirtyDays
  case everything

  /// Its name.
  package var title: String {
    switch self {
    case .hour: "last hour"
    case .today: "today"
    case .week: "7 days"
    case .thirtyDays: "30 days"
    case .month: "this month"
    case .everything: "everything"
    }
  }

  /// Its first moment, a whole minute; nil: from the beginning.
  ///
  /// Hours, weeks and thirty days are counted back from now, `today` begins at the person's midnight,
  /// `month` on the first of the UTC month, as caps do.
  package func start(at now: Instant, days: CivilDays) -> Instant? {
    func before(_ milliseconds: Int64) -> Instant {
      Instant(milliseconds: (now.minute + 1) * Instant.perMinute - milliseconds)
    }
    switch self {
    case .hour: return before(Instant.perHour)
    case .today: return days.start(of: now)
    case .week: return before(7 * Instant.perDay)
    case .thirtyDays: return before(30 * Instant.perDay)
    case .month: return now.startOfUTCMonth
    case .everything: return nil
    }
  }
}
