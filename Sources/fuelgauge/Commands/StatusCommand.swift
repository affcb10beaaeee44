import ArgumentParser
import Collector
import Ledger
import Storage

/// `fuelgauge status`: the state of things now, from the store.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show what is left and who burns it, from the store as it is.",
    discussion: "Exits with 1 if there is a warning, with 2 while tools are being refused.")

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Print one line, for a status bar.")
  var line = false

  @Flag(help: "Read the sources first.")
  var collect = false

  @OptionGroup var money: MoneyOptions

  func validate() throws {
    if json, line { throw ValidationError("--json and --line exclude each other.") }
  }

  func run() throws {
    let workplace = try Workplace.ofCommand(money.options)
    let store = try collect ? workplace.openStore() : workplace.openStoreForReading()
    if collect {
      let online = try workplace.onlineReadings(store)
      let turn = try CollectingTurn.take(store: workplace.storePath, following: false)
      if case .ours(let lock) = turn {
        defer { withExtendedLifetime(lock) {} }
        _ = try workplace.collector(store).collect()
      }
      try online.askDue()
    }
    // Else nobody would hear that nothing is read.
    if !collect, let fault = CollectorLock.fault(store: workplace.storePath) {
      StandardError.print("nothing can be read into the store: \(fault)")
    }
    let snapshot = try store.snapshot(
      UsageStore.SnapshotQuery(
        now: workplace.now, days: workplace.days, burnMinutes: workplace.settings.burnMinutes))
    let name = money.account.account
    let funds = snapshot.funds
    let status = StatusOutput(
      snapshot: snapshot, account: name == nil ? funds.account : try funds.account(named: name),
      isNamed: name != nil)
    try StandardOutput.print(json ? status.json.printed : line ? status.line : status.text)
    if let status = status.exitStatus { throw Failure(status: status, message: "") }
  }
}
