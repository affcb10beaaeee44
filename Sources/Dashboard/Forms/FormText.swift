import Advice
import Canvas
import Ledger
import Values

/// What forms say in words.
extension Form {
  func title(of state: AccountState) -> String {
    let name = state.account.name
    return switch kind {
    case .topUp: "top up \(name)"
    case .autoReload: "auto-reload of \(name)"
    case .limit: "limits of \(name)"
    case .balance: "balance of \(name)"
    case .undo: "undo in \(name)"
    case .account: "accounts"
    case .online: "online readings of \(name)"
    case .pending, .settle: "pending at claude.ai"
    case .managed: "money of \(name)"
    }
  }

  /// Who keeps the balance.
  func note(about state: AccountState) -> String {
    switch kind {
    case .account, .limit: ""
    case .managed: "kept by the organization"
    default: state.account.authority == .claude ? "kept by claude.ai" : "kept by Fuelgauge"
    }
  }

  /// Sentences about what it does, before its fields.
  func facts(
    about state: AccountState, _ action: MoneyAction?, days: CivilDays, now: Instant
  ) -> [String] {
    let currency = state.account.currency
    switch kind {
    case .managed:
      return [
        "The organization manages the money of \(state.account.name): ask its administrator to add"
          + " money, to switch auto-reload or to change the cap at claude.ai.",
        "Limits that Fuelgauge keeps can be set with c, the balance typed in with b.",
      ]
    case .undo:
      guard let undoable = state.undoable else { return [] }
      return undoable.facts(in: currency, days: days, now: now)
    case .pending(let id):
      guard let change = state.pending.first(where: { $0.id == id }) else { return [] }
      return [
        "To do at claude.ai/settings/usage: \(change.wish.instruction(in: currency)).",
        "Pending for \((now - change.since).text).",
      ]
    case .settle: return ["To do at claude.ai/settings/usage."]
    case .balance:
      return ["Type what claude.ai/settings/usage shows."]
        + (account == nil ? ["No login was found yet; the first one that pays will own it."] : [])
    case .topUp, .autoReload, .limit:
      if let wish = action.flatMap({ $0.counted ?? $0.wish(about: state.account) }) {
        return [
          "To do at claude.ai/settings/usage: \(wish.instruction(in: currency)). Fuelgauge cannot pay."
        ]
      }
      let isMoney = kind != .limit && chosen(.decision) == 0
      return isMoney ? [state.account.payment] : []
    case .online(let isOn):
      guard isOn else { return ["What was read stays; nothing more is asked."] }
      return [
        "Fuelgauge then asks api.anthropic.com every five minutes at most what is left, what is used and"
          + " how it is capped. Nothing is changed there.",
        "It reads the token of Claude Code's login for that, and neither stores, shows nor renews it.",
      ]
    case .account: return []
    }
  }
}

extension Undoable {
  /// What would be taken back, and how.
  fileprivate func facts(in currency: Currency, days: CivilDays, now: Instant) -> [String] {
    let what = amount.map { "\(kind.title) of \($0.fullDisplay(in: currency))" } ?? kind.title
    let more = note.isEmpty ? "" : " (\(SafeText.clean(note)))"
    return [
      "The last action: \(what)\(more), \(days.moment(time, now: now)).",
      needsCounterEntry
        ? "A counter-entry is booked; both stay in the ledger."
        : "It is taken back as if it had never been made.",
    ] + (consequence(in: currency).map { [$0.prefix(1).uppercased() + $0.dropFirst() + "."] } ?? [])
  }
}

extension MoneyAction {
  /// What has been done at claude.ai already; nil: it is about nothing of the kind.
  var counted: PendingChange.Wish? { if case .count(let wish) = self { wish } else { nil } }

  /// What is asked once before it is done; nil: whether it has been done at claude.ai.
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
    case .cancel(let id): "Drop it: \(wish(id))?"
    case .addCredit(let kind, let amount, _):
      "Add a \(kind.rawValue) of \(text(amount)) to \(name)?"
    case .setBalance(let amount): "Set the balance of \(name) to \(text(amount))?"
    case .setAutoReload(let settings):
      "Switch auto-reload of \(name) \(settings.isOn ? "on" : "off")?"
    case .setLimit(let tool, let period, let amount):
      "Set the \(Limit(tool: tool, period: period, amount: amount).title) to \(text(amount))?"
    case .clearLimit(let tool, let period):
      "Clear the \(Limit(tool: tool, period: period, amount: .zero).title)?"
    case .count, .wishCap: nil
    case .undo:
      state.undoable?.needsCounterEntry == true ? "Book it against the balance?" : "Take it back?"
    }
  }
}

extension CivilDays {
  /// The time of day today, else the date with it: "17:13", "2026-02-11 17:13".
  func moment(_ time: Instant, now: Instant) -> String {
    let date = date(of: time)
    return date == self.date(of: now) ? clock(of: time) : "\(date) \(clock(of: time))"
  }
}
