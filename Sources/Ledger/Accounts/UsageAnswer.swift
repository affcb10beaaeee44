import Values

/// What claude.ai says of an account's use and money: the answer of its usage endpoint, as Claude Code keeps
/// it in its account file.
///
/// The endpoint is not documented and grows new fields; whatever is missing or of another type than known is
/// nil. Money is in minor units, cents of a dollar, that may be written with a decimal point.
package struct UsageAnswer: Equatable, Sendable {
  /// The plan's windows that are in use.
  package var windows: [PlanWindow] = []
  /// Whether extra usage is switched on.
  package var isExtraOn: Bool?
  /// Why it is off, in the endpoint's own word.
  package var offReason: String?
  /// What everything below is in.
  package var currency: Currency?
  /// What extra usage has drawn in the running UTC month.
  package var used: Money?
  /// What it may draw in one; nil inside: there is no cap.
  package var cap: Money??
  /// What is left of the prepaid balance.
  package var balance: Money?
  package var autoReload: AutoReload.Settings?
  /// What it says that cannot be so, in words; none of it is above.
  package var faults: [String] = []

  /// An answer that says nothing.
  package init() {}
}
