import Meters
import Storage
import Values

/// The rounds of ``OnlineReadings`` for a thread that waits for other things at the same time.
final class OnlineRounds {
  private let readings: OnlineReadings
  private var open: (account: OnlineAccount, asking: OnlineAsking)?
  /// When the next round is due; nil: no account is online.
  private var due: Instant?

  init(_ readings: OnlineReadings) { self.readings = readings }

  /// Becomes readable when the round that is under way can go on; nil: there is none.
  var descriptor: Int32? { open?.asking.descriptor }

  /// Milliseconds after which ``proceed()`` has something to do whatever comes; nil: no account is online.
  var wait: Int64? {
    if let open { return open.asking.patience }
    return due.map { max(0, $0.milliseconds - now.milliseconds) }
  }

  private var now: Instant { readings.store.now() }

  /// Learns which accounts are online by now.
  func refresh() throws {
    let (now, accounts) = (now, try readings.store.onlineAccounts())
    due = accounts.map { $0.state.isDue(at: now) ? now : $0.state.nextAt }.min()
    // Whoever has turned it off wants nothing more to be asked.
    if let open, !accounts.contains(where: { $0.id == open.account.id }) { self.open = nil }
  }

  /// Goes on with what has come, and begins what is due.
  func proceed() throws {
    // Where the store fails, nothing is asked at once again.
    due = now.advanced(by: Instant.perMinute)
    if let (account, asking) = open {
      guard let round = asking.proceed() else { return }
      open = nil
      try readings.store.recordOnlineRound(round, of: account.id, at: now)
    }
    var tried: Set<Int64> = []
    while open == nil, let account = try readings.nextDue(but: tried) {
      tried.insert(account.id)
      open = try readings.begin(account).map { (account, $0) }
    }
    try refresh()
  }
}
