import Foundation
import Values

extension SeededRandom {
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
