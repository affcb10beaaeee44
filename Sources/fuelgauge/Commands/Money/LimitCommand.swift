import Advice
import ArgumentParser
import Ledger
import Values

extension Tool: NamedArgument {}
extension Limit.Period: NamedArgument {}

/// `fuelgauge limit`: shows, sets or clears spending limits.
struct LimitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "limit", abstract: "Show spending limits, set one, or clear one.",
    discussion: """
      An account's cap counts what is drawn from its balance in a month (UTC) or a day (local time), from when \
      Fuelgauge first knows the account. A tool's limit counts the list value of all that the tool uses, whoever \
      pays; with --drawn, only what it draws from the balance. It stops a tool only where its hook is installed \
      (fuelgauge setup); elsewhere it warns. \
      A limit below what is already spent is accepted, and is reached at once.
      """, subcommands: [List.self, Set.self, Clear.self], defaultSubcommand: List.self)

  /// Selects a limit.
  struct Place: ParsableArguments {
    @Option(help: "The tool it is for; the whole account by default.")
    var tool: Tool?

    @Option(help: "The period it is for.")
    var per: Limit.Period = .month

    /// Checks that the options fit claude.ai's own cap.
    func check(atClaude: Bool, done: Bool) throws {
      if done, !atClaude { throw ValidationError("--done goes with --at-claude.") }
      if atClaude, tool != nil || per == .day {
        throw ValidationError("claude.ai's own cap is for the whole account and a month.")
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show every limit: what is used, what is left, when it resets.")

    @Flag(help: "Print one JSON array.")
    var json = false

    @OptionGroup var freshness: FreshnessOptions
    @OptionGroup var money: MoneyOptions

    func run() throws {
      let state = try MoneyContext(money, freshness).knownAccount()
      try StandardOutput.print(
        json
          ? (state.map(MoneyOutput.limitsJSON) ?? .array([])).printed
          : state.map(MoneyOutput.limitsText) ?? MoneyFault.noAccounts.description)
    }
  }

  struct Set: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Set a limit.")

    @Argument(
      help:
        "How much: plain digits with at most one point. A limit of 0 is reached by any spending.")
    var amount: String

    @Flag(
      name: .customLong("at-claude"),
      help: "Change claude.ai's own monthly cap: note the change to make there as pending.")
    var atClaude = false

    @Flag(help: "With --at-claude: the change is already made there, so count it now.")
    var done = false

    @Flag(help: "Count only what the tool draws from the balance, not all that it uses.")
    var drawn = false

    @OptionGroup var limit: Place
    @OptionGroup var money: MoneyOptions

    func validate() throws { try limit.check(atClaude: atClaude, done: done) }

    func run() throws {
      let place = try MoneyContext(money)
      let state = try place.account()
      let amount = try Amount.argument(
        amount, "the limit", decimals: state.account.currency.decimals, mayBeZero: true)
      let action =
        atClaude
        ? done ? MoneyAction.count(.cap(amount)) : .wishCap(amount)
        : .setLimit(
          tool: limit.tool, period: limit.per, amount: amount, isDrawn: drawn && limit.tool != nil)
      let preview = MoneyPreview(
        action, of: state, at: place.workplace.now, days: place.workplace.days)
      try place.perform(action)
      if atClaude, !done { return try StandardOutput.print(PendingChange.page) }
      try preview.notices.forEach { try StandardOutput.print($0) }
    }
  }

  struct Clear: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Clear a limit.")

    @Flag(
      help: "Clear claude.ai's own monthly cap: note the change to make there as pending.")
    var atClaude = false

    @Flag(help: "With --at-claude: the cap is already cleared there, so count it now.")
    var done = false

    @OptionGroup var limit: Place
    @OptionGroup var money: MoneyOptions

    func validate() throws { try limit.check(atClaude: atClaude, done: done) }

    func run() throws {
      let place = try MoneyContext(money)
      guard atClaude else {
        return try place.perform(.clearLimit(tool: limit.tool, period: limit.per))
      }
      try place.perform(done ? .count(.cap(nil)) : .wishCap(nil))
      if !done { try StandardOutput.print(PendingChange.page) }
    }
  }
}
