import Values

/// A spending cap.
package struct Limit: Hashable, Sendable {
  /// What it is counted over.
  package enum Period: String, CaseIterable, Sendable, Codable {
    /// A UTC calendar month, as claude.ai's own caps.
    case month
    /// A day of the person's.
    case day
  }

  /// Who keeps it.
  package enum Source: String, Sendable {
    /// Fuelgauge: its gateway enforces it, the dashboard warns by it.
    case fuelgauge
    /// claude.ai, as a reading has shown.
    case claude
  }

  /// The tool it is for; nil: the whole account.
  package var tool: Tool?
  package var period: Period
  /// In the account's currency; 0 stops everything.
  package var amount: Money
  package var source: Source

  /// A limit of its parts.
  package init(tool: Tool? = nil, period: Period, amount: Money, source: Source = .fuelgauge) {
    self.tool = tool
    self.period = period
    self.amount = amount
    self.source = source
  }

  /// What people call it: "monthly cap", "daily limit for Cursor".
  package var title: String {
    let often = period == .month ? "monthly" : "daily"
    return tool.map { "\(often) limit for \($0.title)" } ?? "\(often) cap"
  }
}

extension Limit {
  /// Who keeps it, where that may be doubted: on an account that claude.ai keeps. Nil: it need not be said.
  package func keeper(on account: Account) -> String? {
    guard account.authority == .claude else { return nil }
    return source == .claude ? "kept by claude.ai" : "kept by Fuelgauge"
  }
}

extension Limit.Period {
  /// The stretch of time that `now` falls in, whose end is when the count begins anew.
  package func stretch(at now: Instant, days: CivilDays) -> Range<Instant> {
    switch self {
    case .month:
      let start = now.startOfUTCMonth
      return start..<start.advanced(by: 32 * Instant.perDay).startOfUTCMonth
    case .day:
      let start = days.start(of: now)
      // A day has 23 to 25 hours; 36 hours after its start it is noon or so of the next.
      return start..<days.start(of: start.advanced(by: 36 * Instant.perHour))
    }
  }
}

/// A limit and how far it is used.
package struct LimitState: Equatable, Sendable {
  package var limit: Limit
  /// What was spent in its period.
  package var used: Money
  /// When the count begins anew.
  package var resetsAt: Instant

  /// A limit so far used.
  package init(limit: Limit, used: Money, resetsAt: Instant) {
    self.limit = limit
    self.used = used
    self.resetsAt = resetsAt
  }

  /// What may still be spent; never below zero.
  package var left: Money { max(.zero, limit.amount - used) }
  /// Whether it stops everything.
  package var isReached: Bool { used >= limit.amount }
  /// What is used of it, 0…; a cap of nothing is used up.
  package var share: Double {
    limit.amount == .zero ? 1 : Double(used.nanos) / Double(limit.amount.nanos)
  }
}
