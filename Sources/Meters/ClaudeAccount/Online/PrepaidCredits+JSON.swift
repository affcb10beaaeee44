import Ledger

extension PrepaidCredits {
  /// The answer in the body of `prepaid/credits`; nil: it is none.
  ///
  /// `{"amount":39947,"currency":"CAD","balance":{"money":{"amount_minor":39947,"currency":"CAD","exponent":2}},…}`,
  /// where -1 stands for no balance, and the newer part counts before the older.
  init?(_ body: JSONValue) {
    guard body["amount"] != nil || body["balance"] != nil else { return nil }
    self.init()
    let money = body["balance"]?["money"]
    currency = (money?["currency"]?.text ?? body["currency"]?.text).flatMap(Currency.init(code:))
    // A yen has no minor unit.
    let decimals = (currency ?? .usd).decimals
    amount =
      money.flatMap {
        PrepaidCredits.amount(
          $0["amount_minor"], exponent: $0["exponent"]?.number.flatMap(Int.init) ?? decimals)
      } ?? PrepaidCredits.amount(body["amount"], exponent: decimals)
    autoReload = body["auto_reload_settings"].flatMap {
      AutoReload.Settings(stated: $0, decimals: decimals)
    }
  }

  /// An amount in minor units, which may be overdrawn; nil: it is none.
  private static func amount(_ minor: JSONValue?, exponent: Int) -> Money? {
    guard let text = minor?.number, text != "-1" else { return nil }
    let size = Money(minor: String(text.drop { $0 == "-" }), exponent: exponent)
    return text.hasPrefix("-") ? size.map { Money(nanos: -$0.nanos) } : size
  }
}
