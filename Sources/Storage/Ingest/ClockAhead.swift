import GRDB
import Values

/// Sources whose times are ahead of this clock.
///
/// A time in the future counts as the moment at which it was first seen; otherwise its usage would be charged again
/// after every reading until then.
enum ClockAhead {
  /// How far clocks may differ without a warning.
  static let slack = Span.minutes(2)

  /// How long the warning stays on.
  static let news = Span.day

  /// Notes that a time from a source is ahead of the clock.
  static func note(
    _ source: String, _ time: Instant, at now: Instant, _ database: Database
  ) throws {
    let ahead = time - now
    guard ahead > slack else { return }
    try database.cachedStatement(
      sql: """
        INSERT INTO clock_ahead (source, ahead, seen) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET seen = excluded.seen,
          ahead = CASE WHEN seen > ? THEN max(ahead, excluded.ahead) ELSE excluded.ahead END
        """
    ).execute(
      arguments: [
        source, ahead.milliseconds, now, now - ClockAhead.news,
      ])
  }
}
