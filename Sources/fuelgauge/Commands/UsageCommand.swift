import ArgumentParser
import Foundation
import Ledger

extension UsageDimension: NamedArgument {}
extension UsagePeriod: NamedArgument {}

/// The dimensions to break usage down by: one, or several separated by commas.
struct UsageDimensions: ExpressibleByArgument {
  let list: [UsageDimension]

  init?(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false)
    list = names.compactMap { UsageDimension(argument: String($0)) }
    guard list.count == names.count, Set(list).count == list.count else { return nil }
  }

  static var allValueStrings: [String] { UsageDimension.allCases.map(\.rawValue) }

  var defaultValueDescription: String { list.map(\.rawValue).joined(separator: ",") }

  fileprivate static let usual = UsageDimensions([.tool])

  private init(_ list: [UsageDimension]) { self.list = list }
}

/// `fuelgauge usage`: a breakdown of usage.
struct UsageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "usage",
    abstract: "Show tokens and list value by tool, model, day and more.",
    discussion: """
      Costs are list value in USD. “≥” marks a lower bound: some responses lack a final output count in the \
      source. Requests to models without a known price are counted as unpriced.
      """)

  @Option(
    help: ArgumentHelp(
      "What to break usage down by; separate several with commas.", valueName: "by"))
  var by = UsageDimensions.usual

  @Option(
    help: ArgumentHelp(
      "Only usage in this folder and its subfolders, or in folders with this name.",
      valueName: "folder"))
  var project: String?

  @Option(help: "The period: today, yesterday, this month (UTC), or a time span up to now.")
  var period: UsagePeriod?

  @Option(
    help: ArgumentHelp(
      "Count only usage since then: a date, an RFC 3339 time, how long ago (90m, 24h, 7d), today or"
        + " yesterday.",
      valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("Count only usage before then.", valueName: "time"))
  var until: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Print comma-separated values.")
  var csv = false

  @OptionGroup var freshness: FreshnessOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if json, csv { throw ValidationError("--json and --csv cannot be combined.") }
    if period != nil, since != nil || until != nil {
      throw ValidationError(
        "--period cannot be combined with --since or --until.")
    }
  }

  func run() throws {
    let workplace = try Workplace.ofCommand(options)
    let (now, days) = (workplace.now, workplace.days)
    let since =
      try period?.start(at: now, days: days) ?? TimeText.option(since, "--since", workplace)
    let until = try period?.end(at: now, days: days) ?? TimeText.option(until, "--until", workplace)
    if let since, let until, since >= until {
      throw Failure(status: .usage, message: "--since must be earlier than --until")
    }
    let report = try workplace.openFreshStore(freshness).report(
      by: by.list, since: since, until: until, project: project.map(folder), days: days)
    if json {
      try StandardOutput.print(UsageOutput.json(report).printed)
    } else if csv {
      try StandardOutput.print(UsageOutput.csv(report), terminator: "")
    } else {
      try StandardOutput.print(UsageOutput.table(report, of: project))
    }
  }

  /// A path in the form it is stored; a plain name is left as it is.
  private func folder(_ text: String) -> String {
    guard text.contains("/") || [".", "..", "~"].contains(text) else { return text }
    let path = (text as NSString).expandingTildeInPath
    return URL(fileURLWithPath: path).standardizedFileURL.path
  }
}
