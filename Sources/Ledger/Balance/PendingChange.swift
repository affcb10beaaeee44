import Values

/// Something the person has to do at claude.ai. It stays pending until a reading shows it or the person confirms
/// it.
package struct PendingChange: Equatable, Sendable {
  /// What to do.
  package enum Wish: Hashable, Sendable, Codable {
    case topUp(Money)
    case autoReload(AutoReload.Settings)
    /// Sets the monthly cap; nil removes it.
    case cap(Money?)
  }

  /// The number of its ledger entry, used to confirm or cancel it.
  package var id: Int64
  package var wish: Wish
  package var since: Instant

  /// Creates a change from its parts.
  package init(id: Int64, wish: Wish, since: Instant) {
    self.id = id
    self.wish = wish
    self.since = since
  }

  /// The page to do it on.
  package static let page = "https://claude.ai/settings/usage"
}

extension [PendingChange] {
  /// The top-ups among them, in their order.
  package var topUps: [(id: Int64, amount: Money)] {
    compactMap { if case .topUp(let amount) = $0.wish { (id: $0.id, amount: amount) } else { nil } }
  }
}

extension PendingChange.Wish {
  /// What to do at claude.ai: "add $25.00", "switch auto-reload off".
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
