import Advice
import ArgumentParser
import Storage
import Values

extension Warning.ID: NamedArgument {}

/// `fuelgauge snooze`: silences a warning for a while.
struct SnoozeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snooze",
    abstract: "Silence a warning for a while, in the dashboard and in status.",
    discussion: """
      The checkup still shows it, and it comes back when the time is up. While requests are being refused, \
      status still says so and exits with 2.
      """)

  @Argument(help: "The warning's id, as status --json names it.")
  var id: Warning.ID

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp(
      "How long, such as 90m, 12h or 7d; 0m ends the snooze.", valueName: "duration"))
  var duration = "1d"

  @Option(
    help: ArgumentHelp(
      "Only for this account: its name, e-mail or organization id.",
      valueName: "account"))
  var account: String?

  @OptionGroup var options: GlobalOptions

  func run() throws {
    let workplace = try Workplace.ofCommand(options)
    guard let length = TimeText.span(duration) else {
      throw Failure(
        status: .usage, message: "--for “\(duration)” is not a duration such as 90m, 12h or 7d")
    }
    let store = try workplace.openStore()
    let account = try self.account.map {
      try store.funds(at: workplace.now).account(named: $0).account.name
    }
    let until = workplace.now + length
    try store.snooze(id, account: account, until: until)
    try StandardOutput.print(
      length == .zero
        ? "\(id.rawValue) is no longer snoozed"
        : "\(id.rawValue) is snoozed until \(until.rfc3339)")
  }
}
