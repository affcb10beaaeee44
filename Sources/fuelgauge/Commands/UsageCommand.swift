import ArgumentParser
import Ledger

extension UsageDimension: ExpressibleByArgument {}

/// `fuelgauge usage`: what was used, broken down.
struct UsageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "usage",
    abstract: "Show tokens and list value by tool, model, day and more.",
    discussion: """
      Costs are list value in USD. “≥” marks a lower bound: the final output count of some answers \
      is missing in the source. Requests of models without a known price are counted as unpriced.
      """)

  @Option(help: "What to break usage down by.")
  var by: UsageDimension = .tool

  @Option(
    help: ArgumentHelp(
      "The first moment counted: a date, an RFC 3339 time, or how long ago (90m, 24h, 7d).",
      valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("The first moment no longer counted.", valueName: "time"))
  var until: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Print comma-separated values.")
  var csv = false

  @OptionGroup var freshness: FreshnessOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if json, csv { throw ValidationError("--json and --csv exclude each other.") }
  }

  func run() throws {
    let workplace = try Workplace.ofCommand(options)
    let since = try TimeText.option(since, "--since", workplace)
    let until = try TimeText.option(until, "--until", workplace)
    if let since, let until, since >= until {
      throw Failure(status: .usage, message: "--since must be earlier than --until")
    }
    let report = try workplace.openFreshStore(freshness).report(
      by: by, since: since, until: until, days: workplace.days)
    if json {
      try StandardOutput.print(UsageOutput.json(report).printed)
    } else if csv {
      try StandardOutput.print(UsageOutput.csv(report), terminator: "")
    } else {
      try StandardOutput.print(UsageOutput.table(report))
    }
  }
}
