import ArgumentParser
import Foundation
import Ledger

/// `fuelgauge ledger`: lists everything that changed a balance.
struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract:
      "List what came in and what went out, in order of entry, with the balance after each.",
    discussion: """
      Charges are grouped by day and tool. “unexplained” is spending that a reading revealed but Fuelgauge \
      had not counted.
      """)

  @Option(
    help: ArgumentHelp(
      "Show only entries since then: a date, an RFC 3339 time, how long ago (90m, 24h, 7d), today or"
        + " yesterday.",
      valueName: "time"))
  var since: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Print comma-separated values.")
  var csv = false

  @OptionGroup var freshness: FreshnessOptions
  @OptionGroup var money: MoneyOptions

  func validate() throws {
    if json, csv { throw ValidationError("--json and --csv cannot be combined.") }
  }

  func run() throws {
    let place = try MoneyContext(money, freshness)
    let since = try TimeText.option(since, "--since", place.workplace)
    let account = try place.knownAccount()?.account
    var rows: [LedgerRow] = []
    if let account {
      try place.store.ledger(
        LedgerPage.Query(account: account.name), since: since, days: place.workplace.days
      ) { rows.append($0) }
    }
    if json {
      try StandardOutput.print(LedgerOutput.json(rows, account).printed)
    } else if csv {
      try StandardOutput.print(
        LedgerOutput.csv(rows, in: account?.currency ?? .usd), terminator: "")
    } else {
      try StandardOutput.print(
        account.map {
          LedgerOutput.text(rows, $0, days: place.workplace.days, isWhole: since == nil)
        } ?? MoneyFault.noAccounts.description)
    }
  }
}
