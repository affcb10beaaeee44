import Ledger
import Meters
import Storage

/// Asks claude.ai for readings of the accounts whose owner has turned that on, one round at a time, no more often
/// than ``OnlineState`` allows, whichever process asks.
package struct OnlineReadings: Sendable {
  let store: UsageStore
  private let logins: LoginReader
  private let questions: OnlineQuestions

  /// Creates readings of the accounts in a store.
  /// - Parameter logins: reads a login's token when it is needed.
  package init(store: UsageStore, logins: LoginReader, questions: OnlineQuestions) {
    self.store = store
    self.logins = logins
    self.questions = questions
  }

  /// Runs every round that is due and waits for its answers, at most twenty seconds each.
  package func askDue() throws {
    var tried: Set<Int64> = []
    while let account = try nextDue(but: tried) {
      tried.insert(account.id)
      guard let asking = try begin(account) else { continue }
      try store.recordOnlineRound(asking.finish(), of: account.id, at: store.now())
    }
  }

  /// The first account that is due, except those already tried.
  func nextDue(but tried: Set<Int64>) throws -> OnlineAccount? {
    let now = store.now()
    return try store.onlineAccounts().first { $0.state.isDue(at: now) && !tried.contains($0.id) }
  }

  /// Begins a round for an account.
  /// - Returns: nil if there is nothing to wait for: something is missing, or another process was faster.
  func begin(_ account: OnlineAccount) throws -> OnlineAsking? {
    let now = store.now()
    let asking: OnlineAsking
    do throws(OnlineFailure) {
      asking = try OnlineAsking(
        organization: account.organization, folders: account.folders, state: account.state,
        logins: logins, questions: questions, at: now)
    } catch {
      try store.recordOnlineRound(.unsent(error, asOf: now), of: account.id, at: now)
      return nil
    }
    guard try store.beginOnlineRound(of: account.id, at: now) else { return nil }
    asking.start()
    return asking
  }
}
