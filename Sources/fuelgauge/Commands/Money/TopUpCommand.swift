import Advice
import ArgumentParser
import Ledger
import Values

/// `fuelgauge top-up`: notes or counts a top-up, or settles a pending change.
struct TopUpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "top-up", abstract: "Add money to a balance.",
    discussion: """
      Fuelgauge cannot pay. A balance at claude.ai is topped up there: Fuelgauge opens the page, or prints its \
      address, and notes the top-up as pending until a reading shows it or you confirm it. Pending money is \
      not part of the balance. Use --done if it is already paid; it then counts at once. On a budget that \
      Fuelgauge keeps, it counts at once and nothing is paid.
      """)

  @Argument(help: "How much: plain digits with at most one point, such as 25 or 12.50.")
  var amount: String?

  @Flag(help: "Do not ask for confirmation, whatever the amount.")
  var yes = false

  @Flag(help: "It is already paid at claude.ai: count it now.")
  var done = false

  @Option(help: ArgumentHelp("Confirm a pending top-up or change.", valueName: "number"))
  var confirm: Int64?

  @Option(help: ArgumentHelp("Cancel a pending one that will not be made.", valueName: "number"))
  var cancel: Int64?

  @OptionGroup var money: MoneyOptions

  func validate() throws {
    let given = [amount != nil, confirm != nil, cancel != nil].count { $0 }
    if given != 1 {
      throw ValidationError("Give an amount, --confirm NUMBER or --cancel NUMBER.")
    }
    if done, amount == nil {
      throw ValidationError(
        "--done goes with an amount; --confirm NUMBER confirms a pending one.")
    }
  }

  func run() throws {
    let place = try MoneyContext(money)
    if let confirm { return try place.perform(.confirm(pending: confirm)) }
    if let cancel { return try place.perform(.cancel(pending: cancel)) }
    let state = try place.account()
    let amount = try Amount.argument(
      amount ?? "", "the amount", decimals: state.account.currency.decimals)
    let action = done ? MoneyAction.count(.topUp(amount)) : .topUp(amount)
    let route = action.route(on: state.account)
    if case .refused(let fault) = route { throw fault }
    if !yes {
      let prompt = try Prompt(instead: "give --yes to skip the question")
      let preview = MoneyPreview(
        action, of: state, at: place.workplace.now, days: place.workplace.days)
      try StandardOutput.print(MoneyOutput.preview(preview))
      let what = amount.fullDisplay(in: state.account.currency)
      let question =
        done
        ? "Was \(what) paid for \(state.account.name) at claude.ai? It counts now."
        : route == .here
          ? "Count \(what) as added to \(state.account.name)? Nothing is paid."
          : "Note \(what) as pending and go to \(PendingChange.page)?"
      guard try prompt.agrees(to: question) else {
        return try StandardOutput.print("Nothing was changed.")
      }
      if amount > Amount.confirmedTwiceAbove {
        guard try prompt.repeats(amount, decimals: state.account.currency.decimals) else {
          return try StandardOutput.print("That is not the same amount. Nothing was changed.")
        }
      }
    }
    try place.perform(action)
    guard case .atClaude = route else { return }
    if !yes, Browser(place.workplace.environment).open(PendingChange.page) { return }
    try StandardOutput.print(PendingChange.page)
  }
}
