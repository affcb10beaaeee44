import Ledger
import Values

/// When a balance will be empty if money keeps being drawn at one pace.
package enum TimeToZero: Equatable, Sendable {
  /// At that moment.
  case at(Instant)
  /// It is empty now.
  case now
  /// Nothing is drawn at present.
  case noUsage
  /// Not within the time considered: auto-reload keeps it filled, a cap stops drawing first, or it lasts longer.
  case never
  /// The balance is unknown.
  case unknownBalance

  /// - Parameters:
  ///   - perHour: money drawn per hour.
  ///   - autoReload: what it can still add counts too; with unlimited reloads the balance lasts forever.
  ///   - cap: the account's monthly cap, which limits what reloads add.
  package init(
    balance: Money?, perHour: Money, autoReload: AutoReload = AutoReload(), cap: Money? = nil,
    at now: Instant
  ) {
    guard let balance else {
      self = .unknownBalance
      return
    }
    guard balance > .zero || autoReload.source == .local else {
      self = .now
      return
    }
    if perHour <= .zero {
      self = balance > .zero ? .noUsage : TimeToZero.withoutUse(autoReload, cap)
      return
    }
    self = TimeToZero.end(of: balance, perHour, autoReload, cap, at: now)
  }

  /// An empty balance stays empty unless a reload may come.
  private static func withoutUse(_ autoReload: AutoReload, _ cap: Money?) -> TimeToZero {
    guard autoReload.isOn, let add = autoReload.settings?.add else { return .now }
    return autoReload.roomThisMonth(cap: cap).map { $0 >= add } ?? true ? .noUsage : .now
  }

  /// Steps from month to month, because each month gives reloads new room.
  private static func end(
    of balance: Money, _ perHour: Money, _ autoReload: AutoReload, _ cap: Money?, at now: Instant
  ) -> TimeToZero {
    var (reload, time) = (autoReload, now)
    var left = Int128(balance.nanos)
    while time - now < longest {
      var room: Int128 = 0
      if reload.isOn, let add = reload.settings?.add, add > .zero {
        guard let most = reload.roomThisMonth(cap: cap) else { return .never }
        room = Int128(most.nanos / add.nanos * add.nanos)
      }
      if left + room <= 0 { return time == now ? .now : .at(time) }
      let reach = (left + room) * Int128(Instant.perHour) / Int128(perHour.nanos)
      let monthEnds = reload.isOn ? time.startOfNextUTCMonth : now + longest
      let month = Int128((monthEnds - time).milliseconds)
      if reach < month { return .at(time.advanced(by: Int64(reach))) }
      // Reloads only lift it to the threshold; room not used by the end of the month is lost.
      let rest = left - month * Int128(perHour.nanos) / Int128(Instant.perHour)
      let below = Int128(reload.settings?.below.nanos ?? 0)
      left = reload.isOn ? min(rest + room, max(rest, below)) : rest
      reload.addedThisMonth = .zero
      time = monthEnds
    }
    return .never
  }

  /// Nobody burns at one pace for longer than ten years.
  private static let longest = Span.days(3650)

  /// In words, at a moment.
  package func text(at now: Instant) -> String {
    switch self {
    case .at(let time): "in \((time - now).text)"
    case .now: "empty"
    case .noUsage: "not used lately"
    case .never: "not at this pace"
    case .unknownBalance: "unknown"
    }
  }
}
