import Ledger

extension PrepaidCredits {
  /// Reads the body of `prepaid/credits`; nil if it is not such an answer.
  ///
  /// where -1 means no balance, and the newer part takes precedence over the older.
  init?(_ body: JSONValue) {
    guard body["amount"] != nil || body["balance"] != nil else { return nil }
    self.init()
    let money = body["balance"]?["money"]
    var amounts = MinorAmounts(in: [money?["currency"] ?? body["currency"]])
    amount =
      amounts.amount(
        "balance", money?["amount_minor"], exponent: money?["exponent"], mayBeOwed: true)
    // If the newer part is faulty, the older one is not used instead.
    if amount == nil, amounts.faults.isEmpty {
      amount = amounts.amount("amount", body["amount"], exponent: nil, mayBeOwed: true)
    }
    autoReload = AutoReload.Settings(stated: body["auto_reload_settings"], &amounts)
    (currency, faults) = (amounts.currency, amounts.faults)
  }
}
