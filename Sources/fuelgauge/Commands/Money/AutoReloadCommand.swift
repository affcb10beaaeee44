import ArgumentParser
import Ledger

/// `fuelgauge auto-reload`: shows or changes it.
struct AutoReloadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "auto-reload", abstract: "Show auto-reload, switch it, or change its amounts.",
    discussion: """
      When the balance falls below a threshold, an amount is added as often as lifts it there, never more \
      than a maximum a month and never past the monthly cap. Where claude.ai keeps the balance, the change \
      to make there is shown and noted as pending.
      """)

  enum Switch: String, CaseIterable, ExpressibleByArgument {
    case on, off
  }

  @Argument(help: "on or off; nothing: leave it as it is.")
  var to: Switch?

  @Option(help: ArgumentHelp("Add when the balance is below this.", valueName: "amount"))
  var below: String?

  @Option(help: ArgumentHelp("Add this much.", valueName: "amount"))
  var add: String?

  @Option(
    name: .customLong("monthly-max"),
    help: ArgumentHelp("Add this much in a month at most, or none.", valueName: "amount"))
  var monthlyMax: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var money: MoneyOptions

  private var isChange: Bool { to != nil || below != nil || add != nil || monthlyMax != nil }

  func run() throws {
    let place = try MoneyPlace(money, forReading: !isChange)
    let state = try place.account()
    guard isChange else {
      return print(
        json
          ? MoneyOutput.autoReloadJSON(state.autoReload).printed
          : MoneyOutput.autoReloadText(state, at: place.workplace.now))
    }
    var settings = state.autoReload.settings ?? .initial
    let decimals = state.account.currency.decimals
    if let to { settings.isOn = to == .on }
    if let below {
      settings.below = try Amount.argument(below, "--below", decimals: decimals, mayBeZero: true)
    }
    if let add { settings.add = try Amount.argument(add, "--add", decimals: decimals) }
    if let monthlyMax {
      settings.monthlyMax =
        monthlyMax == "none"
        ? nil
        : try Amount.argument(monthlyMax, "--monthly-max", decimals: decimals, mayBeZero: true)
    }
    try place.perform(.setAutoReload(settings))
    if state.account.authority == .claude { print(PendingChange.page) }
  }
}
