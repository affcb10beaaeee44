import Values

/// The credits that make up a balance, tracked separately so that the rest of one can expire.
///
/// Spending draws on the credit that expires first, and on credit that never expires last.
package struct CreditPools: Equatable, Sendable {
  /// What is left of one credit.
  package struct Pool: Equatable, Sendable {
    /// The number of its ledger entry.
    package var entry: Int64
    package var left: Money
    package var expires: Instant

    /// Creates the rest of a credit.
    package init(entry: Int64, left: Money, expires: Instant) {
      self.entry = entry
      self.left = left
      self.expires = expires
    }
  }

  /// Credits that expire, the earliest first; none is empty.
  package private(set) var expiring: [Pool] = []
  /// Everything else; negative if overspent.
  package private(set) var lasting = Money.zero

  /// Creates pools with no money in them.
  package init() {}

  /// Creates the pools of a balance whose expiring credits, the earliest first, are known.
  package init(_ balance: Money, expiring: [Pool]) {
    self.expiring = expiring
    lasting = balance - expiring.reduce(.zero) { $0 + $1.left }
  }

  /// The sum of all pools.
  package var total: Money { expiring.reduce(lasting) { $0 + $1.left } }

  /// Adds a credit; a negative amount takes back one that was added before.
  /// - Parameter refers: the number of the entry to take back.
  package mutating func add(
    _ amount: Money, entry: Int64, expires: Instant?, refers: Int64? = nil
  ) {
    if amount < .zero { return revoke(.zero - amount, of: refers) }
    guard let expires else {
      lasting += amount
      return
    }
    // The credit first pays off what was overdrawn.
    let debt = min(max(.zero, .zero - lasting), amount)
    lasting += debt
    let left = amount - debt
    guard left > .zero else { return }
    let place = expiring.firstIndex { $0.expires > expires } ?? expiring.count
    expiring.insert(Pool(entry: entry, left: left, expires: expires), at: place)
  }

  /// Takes first from what is left of the credit itself, then from what never expires, and last from the other
  /// credits.
  private mutating func revoke(_ amount: Money, of entry: Int64?) {
    var rest = amount
    if let index = expiring.firstIndex(where: { $0.entry == entry }) {
      let taken = min(expiring[index].left, rest)
      rest = rest - taken
      expiring[index].left = expiring[index].left - taken
      if expiring[index].left == .zero { expiring.remove(at: index) }
    }
    let fromLasting = min(max(.zero, lasting), rest)
    lasting = lasting - fromLasting
    spend(rest - fromLasting)
  }

  /// Subtracts what requests spent.
  package mutating func spend(_ amount: Money) {
    var rest = amount
    while rest > .zero, let first = expiring.first {
      let taken = min(first.left, rest)
      rest = rest - taken
      expiring[0].left = first.left - taken
      if expiring[0].left == .zero { expiring.removeFirst() }
    }
    lasting = lasting - rest
  }

  /// Adjusts the pools to a reading: anything missing was spent, any surplus never expires.
  package mutating func adjust(to amount: Money) {
    let gone = total - amount
    if gone > .zero { spend(gone) } else { lasting = lasting - gone }
  }

  /// Removes the credits that have expired by a moment.
  /// - Returns: what was left of each expired credit.
  package mutating func expire(upTo now: Instant) -> [Pool] {
    let gone = expiring.filter { $0.expires <= now }
    expiring.removeAll { $0.expires <= now }
    return gone
  }
}
