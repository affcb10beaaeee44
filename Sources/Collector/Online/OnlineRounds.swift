import Ledger
import Meters
import Storage

/// The rounds of ``OnlineReadings`` for a thread that waits for other things at the same time.
final class OnlineRounds {
  private let readings: OnlineReadings
  private var open: (account: OnlineAccount, asking: OnlineAsking)?
  /// When the next round is due; nil: no account is online.
  private var due: Instant?

  init(_ readings: OnlineReadings) { self.readings = readings }

  /// Becomes readable when the round that is under way can go on; nil: there is none.
  var descriptor: Int32? { open?.asking.descriptor }

  /// Milliseconds until a round is due; nil: one is under way, or none will be.
  var wait: Int64? {
    guard open == nil, let due else { return nil }
    return max(0, due.milliseconds - readings.store.now().milliseconds)
  }

  /// Learns which accounts are online by now.
  func refresh() throws {
    due = try readings.store.onlineAccounts().map(\.state.nextAt).min()
  }

  /// Goes on with what has come, and begins what is due.
  func proceed() throws {
    if let (account, asking) = open {
      guard let round = asking.proceed() else { return }
      open = nil
      try readings.store.take(round, of: account.id, at: readings.store.now())
    }
    while open == nil, let account = try readings.nextDue() {
      open = try readings.begin(account).map { (account, $0) }
    }
    try refresh()
  }
}
