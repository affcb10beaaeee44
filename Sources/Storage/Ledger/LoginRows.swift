import GRDB
import Ledger

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
        folder: row[0], file: row[1], organization: row[2],
        credential: Credential(
          kind: Credential.Kind(rawValue: row[10]) ?? .login, name: row[11], place: row[12]))
      login.organizationName = row[3]
      login.role = row[4]
      login.email = row[5]
      login.plan = (row[6] as String?).flatMap(Account.Plan.init(rawValue:))
      login.billing = (row[7] as String?).flatMap(Account.Billing.init(rawValue:))
      login.isExtraOn = row[8]
      login.offReason = row[9]
      login.tokenEnds = (row[13] as Int64?).map(Instant.init(milliseconds:))
      login.usageAsOf = (row[14] as Int64?).map(Instant.init(milliseconds:))
      return Row(login: login, account: row[15], since: Instant(milliseconds: row[16]))
    }
  }

  subscript(folder: String) -> Row? { rows.first { $0.login.folder == folder } }

  /// The sign-ins with the names of their accounts.
  func signIns(_ books: Books) -> [SignIn] {
    rows.compactMap { row in
      guard let name = books.accounts[row.account]?.account.name else { return nil }
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
