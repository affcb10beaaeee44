import Values

extension EntryNote {
  /// The note in a few words.
  package func text(in currency: Currency) -> String {
    switch self {
    case .wish(let wish): return wish.instruction(in: currency)
    case .limit(let tool, let period, let before, let after):
      let title = Limit(tool: tool, period: period, amount: .zero).title
      let now = after?.fullDisplay(in: currency) ?? "cleared"
      return "\(title): \(now)" + (before.map { ", was \($0.fullDisplay(in: currency))" } ?? "")
    case .autoReload(let settings):
      return settings.isOn ? "on: \(settings.terms(in: currency))" : "off"
    case .stopped(let tool, let limit, let used):
      let who = "\(tool?.title ?? "every tool") stopped: "
      guard let limit else { return who + "nothing is left" }
      let amounts = [used, limit.amount].compactMap { $0?.fullDisplay(in: currency) }
      return who + "\(limit.title), \(amounts.joined(separator: " of "))"
    case .pass(let tool, let until?):
      return "\(tool?.title ?? "every tool") allowed until \(until.minuteText)"
    case .pass(let tool, nil): return "\(tool?.title ?? "every tool") no longer allowed"
    case .authority(.claude):
      return "claude.ai keeps the balance; Fuelgauge estimates it between readings"
    case .authority(.local): return "Fuelgauge keeps the balance"
    case .payer(let change): return EntryNote.text(of: change, in: currency)
    case .datedAhead: return "was dated ahead of the clock"
    case .recognised: return "seen as a rise between readings"
    case .refers(let number): return "of number \(number)"
    case .expires(let moment): return "expires \(moment.rfc3339)"
    case .neverPaid(let amount):
      return "\(amount.fullDisplay(in: currency)) of it was counted as added here but never paid"
    }
  }
}

extension EntryNote {
  private static func text(of change: PurseChange, in currency: Currency) -> String {
    let who =
      switch change.purse {
      case .plan: "plan"
      case .extra: "extra usage"
      default: change.purse.title
      }
    let sure = change.basis == .proven ? "" : change.basis == .likely ? " probably" : " perhaps"
    let count = "\(change.requests) request\(change.requests == 1 ? "" : "s")"
    let why =
      switch change.reason {
      case .windowsHadRoom: "every window had room"
      case .windowWasFull: "a window was used up"
      case .spendStoodStill: "claude.ai's spend did not move by that"
      case .spendMoved: "claude.ai's spend moved by that"
      case .planIsKnown: "it has a plan"
      case .otherwise: "by what is known now"
      }
    return
      "\(who)\(sure) paid \(change.amount.fullDisplay(in: currency)) for \(count): \(why)"
  }
}

extension [EntryNote] {
  /// The notes in their order, in a few words; empty where there are none.
  package func text(in currency: Currency) -> String {
    map { $0.text(in: currency) }.joined(separator: ", ")
  }
}
