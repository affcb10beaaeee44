import Values

/// Tells where the money came from that a reading shows beyond what was counted: top-ups and reloads at
/// claude.ai are seen nowhere else.
package struct RiseMatch: Equatable, Sendable {
  /// Pending top-ups that explain it, by their numbers.
  package private(set) var settled: [Int64] = []
  /// What those top-ups are together.
  package private(set) var settledAmount = Money.zero
  /// What is left of the rise, and came without having been noted before.
  package private(set) var recognised = Money.zero
  /// What of the reading none of it explains; below zero where more is gone than was counted.
  package private(set) var rest: Money

  /// - Parameters:
  ///   - previous: the reading before.
  ///   - expected: what should be left by now: that reading, credits, and charges since.
  ///   - reading: what is left.
  ///   - pending: top-ups not seen yet, the oldest first.
  package init(
    previous: Money, expected: Money, reading: Money, pending: [(id: Int64, amount: Money)]
  ) {
    let gap = reading - expected
    // Less than was counted is gone for other reasons too, such as a plan that paid; only a rise is money.
    let isRise = reading > previous
    settled = RiseMatch.exact(gap, pending)
    if settled.isEmpty, isRise { settled = RiseMatch.nearest(gap, pending) }
    settledAmount = RiseMatch.sum(of: settled, pending)
    let isMore = isRise && reading - previous > settledAmount && gap > settledAmount
    recognised = isMore ? gap - settledAmount : .zero
    rest = gap - settledAmount - recognised
  }

  /// The ledger's entry for what came without having been noted before.
  package static func kind(of reload: AutoReload) -> EntryKind {
    reload.isOn ? .autoReload : .topUp
  }

  /// What the reading settles, and what it counts as money that came, each in a sentence without a full stop.
  package func consequences(in currency: Currency, reload: AutoReload) -> [String] {
    func text(_ amount: Money) -> String { amount.fullDisplay(in: currency) }
    var said: [String] = []
    if settledAmount > .zero {
      said.append("the reading settles \(text(settledAmount)) that was pending")
    }
    if recognised > .zero {
      said.append(
        "\(text(recognised)) more arrived than was noted; it counts as \(RiseMatch.kind(of: reload).title)"
      )
    }
    return said
  }

  private static func sum(of settled: [Int64], _ pending: [(id: Int64, amount: Money)]) -> Money {
    pending.filter { settled.contains($0.id) }.reduce(.zero) { $0 + $1.amount }
  }

  /// The fewest top-ups that are together exactly the gap, the oldest of those; none if none are.
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

  /// One after the other the top-up that brings the count nearest to the reading, as long as one does.
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

  /// Pending top-ups that every combination of is tried; nobody notes more.
  private static let mostTried = 10
}
