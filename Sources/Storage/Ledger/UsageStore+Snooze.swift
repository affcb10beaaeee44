import GRDB
import Ledger

extension UsageStore {
  /// Silences a warning until a moment; one in the past lets it speak again.
  /// - Parameter account: the account's name; nil: whatever account it is about, and what was said of single ones
  ///   before holds no longer.
  package func snooze(_ id: Warning.ID, account: String?, until: Instant) throws {
    try write { database in
      if account == nil {
        try database.execute(sql: "DELETE FROM snooze WHERE warning = ?", arguments: [id.rawValue])
      }
      try database.execute(
        sql: "INSERT OR REPLACE INTO snooze (warning, account, until) VALUES (?, ?, ?)",
        arguments: [id.rawValue, account ?? "", until.milliseconds])
    }
  }
}

/// The warnings that are silenced at a moment.
struct Snoozes {
  private let places: Set<Place>

  private struct Place: Hashable {
    var warning: String
    var account: String
  }

  init(_ database: Database, at now: Instant) throws {
    let rows = try Row.fetchAll(
      database.cachedStatement(sql: "SELECT warning, account FROM snooze WHERE until > ?"),
      arguments: [now.milliseconds])
    places = Set(
      try rows.map { Place(warning: try $0.value(0), account: try $0.value(1)) })
  }

  func silences(_ warning: Warning) -> Bool {
    !places.isEmpty
      && [warning.account, ""].contains {
        places.contains(Place(warning: warning.id.rawValue, account: $0))
      }
  }
}
