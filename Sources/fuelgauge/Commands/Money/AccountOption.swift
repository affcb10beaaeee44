import Advice
import ArgumentParser
import Ledger
import Storage
import Values

/// Which account a command is about.
struct AccountOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The account: its name, e-mail or organization id; the current one by default.",
      valueName: "account"))
  var account: String?
}

/// The options that every command about money takes.
struct MoneyOptions: ParsableArguments {
  @OptionGroup var account: AccountOption
  @OptionGroup var options: GlobalOptions
}

/// Where a command does something to money.
struct MoneyContext {
  let workplace: Workplace
  let store: UsageStore
  let accountName: String?

  /// - Parameter forReading: whether the command only looks.
  init(_ options: MoneyOptions, forReading: Bool = false) throws {
    // Nobody could be told what was done.
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

  /// Where a report is made of money.
  init(_ options: MoneyOptions, _ freshness: FreshnessOptions) throws {
    workplace = try Workplace.ofCommand(options.options)
    store = try workplace.openFreshStore(freshness)
    accountName = options.account.account
  }

  /// What is known of the account that is meant.
  /// - Throws: ``MoneyFault`` if there is none or it is not clear which.
  func account() throws -> AccountState {
    try snapshot().funds.account(named: accountName)
  }

  /// What is known of the account that a report is about; nil where none is known yet, which is nothing that the
  /// person has done wrong.
  /// - Throws: ``MoneyFault`` if it is not clear which is meant.
  func knownAccount() throws -> AccountState? {
    let funds = try snapshot().funds
    return accountName == nil && funds.accounts.isEmpty
      ? nil : try funds.account(named: accountName)
  }

  /// Everything, at the command's moment.
  func snapshot() throws -> UsageSnapshot {
    try store.snapshot(
      UsageStore.SnapshotQuery(
        now: workplace.now, days: workplace.days))
  }

  /// Does something and says what became of it.
  func perform(_ action: MoneyAction) throws {
    try report(store.perform(action, on: accountName, at: workplace.now))
  }

  /// Says what became of something.
  func report(_ outcome: MoneyOutcome) throws {
    try report(outcome, store.funds(at: workplace.now).account(named: outcome.account))
  }

  func report(_ outcome: MoneyOutcome, _ state: AccountState) throws {
    do {
      try StandardOutput.print(MoneyOutput.outcome(outcome, state))
    } catch let failure as Failure {
      // A script that tries again would do it twice.
      throw Failure(
        status: failure.status,
        message:
          "\(failure.message)\nThe change was made, so do not repeat it: \(outcome.sentence)")
    }
  }
}

extension Funds {
  /// The account that a text means, the current one for nil.
  func account(named text: String?) throws(MoneyFault) -> AccountState {
    try AccountMatch.of(text, among: accounts, current: account, \.account)
  }
}

extension Amount {
  /// An amount from the command line.
  /// - Parameter name: what it was given as.
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
