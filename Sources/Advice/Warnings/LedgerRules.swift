import Values

/// What ledgers are kept by beside what is in the store: whose days they are, when to warn, and what time
/// it is when usage that is taken in is charged.
package struct LedgerRules: Sendable {
  /// The person's days, which daily limits are counted by.
  package var days: CivilDays
  package var levels: WarningLevels
  /// Tells the moment.
  package var clock: @Sendable () -> Instant

  /// Rules of their parts.
  package init(
    days: CivilDays, levels: WarningLevels = WarningLevels(),
    clock: @escaping @Sendable () -> Instant
  ) {
    self.days = days
    self.levels = levels
    self.clock = clock
  }
}
