import ArgumentParser
import Collector
import Storage

/// `fuelgauge status`: the current state.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show what is left and what burns it.",
    discussion: """
      Exits with 1 if there is a warning, and with 2 while tools are being refused. It first reads what is new \
      in the sources; --line does so only with --collect.
      """)

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Print one line, for a status bar.")
  var line = false

  @OptionGroup var freshness: FreshnessOptions
  @OptionGroup var money: MoneyOptions

  func validate() throws {
    if json, line { throw ValidationError("--json and --line cannot be combined.") }
  }

  func run() throws {
    let workplace = try Workplace.ofCommand(money.options)
    // A status bar asks often, so just show what is known.
    let isAsIs = line && !freshness.collect
    let store =
      try isAsIs ? workplace.openStoreForReading() : workplace.openFreshStore(freshness)
    let snapshot = try store.snapshot(
      UsageStore.SnapshotQuery(
        now: workplace.now, days: workplace.days))
    let name = money.account.account
    let funds = snapshot.funds
    let status = StatusOutput(
      snapshot: snapshot, account: name == nil ? funds.account : try funds.account(named: name),
      isNamed: name != nil)
    try StandardOutput.print(json ? status.json.printed : line ? status.line : status.text)
    if let status = status.exitStatus { throw Failure(status: status, message: "") }
  }
}
