import Values

/// A spending cap.
package struct Limit: Hashable, Sendable {
  /// The period it applies to.
  package enum Period: String, CaseIterable, Sendable, Codable {
    /// A UTC calendar month, as for claude.ai's own caps.
    case month
    /// A day in the person's time zone.
    case day
  }

  /// What is measured against it.
  package enum Count: String, CaseIterable, Sendable, Codable {
    /// The list value of all that the tool used, whoever paid.
    case used
    /// What was drawn from the account's balance.
    case drawn
  }

  /// Who enforces it.
  package enum Source: String, Sendable {
    /// Fuelgauge: the gateway enforces it and the dashboard warns about it.
    case fuelgauge
    /// claude.ai, according to a reading.
    case claude
  }

  /// The tool it applies to; nil for the whole account.
  package var tool: Tool?
  package var period: Period
  /// In the account's currency; 0 stops everything.
  package var amount: Money
  package var source: Source
  package var counts: Count

  /// Creates a limit from its parts.
  /// - Parameter isDrawn: whether a tool's limit counts only what was drawn; an account's cap always does.
  package init(
    tool: Tool? = nil, period: Period, amount: Money, source: Source = .fuelgauge,
    isDrawn: Bool = false
  ) {
    self.tool = tool
    counts = isDrawn || tool == nil ? .drawn : .used
    self.period = period
    self.amount = amount
    self.source = source
  }

  /// The name to show: "monthly cap", "daily limit for Cursor".
  package var title: String {
    let often = period == .month ? "monthly" : "daily"
    return tool.map { "\(often) limit for \($0.title)" } ?? "\(often) cap"
  }
}

extension Limit {
  /// Says who keeps the limit if that is unclear, which is so on accounts that claude.ai keeps; nil otherwise.
  package func keeper(on account: Account) -> String? {
    guard account.authority == .claude else { return nil }
    return "kept by \(source.keeper)"
  }
}

extension Limit.Period {
  /// The period that contains `now`. The count starts again at its end.
  package func stretch(at now: Instant, days: CivilDays) -> Range<Instant> {
    switch self {
    case .month:
      return now.startOfUTCMonth..<now.startOfNextUTCMonth
    case .day:
      let start = days.start(of: now)
      // A day has 23 to 25 hours, so 36 hours after its start it is about noon of the next day.
      return start..<days.start(of: start.advanced(by: 36 * Instant.perHour))
    }
  }
}

/// A limit and how much of it is used.
package struct LimitState: Equatable, Sendable {
  package var limit: Limit
  /// What was spent in the period.
  package var used: Money
  /// When the count starts again.
  package var resetsAt: Instant
  /// Whether `used` is known. List values are in dollars: without a rate they cannot be counted in another currency.
  package var isCounted: Bool

  /// Creates the state of a limit.
  /// - Parameter used: nil: it cannot be counted.
  package init(limit: Limit, used: Money?, resetsAt: Instant) {
    self.limit = limit
    self.used = used ?? .zero
    self.resetsAt = resetsAt
    isCounted = used != nil
  }

  /// What may still be spent; never negative.
  package var left: Money { max(.zero, limit.amount - used) }
  /// Whether it stops all requests.
  package var isReached: Bool { used >= limit.amount }
  /// The used share, 0 or more; a limit of zero counts as fully used.
  package var share: Double {
    limit.amount == .zero ? 1 : Double(used.nanos) / Double(limit.amount.nanos)
  }
}

extension Sequence<LimitState> {
  /// The limits that stop or count anything on an account. claude.ai's cap means nothing for a balance that Fuelgauge
  /// keeps.
  package func applying(to account: Account) -> [LimitState] {
    filter { account.authority == .claude || $0.limit.source == .fuelgauge }
  }

  /// The monthly cap of the whole account: claude.ai's own if it is known, since one of Fuelgauge's beside it stops
  /// nothing there. Nil if there is none.
  package var monthlyCap: LimitState? {
    let caps = filter { $0.limit.tool == nil && $0.limit.period == .month }
    return caps.first { $0.limit.source == .claude } ?? caps.first
  }
}
