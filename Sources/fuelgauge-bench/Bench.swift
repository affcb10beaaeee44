import ArgumentParser
import Values

/// A tool for maintainers: makes histories and stores of any size, measures Fuelgauge on them, and fuzzes it.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuelgauge-bench",
    abstract: "Make synthetic histories and stores, measure Fuelgauge on them, and fuzz it.",
    subcommands: [
      MakeHistory.self, MakeStore.self, Toil.self, MeasureJSON.self, MeasureQueries.self,
      MeasureForecast.self, MeasureAlarms.self,
      MeasureFrames.self,
      CheckPrices.self, FuzzCommand.self,
    ])
}

extension SeededRandom {
  /// A string of `count` random letters and digits.
  mutating func name(_ length: Int) -> String {
    let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789")
    return String((0..<length).map { _ in pick(letters) })
  }
}
