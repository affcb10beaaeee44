import GRDB

/// Counts what is left out of the sums or ledgers because it exceeds their range, so that people know it is missing.
enum LeftOut {
  /// Requests that should be charged, but cost more than a balance can represent.
  static let schema = """
    CREATE TABLE unbooked (
      request INTEGER PRIMARY KEY,
      account TEXT NOT NULL
    ) STRICT;
    """

  /// The setting with the number of requests that were not stored. Published stores have it under this name.
  private static let key = "refused"

  /// Notes that a request should be charged to an account but cannot be.
  static func note(unbooked request: Int64, of account: String, _ database: Database) throws {
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO unbooked (request, account) VALUES (?, ?)"
    ).execute(arguments: [request, account])
  }

  /// Forgets that a request could not be charged.
  static func forget(_ request: Int64, _ database: Database) throws {
    try database.cachedStatement(sql: "DELETE FROM unbooked WHERE request = ?").execute(
      arguments: [request])
  }

  /// Notes how many more requests were not stored at all.
  static func note(leftOut count: Int, _ database: Database) throws {
    let known = try leftOut(database)
    try database.execute(
      sql: "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)",
      arguments: [key, String(known.addingClamped(count))])
  }

  /// How many requests were not stored.
  static func leftOut(_ database: Database) throws -> Int {
    let text = try String.fetchChecked(
      database.cachedStatement(sql: "SELECT value FROM setting WHERE key = ?"), arguments: [key])
    return text.flatMap(Int.init) ?? 0
  }

  /// How many requests cannot be charged, and the first account among theirs.
  static func unbooked(_ database: Database) throws -> (count: Int, account: String?) {
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: "SELECT count(*) AS count, min(account) AS account FROM unbooked"))
    return try row.map { (try $0.value("count"), try $0.value("account")) } ?? (0, nil)
  }
}
