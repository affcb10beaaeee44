import Advice
import GRDB
import Ledger
import Values

extension UsageStore {
  /// Silences a kind of warning until a moment; a moment in the past ends the silence. Replaces the snoozes of single
  /// warnings of that kind.
  /// - Parameter account: the account's name; nil: every account.
  package func snooze(_ id: Warning.ID, account: String?, until: Instant) throws {
    try write { database in
      try database.execute(
        sql: """
          DELETE FROM snooze WHERE (warning = ?1 OR substr(warning, 1, length(?1) + 1) = ?1 || ' ')
            AND (?2 IS NULL OR account = ?2)
          """, arguments: [id, account])
      try Snoozes.insert(
        id.rawValue, scope: AccountScope(account), until: until, database)
    }
  }

  /// Silences only this warning until a moment, not others of its kind.
  package func snooze(_ episode: Warning.Episode, until: Instant) throws {
    try write { database in
      try Snoozes.insert(
        Snoozes.text(of: episode), scope: episode.scope, until: until, database)
    }
  }
}

/// The warnings that are silenced at a moment.
struct Snoozes {
  private let places: Set<Place>

  private struct Place: Hashable {
    var warning: String
    var scope: AccountScope
  }

  init(_ database: Database, at now: Instant) throws {
    let rows = try Row.fetchAll(
      database.cachedStatement(sql: "SELECT warning, account FROM snooze WHERE until > ?"),
      arguments: [now])
    places = Set(
      try rows.map { Place(warning: try $0.value("warning"), scope: try $0.value("account")) })
  }

  func silences(_ warning: Warning) -> Bool {
    guard !places.isEmpty else { return false }
    let kind = warning.id.rawValue
    let scope = warning.episode.scope
    return places.contains(Place(warning: kind, scope: .everyAccount))
      || places.contains(Place(warning: kind, scope: scope))
      || places.contains(Place(warning: Snoozes.text(of: warning.episode), scope: scope))
  }

  /// How the table identifies one warning: by kind and part. A kind alone contains no blank.
  fileprivate static func text(of episode: Warning.Episode) -> String {
    "\(episode.id.rawValue) \(episode.part)"
  }

  fileprivate static func insert(
    _ warning: String, scope: AccountScope, until: Instant, _ database: Database
  ) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO snooze (warning, account, until) VALUES (?, ?, ?)",
      arguments: [warning, scope, until])
  }
}
