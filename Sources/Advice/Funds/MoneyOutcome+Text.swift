import Ledger
import Values

extension MoneyOutcome {
  /// What happened, in a sentence without a full stop.
  package var sentence: String {
    events.map { $0.sentence(on: account, in: currency) }.joined(separator: "; ")
  }
}

extension MoneyEvent {
  /// The event in a sentence without a full stop.
  fileprivate func sentence(on account: String, in currency: Currency) -> String {
    func text(_ amount: Money) -> String { amount.fullDisplay(in: currency) }
    func instruction(_ wish: PendingChange.Wish) -> String { wish.instruction(in: currency) }
    switch self {
    case .toppedUp(let amount):
      return "\(text(amount)) was added to \(account), a budget kept here; nothing was paid"
    case .credited(let kind, let amount):
      return "a \(kind.rawValue) of \(text(amount)) was added to \(account)"
    case .read(let amount, keptBy: .claude):
      return "noted: claude.ai shows \(text(amount)) for \(account)"
    case .read(let amount, keptBy: .local): return "the balance of \(account) is \(text(amount))"
    case .arrived(let match, let reload):
      return match.consequences(in: currency, reload: reload).joined(separator: "; ")
    case .autoReloadSet(let settings) where !settings.isOn:
      return "auto-reload of \(account) is off"
    case .autoReloadSet(let settings):
      return "auto-reload of \(account) is on: \(settings.terms(in: currency));"
        + " it counts as added, and nothing is paid"
    case .reloaded(let amount): return "auto-reload counts \(text(amount)) as added"
    case .limitSet(let limit): return "\(account): the \(limit.title) is now \(text(limit.amount))"
    case .limitCleared(let limit): return "\(account): the \(limit.title) is cleared"
    case .alreadyPending(let wish, let number):
      return "already pending as number \(number): \(instruction(wish)) at claude.ai/settings/usage"
    case .noted(let wish, let number):
      return
        "noted\(number.map { " as number \($0)" } ?? ""), pending until it is seen or confirmed:"
        + " \(instruction(wish)) at claude.ai/settings/usage"
    case .settled(let wish, let mayCountTwice):
      let caution =
        "; the balance was read after this was noted: if that reading included the money, undo this with"
        + " fuelgauge undo"
      return "done: \(instruction(wish))\(mayCountTwice ? caution : "")"
    case .cancelled(let wish): return "cancelled: \(instruction(wish))"
    case .undone(let undone, let correction):
      return MoneyEvent.sentence(undone, correction, in: currency)
    case .onlineReadings(let isOn):
      return "online readings of \(account) are \(isOn ? "on" : "off")"
    }
  }

  private static func sentence(
    _ undone: Undoable, _ correction: Money?, in currency: Currency
  ) -> String {
    let title = undone.kind.title
    let what =
      undone.amount.map { "\(title) of \($0.fullDisplay(in: currency))" }
      ?? "\(title) (\(undone.notes.text(in: currency)))"
    let more = undone.consequence(in: currency).map { "; \($0)" } ?? ""
    if let correction {
      return "money was spent since the \(what), so a correction of"
        + " \(correction.signedDisplay(in: currency)) was booked\(more)"
    }
    let isSettled = !undone.kind.isReading && !undone.pendingAgain.isEmpty
    return "undone: \(what)\(isSettled ? "; pending again" : more)"
  }
}
