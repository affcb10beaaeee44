import Foundation
import Glibc

/// The zone whose clocks a person goes by.
package enum CivilZone: Hashable, Sendable {
  /// One of the database of zones.
  case known(TimeZone)
  /// What the system makes of `TZ`, for rules such as `CET-1CEST,M3.5.0,M10.5.0/3`, paths, and names that are
  /// none: the system's own reading of it is right by definition.
  case ofSystem(name: String)

  /// Lets `TZ` of this process be UTC where the system would wait for what it names: a pipe has no end and may have
  /// no beginning. The system looks at it whenever it tells a time, so this comes first of all.
  package static func guardSystem() {
    let tz = getenv("TZ").map { String(cString: $0) } ?? ""
    if !isReadable(tz) { setenv("TZ", "UTC", 1) }
  }

  /// Whether the system can read what `TZ` names, or there is no such file: it may be a rule.
  private static func isReadable(_ tz: String) -> Bool {
    let name = CivilZone.name(in: tz)
    guard !name.isEmpty else { return true }
    let folder = getenv("TZDIR").map { String(cString: $0) } ?? ""
    let path =
      name.hasPrefix("/") ? name : (folder.isEmpty ? usualFolder : folder) + "/" + name
    var status = stat()
    guard stat(path, &status) == 0 else { return true }
    return status.st_mode & S_IFMT == S_IFREG && status.st_size <= largestFile
  }

  /// Where the system has its zones, and bytes of a file of one at most; real ones have a few thousand.
  private static let (usualFolder, largestFile) = ("/usr/share/zoneinfo", off_t(1 << 20))

  private static func name(in tz: String) -> String {
    tz.hasPrefix(":") ? String(tz.dropFirst()) : tz
  }

  /// The zone that `TZ` says, in any form that the system knows; nil, or empty: the machine's. What names anything
  /// but a file of a zone is UTC, as the system has it.
  package init(tz: String?) {
    guard let tz, !tz.isEmpty else {
      self = .known(.current)
      return
    }
    let name = CivilZone.name(in: tz)
    guard CivilZone.isReadable(tz) else {
      self = .known(.gmt)
      return
    }
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
