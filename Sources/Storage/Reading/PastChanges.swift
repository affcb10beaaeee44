import GRDB

/// Counts changes to the usage of past hours. Each process compares the count with the one it saw last, to know when
/// its cache of the past is out of date.
enum PastChanges {
  /// Counts one more change.
  static func note(_ database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO setting (key, value) VALUES ('pastChanges', '1')
        ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)
        """
    ).execute()
  }

  /// The count as stored; nil: nothing was counted yet.
  static func count(_ database: Database) throws -> String? {
    try String.fetchChecked(
      database.cachedStatement(sql: "SELECT value FROM setting WHERE key = 'pastChanges'"))
  }
}
