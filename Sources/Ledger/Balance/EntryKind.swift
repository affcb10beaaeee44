/// What an entry of the ledger is.
package enum EntryKind: String, CaseIterable, Sendable {
  /// The balance was seen to be so much: what came before it no longer matters.
  case reading
  /// A local balance began, with nothing in it.
  case opening
  /// One-time credit, a promotion.
  case grant
  case refund
  case topUp = "top-up"
  case autoReload = "auto-reload"
  /// What a request took out, or takes out beyond what was booked for it before.
  case charge
  /// What was left of a credit when it expired.
  case expiry
  /// Takes back what a money action brought after some of it was spent.
  case correction
  /// A top-up to be made at claude.ai: no part of the balance until it is seen or confirmed.
  case pending
  /// A change to be made in claude.ai's own settings.
  case wish
  /// Something pending will not happen.
  case cancel
  /// Something pending has happened.
  case settled
  /// An entry is taken back as if it had never been made.
  case undo
  /// A cap was set, changed or cleared.
  case limit
  /// Auto-reload was switched or changed.
  case reloadChange = "reload-change"
  /// Somebody else keeps the balance from now on.
  case authority

  /// Credits: what adds to the balance, or takes a credit back.
  package static let credits: [EntryKind] = [
    .grant, .refund, .topUp, .autoReload, .correction, .expiry,
  ]

  /// Whether its amount is added to the balance.
  package var isCredit: Bool { EntryKind.credits.contains(self) }

  /// Whether it says what the balance is.
  package var isReading: Bool { self == .reading || self == .opening }

  /// What people call it.
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
    case .authority: "keeper"
    }
  }
}

/// Credit that a person adds by hand, beside top-ups.
package enum CreditKind: String, CaseIterable, Sendable {
  case grant
  case refund

  /// The entry it makes.
  package var entry: EntryKind { self == .grant ? .grant : .refund }
}
