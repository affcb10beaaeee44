import GRDB
import Ledger
import Values

/// When each credential that takes precedence over the login was first seen, so that one that turns up today is not
/// assumed to have paid yesterday.
struct CredentialsSeen {
  private var times: [String: Instant] = [:]
  private var new: Set<String> = []
  private let now: Instant

  init(_ database: Database, now: Instant) throws {
    self.now = now
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT key, value FROM setting WHERE key >= 'credential/' AND key < 'credential0'"))
    for row in rows {
      let text: String = try row.value("value")
      guard let time = Int64(text) else {
        throw StoreDamage("a credential was first seen at “\(text)”")
      }
      times[try row.value("key")] = Instant(stored: time)
    }
  }

  /// When a credential was first seen; now, if it is new.
  mutating func since(_ credential: Credential) -> Instant {
    let key = "credential/\(credential.kind.rawValue)/\(credential.name)/\(credential.place)"
    if let time = times[key] { return time }
    times[key] = now
    new.insert(key)
    return now
  }

  mutating func flush(_ database: Database) throws {
    for key in new {
      try database.execute(
        sql: "INSERT OR IGNORE INTO setting (key, value) VALUES (?, ?)",
        arguments: [key, String(now.milliseconds)])
    }
    new.removeAll()
  }
}
