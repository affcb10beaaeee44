import Values

/// Explains a rise that a reading shows beyond what was counted. Top-ups and reloads at claude.ai show up nowhere
/// else.
package struct RiseMatch: Equatable, Sendable {
  /// The numbers of the pending top-ups that explain it.
  package private(set) var settled: [Int64] = []
  /// The sum of those top-ups.
  package private(set) var settledAmount = Money.zero
  /// The rest of the rise: money that arrived without being recorded first.
  package private(set) var recognised = Money.zero
  /// What is still unexplained; negative if more is missing than was counted.
  package private(set) var rest: Money

  /// - Parameters:
  ///   - previous: the reading before.
  ///   - expected: what should be left now: that reading, plus credits, minus charges since.
  ///   - reading: what is left.
  ///   - pending: top-ups not seen yet, the oldest first.
  package init(
    previous: Money, expected: Money, reading: Money, pending: [(id: Int64, amount: Money)]
  ) {
    let gap = reading - expected
    // A smaller drop than counted can have other causes, such as a plan that paid. Only a rise is new money.
    let isRise = reading > previous
    settled = RiseMatch.exact(gap, pending)
    if settled.isEmpty, isRise { settled = RiseMatch.nearest(gap, pending) }
    settledAmount = RiseMatch.sum(of: settled, pending)
    let isMore = isRise && reading - previous > settledAmount && gap > settledAmount
    recognised = isMore ? gap - settledAmount : .zero
    rest = gap - settledAmount - recognised
  }

  /// The kind of ledger entry for money that arrived unrecorded.
  package static func kind(of reload: AutoReload) -> EntryKind {
    reload.isOn ? .autoReload : .topUp
  }

  /// What the reading settles and what it counts as new money, each as a sentence without a full stop.
  package func consequences(in currency: Currency, reload: AutoReload) -> [String] {
    func text(_ amount: Money) -> String { amount.fullDisplay(in: currency) }
    var said: [String] = []
    if settledAmount > .zero {
      said.append("the reading settles \(text(settledAmount)) that was pending")
    }
    if recognised > .zero {
      said.append(
        "\(text(recognised)) more arrived than was recorded; it counts as \(RiseMatch.kind(of: reload).title)"
      )
    }
    return said
  }

  private static func sum(of settled: [Int64], _ pending: [(id: Int64, amount: Money)]) -> Money {
    pending.filter { settled.contains($0.id) }.reduce(.zero) { $0 + $1.amount }
  }

  /// The smallest set of top-ups whose sum is exactly the gap, preferring the oldest; empty if there is none.
  private static func exact(_ gap: Money, _ pending: [(id: Int64, amount: Money)]) -> [Int64] {
    let few = pending.prefix(mostTried)
    let choices = (1..<(1 << few.count)).sorted {
      ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1)
    }
    let match = choices.first { choice in
      few.enumerated().reduce(Money.zero) { sum, top in
        choice & 1 << top.offset == 0 ? sum : sum + top.element.amount
      } == gap
    }
    guard let match else { return [] }
    return few.enumerated().filter { match & 1 << $0.offset != 0 }.map(\.element.id)
  }

  /// Picks, one by one, the top-up that brings the count closest to the reading, until none brings it closer.
  private static func nearest(_ gap: Money, _ pending: [(id: Int64, amount: Money)]) -> [Int64] {
    var (rest, left, settled) = (gap, pending, [Int64]())
    func distance(_ amount: Money) -> UInt64 { (rest - amount).nanos.magnitude }
    while let best = left.min(by: { distance($0.amount) < distance($1.amount) }),
      distance(best.amount) < distance(.zero)
    {
      settled.append(best.id)
      left.removeAll { $0.id == best.id }
      rest = rest - best.amount
    }
    return settled
  }

  /// How many pending top-ups are tried in every combination; nobody records more.
  private static let mostTried = 10
}
