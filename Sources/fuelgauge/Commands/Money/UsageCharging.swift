import Storage

/// Charges usage that could not be charged before.
enum UsageCharging {
  /// Looks at everything that is stored once more, such as when a currency gets its first rate.
  static func chargeAnew(_ place: MoneyContext) throws {
    try UsageWriter(store: place.store, prices: place.workplace.prices()).reprice()
  }
}
