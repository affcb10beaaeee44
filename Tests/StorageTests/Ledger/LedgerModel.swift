import TestSupport
import Values

/// What happened to an account, in any order of arrival.
struct History {
  enum Event {
    case reading(time: Instant, amount: Money)
    case credit(time: Instant, amount: Money, expires: Instant?)
    /// Copies of a request, each with its output tokens; the one with the most is the truth.
    case request(time: Instant, outputs: [Int])

    var time: Instant {
      switch self {
      case .reading(let time, _), .credit(let time, _, _), .request(let time, _): time
      }
    }
  }

  /// In the order of time; no two have the same.
  var events: [Event] = []
  /// When the account began, empty.
  let start = Instant(milliseconds: 1_772_323_200_000)
  /// The moment looked at.
  var end: Instant

  /// Nano-dollars for a token of output.
  static let price: Int64 = 25_000

  init(_ random: inout SeededRandom) {
    var time = start
    for _ in 0..<random.pick(1...24) {
      time = time.advanced(by: Int64(random.pick(1...8) * random.pick(1...4_000_000)))
      switch random.pick(0...9) {
      case 0, 1: events.append(.reading(time: time, amount: cents(random.pick(1...5000))))
      case 2, 3, 4:
        let length = Int64(random.pick(1...20)) * 3_000_001
        let expires = random.chance(2) ? time.advanced(by: length) : nil
        events.append(.credit(time: time, amount: cents(random.pick(1...3000)), expires: expires))
      default:
        let outputs = (0..<random.pick(1...3)).map { _ in random.pick(1...400_000) }
        events.append(.request(time: time, outputs: outputs))
      }
    }
    end = time.advanced(by: Int64(random.pick(0...20_000_000)))
  }
}

/// A ledger as simple as can be: one list, gone through from the beginning each time.
struct LedgerModel {
  /// A rule that is broken on purpose, to see that the comparison notices.
  enum Mutant: CaseIterable {
    /// A request that grows is charged anew instead of by the difference.
    case growthCountsTwice
    /// A reading does not cover what was before it.
    case readingCoversNothing
    /// Credits before a reading are added to it.
    case creditsSurviveReadings
    /// What is left of a credit stays after its end.
    case nothingExpires
    /// What never expires is spent first.
    case lastingIsSpentFirst
    /// What a reading shows to be gone is forgotten.
    case nothingIsUnexplained
  }

  private(set) var balance: Money
  private(set) var unexplained: Money?
  private(set) var expiring: [Money] = []

  private struct Pool {
    var left: Money
    var expires: Instant?
  }

  init(_ history: History, mutant: Mutant? = nil) {
    var pools: [Pool] = [Pool(left: .zero)]
    var hasMoved = false
    unexplained = nil
    func spend(_ amount: Money) {
      var rest = amount
      let order = pools.indices.dropFirst().sorted {
        (pools[$0].expires?.milliseconds ?? .max) < (pools[$1].expires?.milliseconds ?? .max)
      }
      for index in mutant == .lastingIsSpentFirst ? [] : order {
        let taken = min(pools[index].left, rest)
        pools[index].left = pools[index].left - taken
        rest = rest - taken
      }
      pools[0].left = pools[0].left - rest
    }
    func expire(upTo time: Instant) {
      if mutant == .nothingExpires { return }
      for index in pools.indices where pools[index].expires.map({ $0 <= time }) ?? false {
        pools[index].left = .zero
      }
    }
    func total() -> Money { pools.reduce(.zero) { $0 + $1.left } }
    for event in history.events {
      expire(upTo: event.time)
      switch event {
      case .request(_, let outputs):
        let tokens =
          mutant == .growthCountsTwice ? outputs.reduce(0, +) : outputs.max() ?? 0
        spend(Money(nanos: Int64(tokens) * History.price))
        hasMoved = true
      case .credit(_, let amount, let expires):
        hasMoved = true
        guard let expires else {
          pools[0].left += amount
          continue
        }
        let debt = min(max(.zero, .zero - pools[0].left), amount)
        pools[0].left += debt
        pools.append(Pool(left: amount - debt, expires: expires))
      case .reading(_, let amount):
        let gap = total() - amount
        unexplained = hasMoved && mutant != .nothingIsUnexplained ? gap : .zero
        hasMoved = true
        switch mutant {
        case .readingCoversNothing: break
        case .creditsSurviveReadings: pools[0].left += amount
        default: if gap > .zero { spend(gap) } else { pools[0].left = pools[0].left - gap }
        }
      }
    }
    expire(upTo: history.end)
    balance = total()
    expiring = pools.dropFirst().map(\.left).filter { $0 > .zero }.sorted()
  }
}
