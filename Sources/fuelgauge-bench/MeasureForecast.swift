import Advice
import ArgumentParser
import Foundation
import Ledger
import Storage
import Values

/// `fuelgauge-bench forecast`: a backtest over several people's stores together, and the time a forecast takes.
struct MeasureForecast: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Evaluate forecasts on several stores together, and time one.")

  @Argument(help: "Stores from several people.")
  var stores: [String] = []

  @Option(help: "How many days to look ahead.")
  var days = 1

  @Flag(help: "Start a history on every day with use, and group the forecasts by its age.")
  var young = false

  @Flag(help: "Chart forecasts in the first two weeks of made-up people against what happened.")
  var madeUp = false

  func validate() throws {
    guard madeUp || !stores.isEmpty else {
      throw ValidationError("Name a store, or use --made-up.")
    }
  }

  func run() throws {
    if madeUp { return AgedPeople().printChart() }
    let rules = LedgerRules(days: CivilDays(zone: .gmt)) { Instant(milliseconds: 0) }
    let logs = try stores.map { try UsageStore(path: $0, rules: rules).drawLog() }
    if young {
      for group in Backtest(firstDaysOf: logs, horizon: .days(Int64(days))).groups {
        print(line(group))
      }
      return
    }
    let test = Backtest(logs, horizon: .days(Int64(days)))
    for group in test.groups + [test.overall] { print(line(group)) }
    guard let log = logs.max(by: { $0.times.count < $1.times.count }), let now = log.times.last
    else { return }
    var times: [Double] = []
    for _ in 0..<50 {
      let start = ContinuousClock.now
      let forecast = Forecast(log.history(at: now), at: now)
      let outlook = Outlook(
        balance: Money(nanos: 40_000_000_000),
        estimate: forecast.map { forecast in { forecast.estimate(of: $0) } },
        autoReload: AutoReload(
          settings: .init(
            isOn: true, below: Money(nanos: 5_000_000_000), add: Money(nanos: 20_000_000_000),
            monthlyMax: Money(nanos: 60_000_000_000)), source: .local), at: now)
      times.append((.now - start) / .milliseconds(1))
      precondition(!outlook.next.isEmpty)
    }
    times.sort()
    print(
      "history, forecast and time line: median \(short(times[25])) ms, at most \(short(times[49])) ms"
    )
  }

  private func line(_ group: Backtest.Group) -> String {
    guard group.cases > 0 else {
      return "\(group.name): no case with a known end, \(group.censored) censored"
    }
    let best = group.baselines.map { $0.score.medianAbsLogError }.min() ?? .nan
    return "\(group.name): \(group.cases) cases, \(group.censored) censored, error"
      + " \(short(group.ours.medianAbsLogError)), bias \(short(group.ours.bias)), inside"
      + " \(short(group.coverage)), best average \(short(best)), ratio"
      + " \(short(group.ours.medianAbsLogError / best))"
  }

  private func short(_ value: Double) -> String { String(format: "%.2f", value) }
}
