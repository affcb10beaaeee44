/// When a balance is empty if money goes on being drawn at one pace.
package enum TimeToZero: Equatable, Sendable {
  /// At that moment.
  case at(Instant)
  /// It is empty.
  case now
  /// Nothing is drawn at present.
  case noUsage
  /// Auto-reload or the end of what a cap lets through comes first.
  case never
  /// The balance is not known.
  case unknownBalance

  /// - Parameters:
  ///   - perHour: money drawn an hour.
  ///   - autoReload: what it can still add counts too; what it can add without a bound lasts for ever.
  ///   - cap: the account's monthly cap, which bounds what reloads add.
  package init(
    balance: Money?, perHour: Money, autoReload: AutoReload = AutoReload(), cap: Money? = nil,
    at now: Instant
  ) {
    guard let balance else {
      self = .unknownBalance
      return
    }
    var reach = balance
    if autoReload.isOn {
      guard let room = autoReload.roomThisMonth(cap: cap), let add = autoReload.settings?.add,
        add > .zero
      else {
        self = .never
        return
      }
      reach += Money(nanos: room.nanos / add.nanos * add.nanos)
    }
    if reach <= .zero {
      self = .now
    } else if perHour <= .zero {
      self = .noUsage
    } else {
      let milliseconds = Int128(reach.nanos) * Int128(Instant.perHour) / Int128(perHour.nanos)
      let end = now.advanced(by: Int64(clamping: min(milliseconds, Int128(TimeToZero.longest))))
      let monthEnds = Limit.Period.monthEnd(after: now)
      // A new month gives reloads new room.
      self =
        milliseconds > TimeToZero.longest || autoReload.isOn && end >= monthEnds ? .never : .at(end)
    }
  }

  /// Ten years: nobody burns at one pace for longer.
  private static let longest = 3650 * Instant.perDay

  /// How long it is until then: "45 min", "3 h 10 min", "2 d 4 h".
  package static func duration(_ milliseconds: Int64) -> String {
    let minutes = max(0, milliseconds) / Instant.perMinute
    let (hours, days) = (minutes / 60, minutes / (24 * 60))
    if days >= 10 { return "\(days) d" }
    if days >= 1 { return "\(days) d \(hours % 24) h" }
    if hours >= 1 { return "\(hours) h \(minutes % 60) min" }
    return minutes == 0 ? "less than a minute" : "\(minutes) min"
  }

  /// In words, at a moment.
  package func text(at now: Instant) -> String {
    switch self {
    case .at(let time): "in \(TimeToZero.duration(time.milliseconds - now.milliseconds))"
    case .now: "empty"
    case .noUsage: "nothing is drawn now"
    case .never: "not at this pace"
    case .unknownBalance: "unknown"
    }
  }
}

extension Limit.Period {
  fileprivate static func monthEnd(after now: Instant) -> Instant {
    now.startOfUTCMonth.advanced(by: 32 * Instant.perDay).startOfUTCMonth
  }
}
