import Advice
import ArgumentParser
import Storage

extension Warning.ID: NamedArgument {}

/// `fuelgauge snooze`: silences a warning.
struct SnoozeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snooze",
    abstract: "Silence a warning for a while, in the dashboard and in status.",
    discussion: """
      What is silenced is still so: the checkup tells it, and it is told again when the time is over. \
      While requests are refused, status says so and exits with 2 all the same.
      """)

  @Argument(help: "The warning's id, as status --json names it.")
  var id: Warning.ID

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp(
      "How long, such as 90m, 12h, 7d; 0m lets it speak again.", valueName: "duration"))
  var duration = "1d"

  @Option(
    help: ArgumentHelp(
      "Only where it is about this account: a name, e-mail or organization id.",
      valueName: "account"))
  var account: String?

  @OptionGroup var options: GlobalOptions

  func run() throws {
    let workplace = try Workplace.ofCommand(options)
    guard let length = TimeText.milliseconds(duration) else {
      throw Failure(
        status: .usage, message: "--for “\(duration)”: no duration such as 90m, 12h or 7d")
    }
    let store = try workplace.openStore()
    let account = try self.account.map {
      try store.funds(at: workplace.now).account(named: $0).account.name
    }
    let until = workplace.now.advanced(by: length)
    try store.snooze(id, account: account, until: until)
    try StandardOutput.print(
      length == 0
        ? "\(id.rawValue) is told again" : "\(id.rawValue) is silent until \(until.rfc3339)")
  }
}
