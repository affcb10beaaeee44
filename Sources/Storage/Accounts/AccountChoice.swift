import GRDB
import Ledger
import Values

/// Finds the account that is meant.
enum AccountChoice {
  /// The current account: the one that was chosen, else that of the first login, else the only one; nil if there is
  /// none, or several and none was chosen.
  static func current(_ database: Database, _ accounts: AccountRows) throws -> AccountRow? {
    let open = accounts.open
    let chosen = try String.fetchChecked(
      database.cachedStatement(sql: "SELECT value FROM setting WHERE key = 'account'"))
    if let chosen = open.first(where: { $0.account.name == chosen }) { return chosen }
    let login = try Int64.fetchChecked(
      database.cachedStatement(sql: "SELECT account FROM login ORDER BY position LIMIT 1"))
    return open.first { $0.id == login } ?? (open.count == 1 ? open.first : nil)
  }

  /// The account that a text identifies; the current one for nil.
  static func named(
    _ text: String?, _ database: Database, _ accounts: AccountRows
  ) throws -> AccountRow {
    let open = accounts.open
    return try AccountMatch.of(
      text, among: open, current: try current(database, accounts), \.account)
  }

  /// The person's settings for tools. A tool of a removed account stays linked to it, so that no other account is
  /// charged.
  static func linkages(
    _ database: Database, _ accounts: AccountRows
  ) throws -> [Tool: (purse: Purse?, account: String?, since: Instant?)] {
    let rows = try Row.fetchAll(
      database.cachedStatement(sql: "SELECT tool, purse, account, since FROM linkage"))
    return try rows.reduce(into: [:]) { linkages, row in
      let account = (try row.value("account") as Int64?).flatMap { accounts[$0]?.account.name }
      linkages[try row.value("tool")] = (
        try row.value("purse"), account, try row.value("since")
      )
    }
  }
}
