/// Small, fast, seeded pseudo-random numbers (SplitMix64). The same seed gives the same numbers, so invented,
/// simulated and test data can be reproduced.
package struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Creates a generator with a seed.
  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }

  /// A random whole number in the range.
  package mutating func pick(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &self)
  }

  /// A random element of a list, which must not be empty.
  package mutating func pick<Element>(_ list: [Element]) -> Element {
    list[pick(0...(list.count - 1))]
  }
}
