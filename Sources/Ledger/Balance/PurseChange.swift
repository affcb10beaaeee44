import Values

/// Requests that turned out to be paid by something else than was booked, and why.
package struct PurseChange: Hashable, Sendable, Codable {
  /// What it follows from.
  package enum Reason: String, Sendable, Codable {
    /// Every plan window had room before and after.
    case windowsHadRoom
    /// A plan window was used up.
    case windowWasFull
    /// claude.ai's month's spend did not move, or not by these.
    case spendStoodStill
    /// The month's spend moved by what they cost.
    case spendMoved
    /// The account is known to have a plan now.
    case planIsKnown
    /// The reading that had said otherwise says so no longer.
    case otherwise
  }

  package var purse: Purse
  package var basis: Basis
  package var reason: Reason
  /// How many requests, and what they cost in the account's currency.
  package var requests = 0
  package var amount = Money.zero

  /// The change that a decision makes, of no requests yet.
  package init(to purse: Purse, _ basis: Basis, by evidence: PurseEvidence) {
    self.purse = purse
    self.basis = basis
    reason =
      switch (evidence.spend, evidence.windows, basis) {
      case (.allPlan, _, .proven): .spendStoodStill
      case (.allExtra, _, .proven): .spendMoved
      case (_, .room, .likely): .windowsHadRoom
      case (_, .full, .likely): .windowWasFull
      case (.partPlan, _, .likely): .spendStoodStill
      case (.partExtra, _, .likely): .spendMoved
      case (_, _, .assumed) where evidence.isPlanKnown: .planIsKnown
      default: .otherwise
      }
  }
}
