import ArgumentParser
import Values

/// `fuelgauge balance`: shows or sets the balance.
struct BalanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "balance", abstract: "Show what is left of a balance, or enter it.",
    subcommands: [Show.self, Set.self], defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show what is left.")

    @Flag(help: "Print one JSON object.")
    var json = false

    @OptionGroup var freshness: FreshnessOptions
    @OptionGroup var money: MoneyOptions

    func run() throws {
      let place = try MoneyContext(money, freshness)
      let state = try place.knownAccount()
      try StandardOutput.print(
        json
          ? MoneyOutput.balanceJSON(state).printed
          : state.map { MoneyOutput.balanceText($0, at: place.workplace.now) }
            ?? MoneyOutput.noAccount)
    }
  }

  struct Set: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Enter the balance that claude.ai/settings/usage shows.",
      discussion: """
        Spending that Fuelgauge did not count is kept as unexplained. If a balance at claude.ai has risen, the \
        rise first settles pending top-ups; the rest counts as a top-up or an auto-reload. If no account is \
        known yet, Fuelgauge looks for Claude Code's login. If there is none, it makes an account named \
        “claude.ai”, which the first login that pays takes over.
        """)

    @Argument(help: "Plain digits with at most one point, such as 38.20; at most nine decimals.")
    var amount: String

    @Option(help: ArgumentHelp("The currency of the balance, such as EUR.", valueName: "code"))
    var currency: String?

    @OptionGroup var money: MoneyOptions

    func run() throws {
      let place = try MoneyContext(money)
      try place.workplace.findLogins(for: place.store, isFirst: true)
      let amount = try Amount.argument(
        amount, "the balance", decimals: Money.scale, mayBeZero: true)
      let currency = try currency.map(Currency.argument)
      let outcome = try place.store.perform(
        .setBalance(amount), on: place.accountName, in: currency, at: place.workplace.now)
      try place.report(
        outcome, place.store.funds(at: place.workplace.now).account(named: outcome.account))
    }
  }
}

extension Currency {
  /// A currency from the command line.
  static func argument(_ text: String) throws -> Currency {
    guard let currency = Currency(code: text) else {
      throw Failure(
        status: .usage, message: "--currency “\(text)”: give its three letters, such as EUR")
    }
    return currency
  }
}
