import GRDB
import Ledger
import Values

/// The stored sign-ins, by configuration folder.
struct LoginRows {
  struct Row {
    var login: Login
    var account: Int64
    var since: Instant
  }

  /// In the order that folders are scanned.
  let rows: [Row]

  init(_ database: Database) throws {
    rows = try database.cachedStatement(
      sql: """
        SELECT folder, file, organization, organization_name, role, email, plan, billing,
          is_extra_on, off_reason, credential, credential_name, credential_place, token_ends,
          usage_at, account, since
        FROM login ORDER BY position
        """
    ).all { row in
      var login = Login(
        folder: try row.value("folder"), file: try row.value("file"),
        organization: try row.value("organization"),
        credential: Credential(
          kind: try row.value("credential"), name: try row.value("credential_name"),
          place: try row.value("credential_place")))
      login.organizationName = try row.value("organization_name")
      login.role = try row.value("role")
      login.email = try row.value("email")
      login.plan = try row.value("plan")
      login.billing = try row.value("billing")
      login.isExtraOn = try row.value("is_extra_on")
      login.offReason = try row.value("off_reason")
      login.tokenEnds = try row.value("token_ends")
      login.usageAsOf = try row.value("usage_at")
      return Row(login: login, account: try row.value("account"), since: try row.value("since"))
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
        login.email, login.plan, login.billing, login.isExtraOn,
        login.offReason, login.credential.kind, login.credential.name,
        login.credential.place, login.tokenEnds, login.usageAsOf, row.account,
        row.since,
      ])
  }
}
