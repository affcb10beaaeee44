import GRDB
import Ledger
import Values

/// Records what claude.ai said about one account's windows and money at a moment.
struct AnswerRecording {
  let desk: MoneyDesk
  let account: Int64
  let asOf: Instant

  private var database: Database { desk.database }
  private var ledger: LedgerWriter { desk.ledger }

  /// Records an answer of the usage endpoint.
  /// - Parameter key: the key that makes it count once.
  /// - Returns: false if its money is in another currency than the ledger and was left out.
  @discardableResult
  func record(_ usage: UsageAnswer, key: String) throws -> Bool {
    let history = ReadingHistory(database: database, account: account)
    for window in usage.windows {
      try history.add(window, asOf: asOf)
      try database.execute(
        sql: """
          INSERT INTO plan_window (account, id, used, resets_at, as_of) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET used = excluded.used, resets_at = excluded.resets_at,
            as_of = excluded.as_of WHERE excluded.as_of >= as_of OR as_of > ?
          """,
        arguments: [
          account, window.id, window.usedPercent, window.resetsAt, asOf, desk.now,
        ])
    }
    guard try isCounted(in: usage.currency) else { return false }
    if let used = usage.used {
      try history.add(used, asOf: asOf)
      try database.execute(
        sql: """
          INSERT INTO spend_reading (account, used, as_of) VALUES (?, ?, ?)
          ON CONFLICT DO UPDATE SET used = excluded.used, as_of = excluded.as_of
            WHERE excluded.as_of >= as_of OR as_of > ?
          """, arguments: [account, used, asOf, desk.now])
    }
    var reading = ObservedReading(asOf: asOf, key: key)
    reading.amount = usage.balance
    reading.autoReload = usage.autoReload
    reading.cap = usage.cap
    try desk.record(reading, on: account)
    return true
  }

  /// Records an answer about the prepaid balance.
  /// - Parameter key: the key that makes it count once.
  /// - Returns: false if it is in another currency than the ledger and was left out.
  func record(_ credits: PrepaidCredits, key: String) throws -> Bool {
    guard try isCounted(in: credits.currency) else { return false }
    var reading = ObservedReading(asOf: asOf, key: key)
    reading.amount = credits.amount
    reading.autoReload = credits.autoReload
    try desk.record(reading, on: account)
    return true
  }

  /// Whether the account's ledger uses that currency, or can switch to it.
  private func isCounted(in currency: Currency?) throws -> Bool {
    guard let currency, ledger.accounts[account]?.account.currency != currency else { return true }
    if try LedgerWriter.hasMovement(account, database) { return false }
    ledger.change(account) { $0.account.currency = currency }
    return true
  }
}
