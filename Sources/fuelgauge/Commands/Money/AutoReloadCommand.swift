import ArgumentParser
import Ledger
import Values

/// `fuelgauge auto-reload`: shows or changes auto-reload.
struct AutoReloadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "auto-reload",
    abstract: "Show auto-reload, switch it on or off, or change its amounts.",
    discussion: """
      When the balance falls below a threshold, auto-reload adds an amount, several times if needed, up to a \
      monthly maximum and the monthly cap. If claude.ai keeps the balance, the change has to be made there: \
      Fuelgauge shows it and notes it as pending, or counts it at once with --done. On a budget that Fuelgauge \
      keeps, the amount counts as added and nothing is paid.
      """)

  @Argument(help: "Switch it on or off; if left out, it stays as it is.")
  var to: Switch?

  @Option(help: ArgumentHelp("Reload when the balance is below this.", valueName: "amount"))
  var below: String?

  @Option(help: ArgumentHelp("Add this much.", valueName: "amount"))
  var add: String?

  @Option(
    name: .customLong("monthly-max"),
    help: ArgumentHelp(
      "Add at most this much in a month; none removes the maximum.", valueName: "amount"))
  var monthlyMax: String?

  @Flag(help: "The change is already made at claude.ai: count it now.")
  var done = false

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var money: MoneyOptions

  private var isChange: Bool { to != nil || below != nil || add != nil || monthlyMax != nil }

  func validate() throws {
    if done, !isChange {
      throw ValidationError(
        "--done needs the change that was made at claude.ai: on, off or an amount."
      )
    }
    if json, isChange {
      throw ValidationError("--json only shows auto-reload; leave it out to change it.")
    }
  }

  func run() throws {
    let place = try MoneyContext(money, forReading: !isChange)
    let state = try place.account()
    guard isChange else {
      return try StandardOutput.print(
        json
          ? MoneyOutput.autoReloadJSON(state.autoReload).printed
          : ([MoneyOutput.autoReloadText(state, at: place.workplace.now)]
            + MoneyOutput.pendingLines(state)).joined(separator: "\n"))
    }
    let decimals = state.account.currency.decimals
    let below = try self.below.map {
      try Amount.argument($0, "--below", decimals: decimals, mayBeZero: true)
    }
    let add = try self.add.map { try Amount.argument($0, "--add", decimals: decimals) }
    let most: Money?? = try monthlyMax.map {
      $0 == "none"
        ? nil : try Amount.argument($0, "--monthly-max", decimals: decimals, mayBeZero: true)
    }
    try place.report(
      place.store.changeAutoReload(
        on: place.accountName, isDoneThere: done, at: place.workplace.now
      ) { settings in
        settings.isOn = to.map { $0 == .on } ?? settings.isOn
        settings.below = below ?? settings.below
        settings.add = add ?? settings.add
        settings.monthlyMax = most ?? settings.monthlyMax
      })
    if state.account.authority == .claude, !done { try StandardOutput.print(PendingChange.page) }
  }
}
