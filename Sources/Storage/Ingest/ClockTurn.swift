import Foundation
import GRDB
import Ledger
import Values

/// A clock that was set back, as the store remembers it until it is known which of the two times was wrong.
///
/// Times in the store are believed once the clock has reached them. If the clock shows an earlier time than at the
/// last write, either it was ahead then or it is behind now:
///
/// 1. At once, everything ahead of the clock is brought back to the present, keeping its order: requests count as
///    first seen now, and readings and credits are entered again after the old entries are undone. So usage from now
///    on is charged.
/// 2. Whatever is first seen meanwhile gets the clock's time, as always, and the time from its source is kept.
/// 3. Once the clock reaches the time it showed before, it is known which one was wrong. If it got there by a jump,
///    it was behind: everything moved by 1 gets its own time back, and everything dated by 2 gets the time from its
///    source, or the present if that is earlier. If it got there by running on, it had been ahead: nothing changes.
///
/// A clock earlier than ``Instant/credible`` is certainly behind, so step 1 is skipped.
struct ClockTurn: Codable, Equatable {
  /// The latest time the clock had shown.
  var before: Instant
  /// The first time it showed after it was set back, or the earliest since.
  var since: Instant
  /// The last time it showed, roughly.
  var seen: Instant
  /// The id of the first request stored since.
  var firstRequest: Int64
  /// The original start of charging by account id, for accounts whose start was brought back.
  var accounts: [Int64: Instant] = [:]

  /// How far a clock must go back to count as wrong: whoever corrects it by less waits no longer than that.
  static let least = Span.hours(6)

  /// How far behind it must have been for a jump to prove it.
  private static let leastBehind = Span.days(30)

  /// Requests with a time of their own that were dated while the clock was behind: up to a time, and either stored
  /// from an id on, or first seen after a time.
  static let datedSince = Ingest.Condition(
    "written IS NOT NULL AND time <= ? AND (id >= ? OR collected > ?)", index: "request_written")

  private static let key = "clock"

  /// Reads the unsettled turn; nil: there is none.
  init?(_ database: Database) throws {
    let text = try String.fetchChecked(
      database, sql: "SELECT value FROM setting WHERE key = ?", arguments: [ClockTurn.key])
    guard let text else { return nil }
    do {
      self = try JSONDecoder().decode(ClockTurn.self, from: Data(text.utf8))
    } catch {
      throw StoreDamage("the record of the clock is unreadable")
    }
  }

  /// A turn that begins now.
  init(from before: Instant, to now: Instant, firstRequest: Int64) {
    (self.before, since, seen, self.firstRequest) = (before, now, now, firstRequest)
  }

  func save(_ database: Database) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    try database.execute(
      sql: "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)",
      arguments: [ClockTurn.key, String(decoding: try encoder.encode(self), as: UTF8.self)])
  }

  static func forget(_ database: Database) throws {
    try database.execute(sql: "DELETE FROM setting WHERE key = ?", arguments: [key])
  }

  /// Whether the clock jumped to reach the time it showed before.
  func isEndedByJump(to now: Instant) -> Bool {
    let gap = before - since
    // Below that, a machine that was off for a while looks the same.
    return gap >= ClockTurn.leastBehind
      && now - seen > Span(milliseconds: gap.milliseconds / 2)
  }

  /// How far the clock may move from ``seen`` before it is stored again: frequent checks must not cause frequent
  /// writes.
  var step: Span {
    max(ClockAhead.slack, Span(milliseconds: (before - since).milliseconds / 16))
  }
}
