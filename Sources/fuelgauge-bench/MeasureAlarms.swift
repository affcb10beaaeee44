import Advice
import ArgumentParser
import Foundation
import Storage
import Values

/// `fuelgauge-bench alarms`: how often the unusual-burn alarm goes off in real histories, and how many of the
/// storms added to them it notices.
struct MeasureAlarms: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alarms",
    abstract: "Evaluate the unusual-burn alarm on several stores.")

  @Argument(help: "Stores from several people.")
  var stores: [String]

  @Option(help: "How many storms to add to each tool's history.")
  var storms = 500

  @Option(help: "The seed for their times.")
  var seed: UInt64 = 1

  func run() throws {
    let rules = LedgerRules(days: CivilDays(zone: .gmt)) { Instant(milliseconds: 0) }
    for store in stores {
      let minutes = try UsageStore(path: store, rules: rules).burnedMinutes()
      for (tool, burned) in minutes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        let trial = BurnTrial(burned, storms: storms, seed: seed)
        let hours = String(format: "%.1f", Double(trial.minutes) / 60)
        print(
          "\(store) \(tool.rawValue): \(trial.alarms.count) alarms in \(hours) h of use;"
            + " noticed \(trial.storms.noticed) of \(trial.storms.tried) storms of six times the habit,"
            + " \(trial.storms.multipliedNoticed) where all is burned six times over")
        for minute in trial.alarms {
          print("  \(Instant(milliseconds: minute * Instant.perMinute).rfc3339)")
        }
      }
    }
  }
}
