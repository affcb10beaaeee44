import Advice
import Ledger
import Values

extension MoneyAction {
  /// The change already made at claude.ai that it counts, if any.
  var counted: PendingChange.Wish? { if case .count(let wish) = self { wish } else { nil } }

  /// The confirmation question; nil if the question is instead whether it is already done at claude.ai.
  func question(about state: AccountState) -> String? {
    guard counted == nil, self.wish(about: state.account) == nil else { return nil }
    let currency = state.account.currency
    let name = state.account.name
    func text(_ amount: Money) -> String { amount.fullDisplay(in: currency) }
    func wish(_ id: Int64) -> String {
      state.pending.first { $0.id == id }?.wish.instruction(in: currency) ?? "what is pending"
    }
    return switch self {
    case .topUp(let amount): "Count \(text(amount)) as added to \(name)?"
    case .confirm(let id): "Is it done: \(wish(id))?"
    case .cancel(let id): "Cancel it: \(wish(id))?"
    case .addCredit(let kind, let amount, _):
      "Add a \(kind.rawValue) of \(text(amount)) to \(name)?"
    case .setBalance(let amount): "Set the balance of \(name) to \(text(amount))?"
    case .setAutoReload(let settings):
      "Switch auto-reload of \(name) \(settings.isOn ? "on" : "off")?"
    case .setLimit(let tool, let period, let amount, _):
      "Set the \(Limit(tool: tool, period: period, amount: amount).title) to \(text(amount))?"
    case .clearLimit(let tool, let period):
      "Clear the \(Limit(tool: tool, period: period, amount: .zero).title)?"
    case .count, .wishCap: nil
    case .undo:
      state.undoable?.needsCounterEntry == true ? "Book a correction?" : "Undo it?"
    }
  }
}
