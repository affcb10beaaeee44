import Values

/// What is left of an account's prepaid extra usage, as far as it is known.
///
/// It is the latest reading, plus the credits entered after it, minus the charges of requests made after it.
package struct Balance: Equatable, Sendable {
  /// What is left, in the account's currency; negative if overspent. Nil if no balance has been read or entered
  /// yet.
  package var amount: Money?
  /// What is left if extra usage paid for all that it is only assumed to have paid or not, and if it paid for none
  /// of it. Nil where the amount is.
  package var low: Money?
  package var high: Money?
  package var currency: Currency
  package var authority: Account.Authority
  /// When the latest reading was taken.
  package var asOf: Instant?
  /// The balance in the latest reading.
  package var reading: Money?
  /// Whether a person typed the reading in.
  package var isTypedIn: Bool
  /// Whether the reading is too old to rely on.
  package var isStale: Bool
  /// What open requests may still draw. It is not subtracted from `amount`.
  package var held: Money
  /// Top-ups not yet seen or confirmed. They are not included in `amount`.
  package var pending: Money
  /// What the latest reading showed missing beyond what was counted since the reading before; negative if more was
  /// counted than is missing. Nil if there was no earlier reading.
  package var unexplained: Money?
  /// The part of `unexplained` that was not spent: money that Fuelgauge counted as added while it kept the balance,
  /// and that the reading takes out again.
  package var neverPaid = Money.zero
  /// Whether the balance started empty and nothing has changed it, so that the first reading is not a rise.
  package var isUntouched = false

  /// Creates a balance from its parts.
  package init(
    amount: Money?, currency: Currency = .usd, authority: Account.Authority = .local,
    asOf: Instant? = nil, reading: Money? = nil, isTypedIn: Bool = false, isStale: Bool = false,
    held: Money = .zero,
    pending: Money = .zero, unexplained: Money? = nil
  ) {
    self.amount = amount
    self.currency = currency
    self.authority = authority
    self.asOf = asOf
    self.reading = reading
    self.isTypedIn = isTypedIn
    self.isStale = isStale
    self.held = held
    self.pending = pending
    self.unexplained = unexplained
  }

  /// Whether it is only assumed who paid for a part of what was used.
  package var isDoubtful: Bool { low != high }

  /// What the latest reading showed missing with no explanation; negative if more was counted.
  package var gone: Money? { unexplained.map { $0 - neverPaid } }

  /// A sentence about ``neverPaid``, without a full stop; nil if it is zero.
  package var correction: String? {
    guard neverPaid > .zero else { return nil }
    return
      "Fuelgauge had counted \(neverPaid.fullDisplay(in: currency)) as added that was never paid;"
      + " the last reading corrects that"
  }

  /// The age at which a reading of claude.ai's balance is stale: a day if a person has to type in the next one. A
  /// local balance is never stale.
  package static func staleAfter(isTypedIn: Bool) -> Span {
    isTypedIn ? .day : .minutes(15)
  }

  /// Whether a balance last read at `asOf` is stale at `now`. The clock may have been set back since, so a reading
  /// from the future counts as current.
  package static func isStale(
    authority: Account.Authority, asOf: Instant?, isTypedIn: Bool, at now: Instant
  ) -> Bool {
    guard authority == .claude, let asOf else { return false }
    return now - asOf > staleAfter(isTypedIn: isTypedIn)
  }

  /// What may be spent; nil if the balance is unknown or stale, which authorises no spending.
  package var spendable: Money? { isStale ? nil : amount }
}
