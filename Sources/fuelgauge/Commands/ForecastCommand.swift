import Advice
import ArgumentParser
import Ledger
import Storage
import Values

/// `fuelgauge forecast`: when the balance runs out and what comes first, or how good past forecasts would
/// have been.
struct ForecastCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract:
      "Forecast when the balance runs out, or test the forecast on your own history.",
    discussion: """
      The forecast looks at how long such amounts lasted in the past, at similar times of the day and the \
      week. --backtest compares it with what happened after many past moments, and with the plain averages \
      that other monitors use.
      """)

  @Flag(help: "Test the forecast on past requests: all of them, or one account's with --account.")
  var backtest = false

  @Option(help: ArgumentHelp("With --backtest: the first moment to test.", valueName: "time"))
  var since: String?

  @Option(
    help: ArgumentHelp(
      "With --backtest: how far each test looks ahead, such as 7d; 24h by default.",
      valueName: "duration"))
  var horizon: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var freshness: FreshnessOptions
  @OptionGroup var money: MoneyOptions

  func validate() throws {
    if backtest { return }
    if since != nil { throw ValidationError("--since belongs to --backtest.") }
    if horizon != nil { throw ValidationError("--horizon belongs to --backtest.") }
  }

  func run() throws {
    let place = try MoneyContext(money, freshness)
    let now = place.workplace.now
    guard backtest else {
      let state = try place.knownAccount()
      return try StandardOutput.print(
        json
          ? ForecastOutput.json(state, at: now).printed
          : state.map { ForecastOutput.text($0, at: now) } ?? "unknown: \(MoneyFault.noAccounts)")
    }
    let horizon = horizon ?? "24h"
    guard let length = TimeText.span(horizon), length >= .hour,
      length <= Forecast.farthest
    else {
      throw Failure(
        status: .usage, message: "--horizon: “\(horizon)” is not 1h to 35d, such as 24h or 7d")
    }
    let since = try TimeText.option(since, "--since", place.workplace)
    // The test works even before any account is known.
    let funds = try place.store.funds(at: now)
    let account = try place.accountName.map { try funds.account(named: $0).account.name }
    let tools = account.map(funds.tools(spendingFrom:)) ?? []
    let history = try place.store.drawLog(of: account, spentBy: tools, upTo: now)
    let test = Backtest([history], since: since, horizon: length)
    try StandardOutput.print(json ? ForecastOutput.json(test).printed : ForecastOutput.text(test))
  }
}
