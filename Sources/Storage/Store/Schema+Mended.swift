import Foundation
import GRDB

extension Schema {
  /// Which account a refusal belongs to, when it ends by itself, and what else ends it: a later request of the same
  /// account and credential, or a higher cap.
  static let refusalEnds = """
    ALTER TABLE rejection ADD COLUMN account INTEGER;   -- a name; NULL: not known, or a key was refused
    ALTER TABLE rejection ADD COLUMN resets INTEGER;    -- when the window of the plan begins anew
    ALTER TABLE rejection ADD COLUMN quota TEXT;        -- that window, as plan_window names it
    ALTER TABLE rejection ADD COLUMN extra_off TEXT;    -- who keeps extra usage from paying instead
    CREATE INDEX rejection_by_reset ON rejection (resets) WHERE resets IS NOT NULL;

    -- The moment within the minute "last".
    ALTER TABLE session_usage ADD COLUMN last_at INTEGER NOT NULL DEFAULT 0;
    UPDATE session_usage SET last_at = last * 60000;

    -- When claude.ai's own cap was last seen to be higher than before.
    CREATE TABLE cap_raise (
      account INTEGER PRIMARY KEY REFERENCES account (id),
      time INTEGER NOT NULL
    ) STRICT;

    CREATE INDEX rejection_by_reason ON rejection (reason, time);
    """

  /// When a request was first seen, and the time in its source if that was in the future.
  static let timesToCome = """
    ALTER TABLE request ADD COLUMN collected INTEGER;  -- NULL: by an earlier version
    ALTER TABLE request ADD COLUMN written INTEGER;    -- NULL: "time" is what the source says

    -- Sources whose times lay ahead of this clock, by how much, and when that was seen last.
    CREATE TABLE clock_ahead (
      source TEXT PRIMARY KEY,
      ahead INTEGER NOT NULL,
      seen INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// Repairs what earlier versions took in unchecked: impossible percentages of plan windows, and names containing a
  /// NUL, which read back as different names.
  static func mendUnchecked(_ database: Database) throws {
    try database.execute(
      sql: "DELETE FROM plan_window WHERE used IS NULL OR used NOT BETWEEN 0 AND 10000")
    let named = [
      ("account", ["name", "email", "organization"]),
      ("login", ["organization", "organization_name", "role", "email", "off_reason"]),
      ("entry", ["key"]), ("editor_sign_in", ["email", "plan"]), ("name", ["text"]),
    ]
    for (table, columns) in named {
      for column in columns { try replaceNUL(in: table, column, database) }
    }
  }

  /// SQLite's `replace` stops at a NUL.
  private static func replaceNUL(in table: String, _ column: String, _ database: Database) throws {
    let found = try Data.fetchAll(
      database,
      sql: """
        SELECT DISTINCT CAST(\(column) AS BLOB) FROM \(table) WHERE instr(\(column), char(0)) > 0
        """)
    for bytes in found {
      let text = String(decoding: bytes, as: UTF8.self).replacing("\0", with: "\u{fffd}")
      try database.execute(
        sql: "UPDATE OR IGNORE \(table) SET \(column) = ? WHERE CAST(\(column) AS BLOB) = ?",
        arguments: [text, bytes])
    }
  }
}
