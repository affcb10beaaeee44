import Foundation

/// Seeded pseudo-random numbers (SplitMix64), so that a property that failed can be run again.
package struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }

  package mutating func pick(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &self)
  }

  package mutating func pick<Element>(_ list: [Element]) -> Element {
    list[pick(0...(list.count - 1))]
  }

  /// True once in `one` times.
  package mutating func chance(_ one: Int) -> Bool { pick(1...one) == 1 }
}

/// The seeds a property is tried with: the one in FUELGAUGE_SEED alone, else `count` of them, more in
/// a campaign (FUELGAUGE_CAMPAIGN says how many).
package func seeds(_ count: Int) -> [UInt64] {
  let environment = ProcessInfo.processInfo.environment
  if let seed = environment["FUELGAUGE_SEED"].flatMap({ UInt64($0) }) { return [seed] }
  let wanted = environment["FUELGAUGE_CAMPAIGN"].flatMap { Int($0) } ?? count
  return (0..<wanted).map { UInt64($0) &* 7919 &+ 11 }
}
