import ArgumentParser

/// Makes histories and stores of any size and measures Fuelgauge on them; for its maintainers.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuelgauge-bench",
    abstract: "Make synthetic histories and stores, and measure on them.",
    subcommands: [
      MakeHistory.self, MakeStore.self, MeasureJSON.self, MeasureQueries.self, CheckPrices.self,
    ])
}

/// Small, fast, seeded pseudo-random numbers (SplitMix64): the same seed makes the same data.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }

  /// A whole number of the range.
  mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// An element of a list that is not empty.
  mutating func pick<Element>(_ list: [Element]) -> Element { list[pick(0...(list.count - 1))] }

  /// So many characters of letters and digits.
  mutating func name(_ length: Int) -> String {
    let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789")
    return String((0..<length).map { _ in pick(letters) })
  }
}
