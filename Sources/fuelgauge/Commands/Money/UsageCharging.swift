import Storage

/// Charges stored usage again.
enum UsageCharging {
  /// Prices and charges everything again, for example when a currency gets its first exchange rate.
  static func chargeAnew(_ place: MoneyContext) throws {
    try UsageWriter(store: place.store, prices: place.workplace.prices()).reprice()
  }
}
