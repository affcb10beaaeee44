import Values

/// Something that a person does to the money of an account: a key and a command do the same.
package enum MoneyAction: Equatable, Sendable {
  /// A local balance is credited at once; for claude.ai's it is noted as pending.
  case topUp(Money)
  /// A pending top-up or change has been made.
  case confirm(pending: Int64)
  /// A change at claude.ai has been made there already, and counts now.
  case count(PendingChange.Wish)
  /// It will not be made.
  case cancel(pending: Int64)
  case addCredit(CreditKind, Money, expires: Instant?)
  /// A reading that the person types in.
  case setBalance(Money)
  /// A local balance has it at once; for claude.ai's it is noted as pending.
  case setAutoReload(AutoReload.Settings)
  /// A limit that Fuelgauge keeps.
  case setLimit(tool: Tool?, period: Limit.Period, amount: Money)
  case clearLimit(tool: Tool?, period: Limit.Period)
  /// A change of claude.ai's own monthly cap, which is noted as pending.
  case wishCap(Money?)
  /// The last money action is taken back; a counter-entry where something was spent since. Nothing is
  /// done if the last one is not the entry that the person was shown; nil: whichever is the last.
  case undo(entry: Int64?)
}

/// Why a ``MoneyAction`` was not done; nothing was changed.
package enum MoneyFault: Error, Equatable, CustomStringConvertible {
  case noAccounts
  case noCurrentAccount
  case unknownAccount(String)
  case ambiguousAccount(String, names: [String])
  case accountExists(String)
  case badName(String)
  /// Only an administrator can do it.
  case managed(account: String)
  /// The account's balance is kept here: nothing is to be done at claude.ai.
  case isLocal(account: String)
  /// The account's balance is kept here, so nothing is done elsewhere that could count.
  case isBudget(account: String)
  /// The account's balance is kept here: claude.ai knows nothing of it.
  case nothingToAsk(account: String)
  case noPending(Int64)
  case nothingToUndo
  /// Something else was done meanwhile.
  case undoIsAnother
  case noLimit(title: String)
  /// The balance could not be counted any more.
  case tooLarge
  case currencyIsFixed(account: String)
  case alreadyExpired

  package var description: String {
    switch self {
    case .noAccounts:
      "there is no account yet: fuelgauge balance set AMOUNT or fuelgauge account add NAME makes one"
    case .noCurrentAccount:
      "there is no current account: name one with --account, or choose one with fuelgauge account use"
    case .unknownAccount(let text):
      "there is no account “\(text)”; fuelgauge account list shows them"
    case .ambiguousAccount(let text, let names):
      "“\(text)” matches several accounts: \(names.joined(separator: ", ")); give one of these names"
    case .accountExists(let name): "account “\(name)” already exists"
    case .badName(let reason): "the account: \(reason)"
    case .managed(let account):
      "the organization manages the money of \(account): ask its administrator"
    case .isLocal(let account):
      "the balance of \(account) is kept by Fuelgauge, so there is nothing to change at claude.ai"
    case .isBudget(let account):
      "\(account) is a budget that Fuelgauge keeps, so nothing is done for it at claude.ai: leave out --done"
        + " and --at-claude, what is changed here counts at once"
    case .nothingToAsk(let account):
      "the balance of \(account) is kept by Fuelgauge, so there is nothing to ask claude.ai"
    case .noPending(let id):
      "nothing pending has the number \(id); fuelgauge ledger shows what is pending"
    case .nothingToUndo: "there is nothing to undo"
    case .undoIsAnother:
      "something else happened meanwhile, so nothing was undone; look again and repeat it"
    case .noLimit(let title): "there is no \(title) to clear"
    case .tooLarge: "the balance would be larger than can be counted"
    case .currencyIsFixed(let account):
      "the ledger of \(account) has entries in its currency, so the currency cannot change"
    case .alreadyExpired: "the credit would have expired already"
    }
  }
}
