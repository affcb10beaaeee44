/// Why a ``MoneyAction`` was not done. Nothing was changed.
package enum MoneyFault: Error, Equatable, CustomStringConvertible {
  case noAccounts
  case noCurrentAccount
  case unknownAccount(String)
  case ambiguousAccount(String, names: [String])
  case accountExists(String)
  case badName(String)
  /// Only an administrator can do this.
  case managed(account: String)
  /// Fuelgauge keeps the balance, so there is nothing to do at claude.ai.
  case isLocal(account: String)
  /// Fuelgauge keeps the balance, so nothing done elsewhere could count.
  case isBudget(account: String)
  /// Fuelgauge keeps the balance, so claude.ai knows nothing about it.
  case nothingToAsk(account: String)
  case noPending(Int64)
  case nothingToUndo
  /// Something else was done in the meantime.
  case undoIsAnother
  case noLimit(title: String)
  /// The balance would be too large to represent.
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
      "Fuelgauge keeps the balance of \(account), so there is nothing to change at claude.ai"
    case .isBudget(let account):
      "\(account) is a budget that Fuelgauge keeps, so nothing happens at claude.ai: leave out --done"
        + " and --at-claude; changes made here count at once"
    case .nothingToAsk(let account):
      "Fuelgauge keeps the balance of \(account), so there is nothing to ask claude.ai"
    case .noPending(let id):
      "no pending item has the number \(id); fuelgauge ledger shows what is pending"
    case .nothingToUndo: "there is nothing to undo"
    case .undoIsAnother:
      "something else happened in the meantime, so nothing was undone; check the ledger and try again"
    case .noLimit(let title): "there is no \(title) to clear"
    case .tooLarge: "the balance would be too large"
    case .currencyIsFixed(let account):
      "the ledger of \(account) already has entries, so its currency cannot change"
    case .alreadyExpired: "the credit would already have expired"
    }
  }
}
