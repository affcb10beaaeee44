import Foundation
import Glibc

/// The zone whose clocks a person goes by.
package enum CivilZone: Hashable, Sendable {
  /// One of the database of zones.
  case known(TimeZone)
  /// What the system makes of `TZ`, for rules such as `CET-1CEST,M3.5.0,M10.5.0/3`, paths, and names that are
  /// none: the system's own reading of it is right by definition.
  case ofSystem(name: String)

  /// The zone that `TZ` says, in any form that the system knows; nil, or empty: the machine's.
  package init(tz: String?) {
    guard let tz, !tz.isEmpty else {
      self = .known(.current)
      return
    }
    let name = tz.hasPrefix(":") ? String(tz.dropFirst()) : tz
    if let zone = TimeZone(identifier: name) {
      self = .known(zone)
    } else {
      tzset()
      self = .ofSystem(name: name)
    }
  }

  /// What people call it.
  package var name: String {
    switch self {
    case .known(let zone): zone.identifier
    case .ofSystem(let name): name
    }
  }

  /// Seconds that its clocks are ahead of UTC at a moment.
  package func secondsAheadOfUTC(at time: Instant) -> Int64 {
    switch self {
    case .known(let zone): return Int64(zone.secondsFromGMT(for: time.date))
    case .ofSystem:
      var seconds = time_t(time.milliseconds.flooredQuotient(by: 1000))
      var fields = tm()
      return localtime_r(&seconds, &fields) == nil ? 0 : Int64(fields.tm_gmtoff)
    }
  }
}
