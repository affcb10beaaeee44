import Advice
import ArgumentParser
import Ledger
import Storage
import Values

/// `fuelgauge forecast`: when the balance runs out and what comes first; and what such forecasts were worth.
struct ForecastCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract:
      "Say when the balance runs out and what comes first, or prove it on your own history.",
    discussion: """
      It goes by how long such amounts lasted before, at such times of the day and the week. With --backtest it \
      is tried at many past moments against what then happened, beside the averages that other monitors \
      divide by.
      """)

  @Flag(help: "Try it on the past: on all requests, or with --account on those of one.")
  var backtest = false

  @Option(help: ArgumentHelp("With --backtest: moments from then on.", valueName: "time"))
  var since: String?

  @Option(
    help: ArgumentHelp(
      "With --backtest: runs of this long at most, such as 7d; without it, 24h.",
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
    guard let length = TimeText.milliseconds(horizon), length >= Instant.perHour,
      length <= Forecast.farthest
    else {
      throw Failure(
        status: .usage, message: "--horizon: “\(horizon)” is not 1h to 35d, such as 24h or 7d")
    }
    let since = try TimeText.option(since, "--since", place.workplace)
    // A history can be tried before any account is known.
    let funds = try place.store.funds(at: now)
    let account = try place.accountName.map { try funds.account(named: $0).account.name }
    let tools = account.map(funds.tools(spendingFrom:)) ?? []
    let history = try place.store.drawLog(of: account, spentBy: tools, upTo: now)
    let test = Backtest([history], since: since, horizon: length)
    try StandardOutput.print(json ? ForecastOutput.json(test).printed : ForecastOutput.text(test))
  }
}
