import Values

/// The levels at which money warnings begin.
package struct WarningLevels: Equatable, Sendable {
  /// The balance is low below this amount in its own currency, or below ``lowBalancePercent``, whichever is more.
  package var lowBalance = Money(nanos: 5_000_000_000)
  /// Percent of the balance after the last credit.
  package var lowBalancePercent = 10
  /// A cap is near once this percentage of it is used.
  package var capNearPercent = 80
  /// How many days before a credit expires the warning begins.
  package var creditExpiresDays = 10

  /// Creates the default levels.
  package init() {}
}
