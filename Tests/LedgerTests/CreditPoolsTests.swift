import Ledger
import TestSupport
import Testing
import Values

/// What is left of credits that expire.
@Suite struct CreditPoolsTests {
  private func day(_ day: Int) -> Instant { Instant(year: 2026, month: 3, day: day) }

  @Test func `the earliest to expire is spent first, lasting credit last`() {
    var pools = CreditPools()
    pools.add(dollars(20), entry: 1, expires: nil)
    pools.add(dollars(10), entry: 2, expires: day(9))
    pools.add(dollars(5), entry: 3, expires: day(5))
    pools.spend(dollars(7))
    #expect(pools.expiring.map(\.entry) == [2] && pools.expiring[0].left == dollars(8))
    #expect(pools.expire(upTo: day(9)).map(\.left) == [dollars(8)])
    #expect(pools.total == dollars(20))
  }

  @Test func `a credit first pays off what was overdrawn`() {
    var pools = CreditPools()
    pools.spend(dollars(4))
    pools.add(dollars(10), entry: 1, expires: day(5))
    #expect(pools.expiring.map(\.left) == [dollars(6)] && pools.lasting == .zero)
  }

  @Test func `a reading counts what is missing as spent and keeps any surplus`() {
    var pools = CreditPools()
    pools.add(dollars(10), entry: 1, expires: day(5))
    pools.adjust(to: dollars(4))
    #expect(pools.expiring.map(\.left) == [dollars(4)])
    pools.adjust(to: dollars(9))
    #expect(pools.expiring.map(\.left) == [dollars(4)] && pools.lasting == dollars(5))
  }

  @Test func `taking back a credit touches other credits only if it must`() {
    var pools = CreditPools()
    pools.add(dollars(10), entry: 1, expires: day(5))
    pools.add(dollars(50), entry: 2, expires: nil)
    pools.add(.zero - dollars(50), entry: 3, expires: nil, refers: 2)
    #expect(pools.expiring.map(\.left) == [dollars(10)] && pools.lasting == .zero)
    pools.add(.zero - dollars(10), entry: 4, expires: nil, refers: 1)
    #expect(pools.total == .zero && pools.expiring.isEmpty)
    pools.add(dollars(5), entry: 5, expires: day(5))
    pools.add(.zero - dollars(3), entry: 6, expires: nil, refers: 2)
    #expect(pools.expiring.map(\.left) == [dollars(2)], "nothing else is left to take it from")
  }

  /// Whatever happens, the parts add up to the whole.
  @Test func `no money is lost or created`() {
    for seed in seeds(300) {
      var random = SeededRandom(seed: seed)
      var (pools, total) = (CreditPools(), Money.zero)
      for step in 1...40 {
        let amount = dollars(random.pick(1...30))
        switch random.pick(0...4) {
        case 0:
          pools.add(amount, entry: Int64(step), expires: day(random.pick(1...28)))
          total += amount
        case 1:
          pools.add(amount, entry: Int64(step), expires: nil)
          total += amount
        case 2:
          pools.add(
            .zero - amount, entry: Int64(step), expires: nil, refers: Int64(random.pick(1...40)))
          total = total - amount
        case 3:
          for gone in pools.expire(upTo: day(random.pick(1...28))) { total = total - gone.left }
        default:
          pools.spend(amount)
          total = total - amount
        }
        #expect(pools.total == total, "seed \(seed), step \(step)")
        #expect(pools.expiring.allSatisfy { $0.left > .zero }, "seed \(seed), step \(step)")
        if pools.lasting < .zero { #expect(pools.expiring.isEmpty, "seed \(seed), step \(step)") }
      }
    }
  }
}
