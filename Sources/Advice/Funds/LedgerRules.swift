import Values

/// What ledgers need to know that is not in the store: the person's days, when to warn, and the clock for charging
/// new usage.
package struct LedgerRules: Sendable {
  /// The person's days, which daily limits go by.
  package var days: CivilDays
  package var levels: WarningLevels
  /// The length of the burn window in whole minutes, at least 1.
  package var burnMinutes: Int
  /// The length of the burn window unless the settings say otherwise.
  package static let defaultBurnMinutes = 15
  /// Returns the current moment.
  package var clock: @Sendable () -> Instant

  /// Creates rules from their parts.
  package init(
    days: CivilDays, levels: WarningLevels = WarningLevels(),
    burnMinutes: Int = LedgerRules.defaultBurnMinutes,
    clock: @escaping @Sendable () -> Instant
  ) {
    self.days = days
    self.levels = levels
    self.burnMinutes = burnMinutes
    self.clock = clock
  }

  /// The burn window at a moment: ``burnMinutes`` whole minutes and the current one, so that a rate is never taken
  /// over a few seconds.
  package func burnWindow(at now: Instant) -> (start: Instant, length: Span) {
    let start = Instant(minute: now.minute) - .minutes(Int64(burnMinutes))
    return (start, max(Span(milliseconds: 1), now - start))
  }
}
