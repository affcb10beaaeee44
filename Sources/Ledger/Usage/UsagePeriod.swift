import Values

/// The periods to show usage for. Each ends now, except yesterday.
package enum UsagePeriod: String, CaseIterable, Sendable {
  case hour
  case today
  case yesterday
  case week
  case month
  case thirtyDays = "30d"
  case everything

  /// Its name.
  package var title: String {
    switch self {
    case .hour: "hour"
    case .today: "today"
    case .yesterday: "yesterday"
    case .week: "7 days"
    case .thirtyDays: "30 days"
    case .month: "month"
    case .everything: "everything"
    }
  }

  /// The first moment of the period, a whole minute; nil for the beginning of all usage.
  ///
  /// Hours, weeks and thirty days count back from now. Days start at the person's midnight. `month` starts on the
  /// first of the UTC month, as caps do.
  package func start(at now: Instant, days: CivilDays) -> Instant? {
    func before(_ milliseconds: Int64) -> Instant {
      Instant(milliseconds: (now.minute + 1) * Instant.perMinute - milliseconds)
    }
    switch self {
    case .hour: return before(Instant.perHour)
    case .today: return days.start(of: now)
    case .yesterday: return days.start(of: days.start(of: now).advanced(by: -1))
    case .week: return before(7 * Instant.perDay)
    case .thirtyDays: return before(30 * Instant.perDay)
    case .month: return now.startOfUTCMonth
    case .everything: return nil
    }
  }

  /// The first moment after the period, a whole minute; nil if it is still running.
  package func end(at now: Instant, days: CivilDays) -> Instant? {
    self == .yesterday ? days.start(of: now) : nil
  }
}
