import Foundation
import Glibc

/// The time zone a person's clocks follow.
package enum CivilZone: Hashable, Sendable {
  /// A zone from the time zone database.
  case known(TimeZone)
  /// Whatever the system makes of `TZ`: a rule such as `CET-1CEST,M3.5.0,M10.5.0/3`, a path, or an unknown name.
  /// The system's own reading is right by definition.
  case ofSystem(name: String)

  /// Sets this process's `TZ` to UTC if reading what it names would block: a pipe has no end and may never start.
  /// The system reads `TZ` every time it formats a time, so call this before anything else.
  package static func guardSystem() {
    let tz = getenv("TZ").map { String(cString: $0) } ?? ""
    if !isReadable(tz) { setenv("TZ", "UTC", 1) }
  }

  /// Whether the system can read the file `TZ` names, or there is no such file, in which case it may be a rule.
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

  /// Where the system keeps its zone files, and the largest size accepted for one, in bytes. Real ones have a few
  /// thousand.
  private static let (usualFolder, largestFile) = ("/usr/share/zoneinfo", off_t(1 << 20))

  private static func name(in tz: String) -> String {
    tz.hasPrefix(":") ? String(tz.dropFirst()) : tz
  }

  /// Creates the zone `TZ` names, in any form the system understands. Nil or empty means the machine's zone.
  /// Anything that is not a readable zone file counts as UTC, as it does for the system.
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

  /// The name to show.
  package var name: String {
    switch self {
    case .known(let zone): zone.identifier
    case .ofSystem(let name): name
    }
  }

  /// How many seconds the zone's clocks are ahead of UTC at a moment.
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
