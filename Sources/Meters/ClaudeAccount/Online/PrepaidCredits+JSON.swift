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
    var amounts = MinorAmounts(in: [money?["currency"] ?? body["currency"]])
    amount =
      amounts.amount(
        "balance", money?["amount_minor"], exponent: money?["exponent"], mayBeOwed: true)
    // What is odd about the newer part is not made up for by the older.
    if amount == nil, amounts.faults.isEmpty {
      amount = amounts.amount("amount", body["amount"], exponent: nil, mayBeOwed: true)
    }
    autoReload = AutoReload.Settings(stated: body["auto_reload_settings"], &amounts)
    (currency, faults) = (amounts.currency, amounts.faults)
  }
}
