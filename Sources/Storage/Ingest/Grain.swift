import Values

/// The lengths of time that usage is summed over, so that the cost of a screen depends on what it shows and not on
/// the length of the history.
enum Grain: String, CaseIterable {
  case minute
  case hour
  case day

  /// The table of its sums.
  var table: String { rawValue + "_usage" }

  /// The length of a bucket in milliseconds.
  var milliseconds: Int64 {
    switch self {
    case .minute: Instant.perMinute
    case .hour: Instant.perHour
    case .day: Instant.perDay
    }
  }

  /// The bucket that `time` falls in, counted from 1970 in UTC.
  func bucket(of time: Instant) -> Int64 { time.bucket(of: milliseconds) }
}
