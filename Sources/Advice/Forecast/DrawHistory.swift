import Values

/// What was drawn from an account in the past, hour by hour: what a forecast goes by.
package struct DrawHistory: Equatable, Sendable {
  /// The hour, counted from the epoch, that ``drawn`` begins with: the first in which anything was drawn, or the
  /// first that is looked at.
  package var firstHour: Int64
  /// What was drawn in each hour since then, in nano-units of the account's currency; the last is the hour that is
  /// running.
  package var drawn: [Int64]
  /// When anything was drawn last; nil: never.
  package var lastUse: Instant?
  /// What was drawn within the last sixty minutes.
  package var lastHour: Money

  /// A history of its parts.
  package init(firstHour: Int64, drawn: [Int64], lastUse: Instant?, lastHour: Money) {
    self.firstHour = firstHour
    self.drawn = drawn
    self.lastUse = lastUse
    self.lastHour = lastHour
  }

  /// Days that are looked back at most.
  package static let days = 56
}
