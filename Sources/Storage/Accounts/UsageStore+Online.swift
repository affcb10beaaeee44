import GRDB
import Ledger
import Values

/// An account with online readings switched on.
package struct OnlineAccount: Equatable, Sendable {
  package var id: Int64
  package var name: String
  package var organization: String
  /// Configuration folders that are signed in to it.
  package var folders: [String]
  /// The results of previous rounds.
  package var state: OnlineState
}

extension UsageStore {
  /// The accounts with online readings switched on, whether a round is due or not.
  package func onlineAccounts() throws -> [OnlineAccount] {
    try read { database in
      let logins = try LoginRows(database).rows
      return try AccountRow.all(database).filter { $0.account.isOnline && !$0.isClosed }.map {
        book in
        let signedIn = logins.filter { $0.account == book.id }
        return OnlineAccount(
          id: book.id, name: book.account.name,
          organization: book.account.organization ?? signedIn.first?.login.organization ?? "",
          folders: signedIn.map(\.login.folder),
          state: try OnlineState(database, account: book.id) ?? OnlineState())
      }
    }
  }

  /// Begins a round of requests for an account, so that no other process begins one.
  /// - Returns: false if no round is due.
  package func beginOnlineRound(of account: Int64, at now: Instant) throws -> Bool {
    try write { database in
      let state = try OnlineState(database, account: account) ?? OnlineState()
      guard state.isDue(at: now), try UsageStore.isOnline(account, database) else { return false }
      try state.begun(at: now).save(account: account, database)
      return true
    }
  }

  /// Stores the results of a round; what it did not bring stays unchanged.
  /// - Returns: the state after it.
  @discardableResult
  package func recordOnlineRound(
    _ round: OnlineRound, of account: Int64, at now: Instant
  ) throws -> OnlineState {
    try write { database in
      let desk = try MoneyDesk(database, at: now)
      guard try UsageStore.isOnline(account, database) else { return OnlineState() }
      // A reading made now is the latest, however far ahead the clock was at the previous one.
      let asOf = max(round.asOf, desk.ledger.accounts[account]?.readAt ?? round.asOf)
      let recording = AnswerRecording(desk: desk, account: account, asOf: asOf)
      var round = round
      // Only one of the two answers sets the balance.
      if round.credits?.amount != nil { round.usage?.balance = nil }
      let stated = round.credits?.currency ?? round.usage?.currency
      round.credits?.currency = stated
      func key(_ part: String) -> String { "online/\(part)/\(account)/\(round.asOf.milliseconds)" }
      var foreign: Currency?
      if let usage = round.usage, try !recording.record(usage, key: key("usage")) {
        foreign = usage.currency
      }
      if let credits = round.credits, try !recording.record(credits, key: key("credits")) {
        foreign = credits.currency
      }
      if let foreign { round.failure = OnlineFailure(.otherCurrency, foreign.code) }
      let before = try OnlineState(database, account: account) ?? OnlineState()
      let state = before.after(round, at: now)
      try state.save(account: account, database)
      try desk.ledger.flush()
      try settle(database, desk.ledger)
      return state
    }
  }
}

extension UsageStore {
  /// Whether an account is open and its online readings are on.
  fileprivate static func isOnline(_ account: Int64, _ database: Database) throws -> Bool {
    try Bool.fetchChecked(
      database, sql: "SELECT online AND NOT closed FROM account WHERE id = ?", arguments: [account])
      ?? false
  }
}

extension OnlineState {
  /// Reads an account's state; nil: claude.ai was never asked.
  init?(_ database: Database, account: Int64) throws {
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT asked_at, answered_at, next_at, failure, failure_detail, failures, refused_token
          FROM online_state WHERE account = ?
          """), arguments: [account])
    guard let row else { return nil }
    self.init()
    askedAt = try row.value("asked_at")
    answeredAt = try row.value("answered_at")
    nextAt = try row.value("next_at")
    failure = try (row.value("failure") as OnlineFailure.Kind?).map {
      OnlineFailure($0, try row.value("failure_detail"))
    }
    failures = try min(max(0, row.value("failures")), OnlineState.mostFailures)
    refusedToken = try row.value("refused_token")
  }

  /// An upper bound that real failures never reach.
  private static let mostFailures = 1_000_000_000

  func save(account: Int64, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO online_state (account, asked_at, answered_at, next_at, failure,
          failure_detail, failures, refused_token)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        account, askedAt, answeredAt, nextAt, failure?.kind, failure?.detail ?? "", failures,
        refusedToken,
      ])
  }
}
