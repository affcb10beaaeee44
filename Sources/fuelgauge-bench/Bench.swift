import ArgumentParser
import Values

/// Makes histories and stores of any size and measures Fuelgauge on them; for its maintainers.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuelgauge-bench",
    abstract: "Make synthetic histories and stores, and measure on them.",
    subcommands: [
      MakeHistory.self, MakeStore.self, Toil.self, MeasureJSON.self, MeasureQueries.self,
      MeasureForecast.self, MeasureAlarms.self,
      MeasureFrames.self,
      CheckPrices.self, FuzzCommand.self,
    ])
}

extension SeededRandom {
  /// So many characters of letters and digits.
  mutating func name(_ length: Int) -> String {
    let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789")
    return String((0..<length).map { _ in pick(letters) })
  }
}
