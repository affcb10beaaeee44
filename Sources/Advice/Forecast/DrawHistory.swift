import Values

/// What was drawn from an account in the past, hour by hour; the input of a forecast.
package struct DrawHistory: Equatable, Sendable {
  /// The first hour of ``drawn``, counted from the epoch: the first in which anything was drawn, or the first within
  /// ``days``.
  package var firstHour: Int64
  /// What was drawn in each hour since then, in nano-units of the account's currency, never negative; the last is the
  /// current hour.
  package var drawn: [Int64]
  /// When in the first hour the first amount was drawn; the beginning of that hour if only its total is known.
  package var firstUse: Instant
  /// When anything was last drawn; nil: never.
  package var lastUse: Instant?
  /// What was drawn within the last sixty minutes.
  package var lastHour: Money

  /// Creates a history from its parts.
  /// - Parameter firstUse: nil: only the total of the first hour is known.
  package init(
    firstHour: Int64, drawn: [Int64], firstUse: Instant? = nil, lastUse: Instant?, lastHour: Money
  ) {
    self.firstHour = firstHour
    self.drawn = drawn
    self.firstUse = firstUse ?? Instant(milliseconds: firstHour * Instant.perHour)
    self.lastUse = lastUse
    self.lastHour = lastHour
  }

  /// How many days to look back at most.
  package static let days = 56
}
