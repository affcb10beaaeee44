import Values

/// The lengths of time that usage is summed up by, so that what a screen asks costs what it shows and
/// not what the history holds.
enum Grain: String, CaseIterable {
  case minute
  case hour
  case day

  /// The table of its sums.
  var table: String { rawValue + "_usage" }

  /// Milliseconds of one.
  var milliseconds: Int64 {
    switch self {
    case .minute: Instant.perMinute
    case .hour: Instant.perHour
    case .day: Instant.perDay
    }
  }

  /// The one that `time` falls in, counted from 1970 in UTC.
  func bucket(of time: Instant) -> Int64 { time.bucket(of: milliseconds) }
}
