import Values

/// Something that is to be done at claude.ai, which nobody else can do there: it stays pending until a
/// reading shows it or the person says so.
package struct PendingChange: Equatable, Sendable {
  /// What is to be done.
  package enum Wish: Hashable, Sendable, Codable {
    case topUp(Money)
    case autoReload(AutoReload.Settings)
    /// A monthly cap; nil: none.
    case cap(Money?)
  }

  /// The number of its entry in the account's ledger, by which it is confirmed or cancelled.
  package var id: Int64
  package var wish: Wish
  package var since: Instant

  /// A change of its parts.
  package init(id: Int64, wish: Wish, since: Instant) {
    self.id = id
    self.wish = wish
    self.since = since
  }

  /// The page where it is done.
  package static let page = "https://claude.ai/settings/usage"
}

extension [PendingChange] {
  /// The top-ups among them, in their order.
  package var topUps: [(id: Int64, amount: Money)] {
    compactMap { if case .topUp(let amount) = $0.wish { (id: $0.id, amount: amount) } else { nil } }
  }
}

extension PendingChange.Wish {
  /// What to do there: "add $25.00", "switch auto-reload off".
  package func instruction(in currency: Currency) -> String {
    switch self {
    case .topUp(let amount): "add \(amount.fullDisplay(in: currency))"
    case .autoReload(let settings) where !settings.isOn: "switch auto-reload off"
    case .autoReload(let settings):
      "switch auto-reload on: \(settings.terms(in: currency))"
    case .cap(let amount?): "set the monthly spending cap to \(amount.fullDisplay(in: currency))"
    case .cap(nil): "remove the monthly spending cap"
    }
  }
}

extension AutoReload.Settings {
  /// "add $50.00 below $5.00, at most $200.00 a month".
  package func terms(in currency: Currency) -> String {
    let most = monthlyMax.map { ", at most \($0.fullDisplay(in: currency)) a month" } ?? ""
    return "add \(add.fullDisplay(in: currency)) below \(below.fullDisplay(in: currency))" + most
  }
}
