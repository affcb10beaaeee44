import Values

/// What claude.ai's month's spend reveals about who paid for the requests between its readings.
///
/// A reading is settled once no request came in the ten minutes before it, for claude.ai counts late. Between a
/// settled reading and an earlier one, requests that cost at least five cents are judged: if the spend did not move,
/// the plan paid for all of them; if it moved by what they cost, within a cent, extra usage paid for all. If it moved
/// by less, extra usage probably paid for the latest up to that. If it moved by more, somebody else draws as well,
/// and nothing follows.
package enum SpendJudgement {
  /// The month's spend at a moment, in the account's currency.
  package struct Reading: Equatable, Sendable {
    package var asOf: Instant
    package var used: Money

    package init(asOf: Instant, used: Money) {
      self.asOf = asOf
      self.used = used
    }
  }

  /// A request of the account.
  package struct Item: Equatable, Sendable {
    package var id: Int64
    package var time: Instant
    /// What it cost, in the account's currency; nil: unknown.
    package var cost: Money?
    /// What the other evidence says.
    package var standing: Standing

    package init(id: Int64, time: Instant, cost: Money?, standing: Standing) {
      self.id = id
      self.time = time
      self.cost = cost
      self.standing = standing
    }
  }

  /// What is known about a request without the month's spend.
  package enum Standing: Equatable, Sendable {
    /// Extra usage paid, proven.
    case drawn
    /// Something else paid, proven.
    case other
    /// Not proven; the purse that is likely, if any.
    case open(likely: Purse?)
  }

  /// How long before a reading there must be no request.
  package static let quiet = Span.minutes(10)
  private static let cent = Money(nanos: 10_000_000)
  private static let least = Money(nanos: 50_000_000)

  /// Judges the requests between readings.
  /// - Parameters:
  ///   - readings: ascending; the first is where the judgement begins.
  ///   - items: those after the first reading and up to the last, ascending.
  /// - Returns: what is known about requests, by id; others are not judged.
  package static func of(
    _ readings: [Reading], _ items: [Item]
  ) -> [Int64: PurseEvidence.Spend] {
    var judged: [Int64: PurseEvidence.Spend] = [:]
    var start = 0
    for end in readings.indices.dropFirst() where isSettled(readings[end], items) {
      judge(readings[start...end], items, into: &judged)
      start = end
    }
    return judged
  }

  /// Whether no request came shortly before a reading.
  private static func isSettled(_ reading: Reading, _ items: [Item]) -> Bool {
    let next = items.partitioningIndex { $0.time > reading.asOf }
    return next == 0 || reading.asOf - items[next - 1].time >= quiet
  }

  /// Judges what lies before the last of some readings, which is settled: from the nearest reading on, for the fewer
  /// requests there are, the surer it is.
  private static func judge(
    _ readings: ArraySlice<Reading>, _ items: [Item],
    into judged: inout [Int64: PurseEvidence.Spend]
  ) {
    guard let last = readings.last, let first = readings.first else { return }
    for reading in readings.dropLast().reversed() {
      guard reading.asOf.startOfUTCMonth == last.asOf.startOfUTCMonth else { return }
      let between = items[
        items.partitioningIndex {
          $0.time > reading.asOf
        }..<items.partitioningIndex { $0.time > last.asOf }]
      let known = between.filter { isDrawn($0, judged) }
      let open = between.filter { isOpen($0) && judged[$0.id] == nil }
      let moved = last.used - reading.used - sum(known)
      let cost = sum(open)
      guard cost >= least, !known.contains(where: { $0.cost == nil }) else { continue }
      if moved.nanos.magnitude < cent.nanos.magnitude {
        for item in open { judged[item.id] = .allPlan }
      } else if open.allSatisfy({ $0.cost != nil }),
        (moved - cost).nanos.magnitude <= cent.nanos.magnitude
      {
        for item in open { judged[item.id] = .allExtra }
      } else if reading == first {
        judgePart(open, moved: moved, into: &judged)
      }
    }
  }

  private static func judgePart(
    _ open: [Item], moved: Money, into judged: inout [Int64: PurseEvidence.Spend]
  ) {
    let unsure = open.filter { $0.standing == .open(likely: nil) }
    var left = moved - sum(open.filter { $0.standing == .open(likely: .extra) }) + cent
    guard left > .zero, left - cent < sum(unsure), unsure.allSatisfy({ $0.cost != nil }) else {
      return
    }
    var isExtra = true
    for item in unsure.reversed() {
      let cost = item.cost ?? .zero
      isExtra = isExtra && cost <= left
      if isExtra { left = left - cost }
      judged[item.id] = isExtra ? .partExtra : .partPlan
    }
  }

  private static func isDrawn(_ item: Item, _ judged: [Int64: PurseEvidence.Spend]) -> Bool {
    item.standing == .drawn || judged[item.id] == .allExtra
  }

  private static func isOpen(_ item: Item) -> Bool {
    if case .open = item.standing { true } else { false }
  }

  private static func sum(_ items: some Sequence<Item>) -> Money {
    items.reduce(.zero) { $0 + ($1.cost ?? .zero) }
  }
}
