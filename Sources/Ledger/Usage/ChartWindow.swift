import Values

/// How far back the burn chart looks.
package enum ChartWindow: String, CaseIterable, Sendable {
  case minutes15 = "15m"
  case hour1 = "1h"
  case hours6 = "6h"
  case hours24 = "24h"
  case days7 = "7d"
  case days30 = "30d"

  /// Its length in milliseconds.
  package var length: Int64 {
    switch self {
    case .minutes15: 15 * Instant.perMinute
    case .hour1: Instant.perHour
    case .hours6: 6 * Instant.perHour
    case .hours24: Instant.perDay
    case .days7: 7 * Instant.perDay
    case .days30: 30 * Instant.perDay
    }
  }

  /// The length of a step in milliseconds: minutes up to a day, hours beyond.
  package var step: Int64 { length <= Instant.perDay ? Instant.perMinute : Instant.perHour }

  /// How many steps a rate is averaged over: one minute's burn says little about an hour.
  package var smoothing: Int {
    switch self {
    case .minutes15: 2
    case .hour1: 5
    case .hours6: 15
    case .hours24: 60
    case .days7: 6
    case .days30: 24
    }
  }

  /// How many steps the window has.
  package var steps: Int { Int(length / step) }

  /// The next longer and the next shorter window, if any.
  package var longer: ChartWindow? { ChartWindow.allCases.first { $0.length > length } }
  package var shorter: ChartWindow? { ChartWindow.allCases.last { $0.length < length } }
}
