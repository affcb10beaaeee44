import Meters
import Storage
import Values

/// Runs the rounds of ``OnlineReadings`` on a thread that also waits for other things.
final class OnlineRounds {
  private let readings: OnlineReadings
  private var open: (account: OnlineAccount, asking: OnlineAsking)?
  /// When the next round is due; nil if no account is online.
  private var due: Instant?

  init(_ readings: OnlineReadings) { self.readings = readings }

  /// Becomes readable when the current round can continue; nil if there is none.
  var descriptor: Int32? { open?.asking.descriptor }

  /// Milliseconds until ``proceed()`` has something to do in any case; nil if no account is online.
  var wait: Int64? {
    if let open { return open.asking.patience }
    return due.map { max(0, $0.milliseconds - now.milliseconds) }
  }

  private var now: Instant { readings.store.now() }

  /// Updates which accounts are online.
  func refresh() throws {
    let (now, accounts) = (now, try readings.store.onlineAccounts())
    due = accounts.map { $0.state.isDue(at: now) ? now : $0.state.nextAt }.min()
    // If its owner has turned it off, stop asking.
    if let open, !accounts.contains(where: { $0.id == open.account.id }) { self.open = nil }
  }

  /// Continues the current round and begins what is due.
  func proceed() throws {
    // If the store fails, do not ask again immediately.
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
