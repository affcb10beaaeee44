import Foundation
import Values

extension SeededRandom {
  /// True with a probability of one in `one`.
  package mutating func chance(_ one: Int) -> Bool { pick(1...one) == 1 }
}

/// The seeds for a property test: only the one in FUELGAUGE_SEED if set, else as many as FUELGAUGE_CAMPAIGN says,
/// else `count`.
package func seeds(_ count: Int) -> [UInt64] {
  let environment = ProcessInfo.processInfo.environment
  if let seed = environment["FUELGAUGE_SEED"].flatMap({ UInt64($0) }) { return [seed] }
  let wanted = environment["FUELGAUGE_CAMPAIGN"].flatMap { Int($0) } ?? count
  return (0..<wanted).map { UInt64($0) &* 7919 &+ 11 }
}
