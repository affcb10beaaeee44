import GRDB

/// A count of the changes in usage of hours that are over, in the store itself: who remembers some of that usage, in
/// whatever process, learns from it at next to no cost that it is to be read again.
enum PastChanges {
  /// Counts one more.
  static func note(_ database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO setting (key, value) VALUES ('pastChanges', '1')
        ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)
        """
    ).execute()
  }

  /// The count as it is kept; nil: there was none.
  static func count(_ database: Database) throws -> String? {
    try String.fetchChecked(
      database.cachedStatement(sql: "SELECT value FROM setting WHERE key = 'pastChanges'"))
  }
}
