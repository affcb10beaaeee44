import Ledger
import Testing
import Values

@Suite struct ClampedArithmeticTests {
  @Test func `sums stop at the largest amount instead of crashing`() {
    let most = Money(nanos: .max)
    let least = Money(nanos: .min)
    #expect(most + most == most)
    #expect(least + least == least)
    #expect(least - most == least)
    #expect(most - least == most)
    #expect(most + least == Money(nanos: -1))
    let full = UsageTotals(requests: .max, tokens: TokenCounts(input: .max), cost: most)
    #expect((full + full).requests == .max)
    #expect((full + full).tokens.total == .max)
    #expect(full - full == .zero)
  }

  @Test func `a moment out of range becomes the last one`() {
    #expect(Instant(milliseconds: .max).advanced(by: 1).milliseconds == .max)
    #expect(Instant(milliseconds: .min).advanced(by: -1).milliseconds == .min)
  }

  @Test(arguments: [
    (0.5, 1), (-0.5, -1), (1e300, Int.max), (-1e300, .min), (.infinity, .max), (.nan, 0),
    (9.3e18, .max), (2.4, 2),
  ])
  func `a fraction of any size has a nearest whole number`(value: Double, whole: Int) {
    #expect(Int(nearest: value) == whole)
  }
}
