import ArgumentParser
import Foundation
import Ledger
import Values

extension Account.Authority: NamedArgument {}
extension Account.Plan: NamedArgument {}
extension Account.Billing: NamedArgument {}

/// `fuelgauge account`: the accounts that can hold a balance.
struct AccountCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account", abstract: "List accounts; add, select, change or remove one.",
    subcommands: [List.self, Add.self, Use.self, Set.self, Remove.self],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the accounts.")

    @Flag(help: "Print one JSON array.")
    var json = false

    @OptionGroup var freshness: FreshnessOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
      let workplace = try Workplace.ofCommand(options)
      let funds = try workplace.openFreshStore(freshness).funds(at: workplace.now)
      try StandardOutput.print(
        json ? AccountOutput.json(funds).printed : AccountOutput.text(funds, at: workplace.now))
    }
  }

  /// The facts about an account that can be set.
  struct Facts: ParsableArguments {
    @Option(help: "Who keeps the balance: local (Fuelgauge) or claude (claude.ai).")
    var authority: Account.Authority?

    @Option(help: "Its plan at claude.ai.")
    var plan: Account.Plan?

    @Option(help: "Who can add money and change limits: me or organization.")
    var billing: Account.Billing?

    @Option(help: ArgumentHelp("The currency of the balance, such as EUR.", valueName: "code"))
    var currency: String?

    @Option(
      name: .customLong("usd-rate"),
      help: ArgumentHelp(
        "What one US dollar is worth in the currency; without it nothing is charged to a balance in"
          + " another currency.", valueName: "rate"))
    var rate: String?

    @Option(help: "The e-mail address, for display.")
    var email: String?

    @Option(help: "The organization's id.")
    var organization: String?

    var isEmpty: Bool {
      authority == nil && plan == nil && billing == nil && currency == nil && rate == nil
        && email == nil && organization == nil
    }

    /// Applies them to an account.
    func apply(to account: inout Account) throws {
      account.authority = authority ?? account.authority
      account.plan = plan ?? account.plan
      account.billing = billing ?? account.billing
      account.email = email ?? account.email
      account.organization = organization ?? account.organization
      account.currency = try currency.map(Currency.argument) ?? account.currency
      guard let text = rate else { return }
      let money: Money
      do throws(DecimalText.Fault) {
        money = try Money(text: text, decimals: Money.scale)
      } catch {
        throw Failure(status: .usage, message: "--usd-rate “\(text)”: \(error)")
      }
      guard let rate = ExchangeRate(nanos: money.nanos), ExchangeRate.credible.contains(rate)
      else {
        throw Failure(
          status: .usage,
          message: "--usd-rate “\(text)”: a dollar is between 0.0001 and 10000000 of any currency")
      }
      account.rate = rate
    }
  }

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add an account; a local one starts empty.")

    @Argument(help: "The account's name.")
    var name: String

    @OptionGroup var facts: Facts
    @OptionGroup var options: GlobalOptions

    func run() throws {
      let workplace = try Workplace.ofCommand(options)
      let account = try workplace.openStore().addAccount(named: name, at: workplace.now) {
        try facts.apply(to: &$0)
      }
      try StandardOutput.print("added \(name); \(account.authority.keeper) keeps its balance")
    }
  }

  struct Use: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make an account the current one.")

    @Argument(help: "Its name, e-mail or organization id.")
    var account: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
      let workplace = try Workplace.ofCommand(options)
      let name = try workplace.openStore().useAccount(account, at: workplace.now)
      try StandardOutput.print("\(name) is the current account")
    }
  }

  struct Set: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Change what is known about an account.",
      discussion: """
        With --online on, Fuelgauge asks claude.ai for the balance, the cap and the plan windows, at most \
        every five minutes, while the dashboard or collect runs. It uses the token of Claude Code's login, \
        and never stores, shows or renews it.
        """)

    @OptionGroup var facts: Facts

    @Option(help: "Whether to ask claude.ai for readings.")
    var online: Switch?

    @OptionGroup var money: MoneyOptions

    func validate() throws {
      if facts.isEmpty, online == nil {
        throw ValidationError("Give at least one thing to change.")
      }
    }

    func run() throws {
      let place = try MoneyContext(money)
      // Try it first, so that an error changes nothing.
      var trial = Account(name: "", authority: .local, since: place.workplace.now)
      try facts.apply(to: &trial)
      let readings = try online == .on ? place.workplace.onlineReadings(place.store) : nil
      let account = try place.store.changeAccount(
        place.accountName, at: place.workplace.now
      ) {
        try? facts.apply(to: &$0)
        $0.isOnline = online.map { $0 == .on } ?? $0.isOnline
      }
      if facts.rate != nil || facts.currency != nil {
        try UsageCharging.chargeAnew(place)
      }
      try StandardOutput.print("changed \(account.name)")
      guard let readings else { return }
      // Show whoever turns it on whether it works.
      if isatty(STDERR_FILENO) == 1 { StandardError.print("asking claude.ai …") }
      try readings.askDue()
      let state = try place.account()
      try StandardOutput.print(
        "online readings: \(state.observed.online?.sentence(at: place.workplace.now) ?? "not asked yet")"
      )
    }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove an account: nothing more is charged to it, and its ledger stays."
    )

    @Argument(help: "Its name, e-mail or organization id.")
    var account: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
      let workplace = try Workplace.ofCommand(options)
      let store = try workplace.openStore()
      let name = try store.removeAccount(account, at: workplace.now)
      try StandardOutput.print(
        "removed \(name); its ledger is kept, and adding the account again brings it back")
      for tool in try store.funds(at: workplace.now).tools
      where tool.evidence == .said && tool.account == name {
        try StandardOutput.print(
          "\(tool.tool.title) is still set to spend from it, so its usage is not charged;"
            + " to change that, run fuelgauge tool clear \(tool.tool.rawValue)")
      }
    }
  }
}
