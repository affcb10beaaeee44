import Advice
import ArgumentParser
import Ledger
import Storage
import Values

/// Selects the account a command is about.
struct AccountOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The account: its name, e-mail or organization id; the current one by default.",
      valueName: "account"))
  var account: String?
}

/// The options of every command about money.
struct MoneyOptions: ParsableArguments {
  @OptionGroup var account: AccountOption
  @OptionGroup var options: GlobalOptions
}

/// What a command about money works with.
struct MoneyContext {
  let workplace: Workplace
  let store: UsageStore
  let accountName: String?

  /// - Parameter forReading: whether the command changes nothing.
  init(_ options: MoneyOptions, forReading: Bool = false) throws {
    // Change nothing if the outcome cannot be reported.
    if !forReading { try StandardOutput.ensureOpen() }
    workplace = try Workplace.ofCommand(options.options)
    if forReading {
      store = try workplace.openStoreForReading()
    } else {
      store = try workplace.openStore()
      try workplace.findLogins(for: store)
    }
    accountName = options.account.account
  }

  /// For a report about money.
  init(_ options: MoneyOptions, _ freshness: FreshnessOptions) throws {
    workplace = try Workplace.ofCommand(options.options)
    store = try workplace.openFreshStore(freshness)
    accountName = options.account.account
  }

  /// The account the options select.
  /// - Throws: ``MoneyFault`` if there is none, or the name is ambiguous.
  func account() throws -> AccountState {
    try snapshot().funds.account(named: accountName)
  }

  /// The account a report is about; nil if no account is known yet, which is not an error.
  /// - Throws: ``MoneyFault`` if the selected account does not exist, or the name is ambiguous.
  func knownAccount() throws -> AccountState? {
    let funds = try snapshot().funds
    return accountName == nil && funds.accounts.isEmpty
      ? nil : try funds.account(named: accountName)
  }

  /// A snapshot as of the command's time.
  func snapshot() throws -> UsageSnapshot {
    try store.snapshot(
      UsageStore.SnapshotQuery(
        now: workplace.now, days: workplace.days))
  }

  /// Performs an action and reports the outcome.
  func perform(_ action: MoneyAction) throws {
    try report(store.perform(action, on: accountName, at: workplace.now))
  }

  /// Reports the outcome of an action.
  func report(_ outcome: MoneyOutcome) throws {
    try report(outcome, store.funds(at: workplace.now).account(named: outcome.account))
  }

  func report(_ outcome: MoneyOutcome, _ state: AccountState) throws {
    do {
      try StandardOutput.print(MoneyOutput.outcome(outcome, state))
    } catch let failure as Failure {
      // A script that retries would do it twice.
      throw Failure(
        status: failure.status,
        message:
          "\(failure.message)\nThe change was made, so do not repeat it: \(outcome.sentence)")
    }
  }
}

extension Funds {
  /// The account matching a text; nil means the current one.
  func account(named text: String?) throws(MoneyFault) -> AccountState {
    try AccountMatch.of(text, among: accounts, current: account, \.account)
  }
}

extension Amount {
  /// An amount from the command line.
  /// - Parameter name: the option or argument, for messages.
  static func argument(
    _ text: String, _ name: String, decimals: Int, mayBeZero: Bool = false
  ) throws -> Money {
    do throws(Fault) {
      return try read(text, decimals: decimals, mayBeZero: mayBeZero)
    } catch {
      throw Failure(status: .usage, message: "\(name) “\(text)”: \(error)")
    }
  }
}
