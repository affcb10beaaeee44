import Values

/// The credits that a balance is made of, so that what is left of one can expire.
///
/// Spending takes from the credit that expires first, and from what never expires last.
package struct CreditPools: Equatable, Sendable {
  /// What is left of one credit.
  package struct Pool: Equatable, Sendable {
    /// The number of its entry.
    package var entry: Int64
    package var left: Money
    package var expires: Instant

    /// What is left of a credit.
    package init(entry: Int64, left: Money, expires: Instant) {
      self.entry = entry
      self.left = left
      self.expires = expires
    }
  }

  /// Credits that expire, the first to do so first; none is empty.
  package private(set) var expiring: [Pool] = []
  /// All the rest; below zero where more was spent than there was.
  package private(set) var lasting = Money.zero

  /// Nothing.
  package init() {}

  /// A balance of which so much is in credits that expire, the first to do so first.
  package init(_ balance: Money, expiring: [Pool]) {
    self.expiring = expiring
    lasting = balance - expiring.reduce(.zero) { $0 + $1.left }
  }

  /// All of it together.
  package var total: Money { expiring.reduce(lasting) { $0 + $1.left } }

  /// Adds a credit; below zero it takes back one that was added before.
  /// - Parameter refers: the number of the entry that is taken back.
  package mutating func add(
    _ amount: Money, entry: Int64, expires: Instant?, refers: Int64? = nil
  ) {
    if amount < .zero { return take(back: .zero - amount, of: refers) }
    guard let expires else {
      lasting += amount
      return
    }
    // What was overdrawn is paid for first.
    let debt = min(max(.zero, .zero - lasting), amount)
    lasting += debt
    let left = amount - debt
    guard left > .zero else { return }
    let place = expiring.firstIndex { $0.expires > expires } ?? expiring.count
    expiring.insert(Pool(entry: entry, left: left, expires: expires), at: place)
  }

  /// What is left of that very credit goes first, then what never expires; what is owed after that, the
  /// other credits pay.
  private mutating func take(back amount: Money, of entry: Int64?) {
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

  /// Takes out what requests took.
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

  /// Takes in what a reading says there is: what is missing was spent, what is too much never expires.
  package mutating func read(_ amount: Money) {
    let gone = total - amount
    if gone > .zero { spend(gone) } else { lasting = lasting - gone }
  }

  /// Takes out what expires up to a moment.
  /// - Returns: what was left of each credit that did.
  package mutating func expire(upTo now: Instant) -> [Pool] {
    let gone = expiring.filter { $0.expires <= now }
    expiring.removeAll { $0.expires <= now }
    return gone
  }
}
