import Values

/// What claude.ai reports about an account's usage and money: the answer of its usage endpoint, as Claude Code
/// saves it in its account file.
///
/// The endpoint is undocumented and gains fields over time. Fields that are missing or of an unexpected type are
/// nil. Money is in minor units, such as cents, and may have a decimal point.
package struct UsageAnswer: Equatable, Sendable {
  /// The plan windows in use.
  package var windows: [PlanWindow] = []
  /// Whether extra usage is switched on.
  package var isExtraOn: Bool?
  /// Why extra usage is off, in the endpoint's own word.
  package var offReason: String?
  /// The currency of all amounts below.
  package var currency: Currency?
  /// What extra usage has drawn in the current UTC month.
  package var used: Money?
  /// The monthly cap; `.some(nil)` if there is no cap, nil if missing.
  package var cap: Money??
  /// What is left of the prepaid balance.
  package var balance: Money?
  package var autoReload: AutoReload.Settings?
  /// Descriptions of values that cannot be right. Those values are left out above.
  package var faults: [String] = []

  /// Creates an empty answer.
  package init() {}
}
