import Values

/// What is left of an account's prepaid extra usage, as far as it is known.
///
/// It is the latest reading, plus the credits entered after it, minus the charges of requests made
/// after it.
package struct Balance: Equatable, Sendable {
  /// What is left, in the account's currency; below zero where more was spent than there was. Nil:
  /// nobody has said yet what there is.
  package var amount: Money?
  package var currency: Currency
  package var authority: Account.Authority
  /// When the latest reading was taken.
  package var asOf: Instant?
  /// What it showed.
  package var reading: Money?
  /// Whether the person typed it in.
  package var isTypedIn: Bool
  /// Whether that reading is too old to rely on.
  package var isStale: Bool
  /// What open requests may still take out; no part of what is left is missing for it.
  package var held: Money
  /// Top-ups that are not seen or confirmed yet; no part of `amount`.
  package var pending: Money
  /// What the latest reading showed to be gone beyond what was counted since the one before; below
  /// zero where more was counted than is gone. Nil: there was no reading before.
  package var unexplained: Money?
  /// What of that is no spending: Fuelgauge itself had counted it as added while it kept the balance, and the
  /// reading corrects it.
  package var neverPaid = Money.zero
  /// Whether it began empty and nothing has moved it since, so that what is read first is no rise.
  package var isUntouched = false

  /// A balance of its parts.
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

  /// What the latest reading showed to be gone that nothing explains; below zero where more was counted.
  package var gone: Money? { unexplained.map { $0 - neverPaid } }

  /// What is so of ``neverPaid``, without a full stop; nil: there is nothing of the kind.
  package var correction: String? {
    guard neverPaid > .zero else { return nil }
    return
      "Fuelgauge counted \(neverPaid.fullDisplay(in: currency)) as added that nobody paid;"
      + " the last reading corrects that"
  }

  /// After how long a reading of claude.ai's balance is stale: a day where a person has to type in
  /// the next one. A local balance never is.
  package static func staleAfter(isTypedIn: Bool) -> Span {
    isTypedIn ? .day : .minutes(15)
  }

  /// Whether a balance that was last read at `asOf` is stale at `now`. The clock may have been set
  /// back since; a reading from the future is as good as one from now.
  package static func isStale(
    authority: Account.Authority, asOf: Instant?, isTypedIn: Bool, at now: Instant
  ) -> Bool {
    guard authority == .claude, let asOf else { return false }
    return now - asOf > staleAfter(isTypedIn: isTypedIn)
  }

  /// What may be spent: nil where the balance is unknown or stale, which authorises nothing.
  package var spendable: Money? { isStale ? nil : amount }
}
