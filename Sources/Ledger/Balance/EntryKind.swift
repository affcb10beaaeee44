/// The kind of a ledger entry.
package enum EntryKind: String, CaseIterable, Sendable {
  /// The observed balance. Entries before it no longer matter.
  case reading
  /// A local balance was opened, empty.
  case opening
  /// A one-time credit or promotion.
  case grant
  case refund
  case topUp = "top-up"
  case autoReload = "auto-reload"
  /// What a request cost, or the difference if its cost was corrected.
  case charge
  /// What was left of a credit when it expired.
  case expiry
  /// Takes back the effect of a money action after part of it was spent.
  case correction
  /// A top-up to be made at claude.ai. It is not part of the balance until it is seen or confirmed.
  case pending
  /// A change to be made in claude.ai's settings.
  case wish
  /// A pending item was cancelled.
  case cancel
  /// A pending item was done.
  case settled
  /// An entry was undone as if it had never been made.
  case undo
  /// A cap was set, changed or cleared.
  case limit
  /// Auto-reload was switched on or off, or changed.
  case reloadChange = "reload-change"
  /// The balance has a new authority.
  case authority
  /// Requests turned out to be paid by something else; the charges beside it say how much that moved.
  case payer
  /// A guard stopped a tool.
  case guardStop = "guard-stop"
  /// Guards stop nothing for a while, or do again.
  case guardPass = "guard-pass"

  /// What an entry does to the balance.
  package enum Effect: Sendable {
    /// The balance is its amount.
    case sets
    /// Its amount is added; negative where a credit is taken back.
    case adds
    /// Its amount is drawn.
    case draws
    /// Its amount, if any, is not money that moved.
    case nothing
  }

  /// What it does to the balance.
  package var effect: Effect {
    switch self {
    case .reading, .opening: .sets
    case .grant, .refund, .topUp, .autoReload, .correction, .expiry: .adds
    case .charge: .draws
    case .pending, .wish, .cancel, .settled, .undo, .limit, .reloadChange, .authority,
      .payer, .guardStop, .guardPass:
      .nothing
    }
  }

  /// Whether people do it, and can undo it.
  package var isUndoable: Bool {
    switch self {
    case .reading, .grant, .refund, .topUp, .pending, .wish, .cancel, .settled, .limit,
      .reloadChange:
      true
    case .opening, .autoReload, .charge, .expiry, .correction, .undo, .authority, .payer,
      .guardStop, .guardPass:
      false
    }
  }

  /// Credits: entries that add to the balance or take a credit back.
  package static let credits = allCases.filter(\.isCredit)

  /// Whether the amount is added to the balance.
  package var isCredit: Bool { effect == .adds }

  /// Whether the entry sets the balance.
  package var isReading: Bool { effect == .sets }

  /// The name to show.
  package var title: String {
    switch self {
    case .reading: "reading"
    case .opening: "opened"
    case .grant: "grant"
    case .refund: "refund"
    case .topUp: "top-up"
    case .autoReload: "auto-reload"
    case .charge: "charge"
    case .expiry: "expired"
    case .correction: "correction"
    case .pending: "pending top-up"
    case .wish: "pending change"
    case .cancel: "cancelled"
    case .settled: "change made"
    case .undo: "undone"
    case .limit: "limit"
    case .reloadChange: "auto-reload set"
    case .authority: "keeper changed"
    case .payer: "who paid"
    case .guardStop: "stopped"
    case .guardPass: "pass"
    }
  }
}

/// Credit added by hand, other than top-ups.
package enum CreditKind: String, CaseIterable, Sendable {
  case grant
  case refund

  /// The kind of entry it creates.
  package var entry: EntryKind { self == .grant ? .grant : .refund }
}
