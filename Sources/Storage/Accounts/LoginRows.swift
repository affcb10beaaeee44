import GRDB
import Ledger
import Values

/// Who is signed in where, as it is stored.
struct LoginRows {
  struct Row {
    var login: Login
    var account: Int64
    var since: Instant
  }

  /// In the order that folders are looked at.
  let rows: [Row]

  init(_ database: Database) throws {
    rows = try GRDB.Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT folder, file, organization, organization_name, role, email, plan, billing,
            is_extra_on, off_reason, credential, credential_name, credential_place, token_ends,
            usage_at, account, since
          FROM login ORDER BY position
          """)
    ).map { row in
      var login = Login(
        folder: try row.value(0), file: try row.value(1), organization: try row.value(2),
        credential: Credential(
          kind: try row.choice(10), name: try row.value(11), place: try row.value(12)))
      login.organizationName = try row.value(3)
      login.role = try row.value(4)
      login.email = try row.value(5)
      login.plan = try row.optionalChoice(6)
      login.billing = try row.optionalChoice(7)
      login.isExtraOn = try row.value(8)
      login.offReason = try row.value(9)
      login.tokenEnds = try row.optionalTime(13)
      login.usageAsOf = try row.optionalTime(14)
      return Row(login: login, account: try row.value(15), since: try row.time(16))
    }
  }

  subscript(folder: String) -> Row? { rows.first { $0.login.folder == folder } }

  /// The sign-ins with the names of their accounts.
  func signIns(_ accounts: AccountRows) -> [SignIn] {
    rows.compactMap { row in
      guard let name = accounts[row.account]?.account.name else { return nil }
      return SignIn(login: row.login, account: name, since: row.since)
    }
  }

  static func delete(_ folder: String, _ database: Database) throws {
    try database.execute(sql: "DELETE FROM login WHERE folder = ?", arguments: [folder])
  }

  static func save(_ row: Row, position: Int, _ database: Database) throws {
    let login = row.login
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO login (folder, position, file, organization, organization_name, role,
          email, plan, billing, is_extra_on, off_reason, credential, credential_name,
          credential_place, token_ends, usage_at, account, since)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        login.folder, position, login.file, login.organization, login.organizationName, login.role,
        login.email, login.plan?.rawValue, login.billing?.rawValue, login.isExtraOn,
        login.offReason, login.credential.kind.rawValue, login.credential.name,
        login.credential.place, login.tokenEnds?.milliseconds, login.usageAsOf?.milliseconds,
        row.account, row.since.milliseconds,
      ])
  }
}
