/// Tells where the money came from that a reading shows beyond what was counted: top-ups and reloads at
/// claude.ai are seen nowhere else.
package struct RiseMatch: Equatable, Sendable {
  /// Pending top-ups that explain it, by their numbers.
  package private(set) var settled: [Int64] = []
  /// What is left of the rise, and came without having been noted before.
  package private(set) var recognised = Money.zero

  /// - Parameters:
  ///   - previous: the reading before.
  ///   - expected: what should be left by now: that reading, credits, and charges since.
  ///   - reading: what is left.
  ///   - pending: top-ups not seen yet, the oldest first.
  package init(
    previous: Money, expected: Money, reading: Money, pending: [(id: Int64, amount: Money)]
  ) {
    // A balance that did not rise at all got nothing; that less is gone than was counted has other
    // reasons, such as a plan that paid.
    guard reading > previous else { return }
    var rest = reading - expected
    for (id, amount) in pending {
      // The top-up happened if taking it in brings the count nearer to the reading.
      guard rest.nanos > amount.nanos / 2 else { continue }
      settled.append(id)
      rest = rest - amount
    }
    let total = pending.filter { settled.contains($0.id) }.reduce(Money.zero) { $0 + $1.amount }
    if reading - previous > total, rest > .zero { recognised = rest }
  }
}
