import Advice
import GRDB
import Ledger
import Values

extension UsageStore {
  /// Performs a money action on an account, and what follows from it by itself, all of it or nothing.
  /// - Parameter name: a name, e-mail or organization id; nil: the current account. If there are no accounts, setting
  ///   a balance creates one.
  /// - Parameter currency: of the balance that is set; nil: unchanged.
  /// - Throws: ``MoneyFault`` if it cannot be done.
  package func perform(
    _ action: MoneyAction, on name: String?, in currency: Currency? = nil, at now: Instant
  ) throws -> MoneyOutcome {
    try write { database in
      try perform({ _, _ in action }, on: name, orMakeOne: action, in: currency, database, at: now)
    }
  }

  /// Changes some of the current auto-reload settings; changes that another process makes at the same time are kept.
  /// - Parameter isDoneThere: whether the change has already been made at claude.ai, which keeps the balance.
  /// - Throws: ``MoneyFault`` if it cannot be done.
  package func changeAutoReload(
    on name: String?, isDoneThere: Bool = false, at now: Instant,
    _ change: (inout AutoReload.Settings) -> Void
  ) throws -> MoneyOutcome {
    try write { database in
      try perform(
        { desk, id in
          var settings =
            try AutoReload(desk.database, account: id, at: now).settings ?? .initial
          change(&settings)
          return isDoneThere ? .count(.autoReload(settings)) : .setAutoReload(settings)
        }, on: name, orMakeOne: nil, in: nil, database, at: now)
    }
  }

  private func perform(
    _ choose: (MoneyDesk, Int64) throws -> MoneyAction, on name: String?,
    orMakeOne first: MoneyAction?, in currency: Currency?, _ database: Database, at now: Instant
  ) throws -> MoneyOutcome {
    // Settle first, so that the action applies to the present state.
    let desk = try MoneyDesk(database, at: now)
    try settle(database, desk.ledger)
    let id = try desk.account(named: name, orMadeFor: first)
    if let currency { try desk.set(currency, of: id) }
    var outcome = try desk.perform(choose(desk, id), on: id)
    try desk.ledger.flush()
    let done = desk.ledger.accounts[id]?.entries ?? 0
    try settle(database, desk.ledger)
    guard let book = desk.ledger.accounts[id] else { return outcome }
    outcome.balance = book.balance
    let added = try UsageStore.reloaded(id, after: done, database)
    if added > .zero { outcome.events.append(.reloaded(added)) }
    return outcome
  }

  private static func reloaded(
    _ account: Int64, after number: Int64, _ database: Database
  ) throws -> Money {
    try Money.fetchChecked(
      database,
      sql: """
        SELECT ifnull(sum(amount), 0) FROM entry
        WHERE account = ? AND number > ? AND +kind = \(EntryKind.autoReload.sql)
        """, arguments: [account, number]) ?? .zero
  }

  /// Records an observed reading of an account; the same reading counts once.
  /// - Throws: ``MoneyFault`` if there is no such account.
  package func record(_ reading: ObservedReading, on name: String, at now: Instant) throws {
    try write { database in
      let desk = try MoneyDesk(database, at: now)
      let id = try AccountChoice.named(name, database, desk.ledger.accounts).id
      try desk.record(reading, on: id)
      try desk.ledger.flush()
      try settle(database, desk.ledger)
    }
  }

  /// The currency of an account's ledger, even if the account was removed; nil if it never was.
  package func currency(ofLedgerOf name: String) throws -> Currency? {
    try read { try AccountRows($0).named(name)?.account.currency }
  }

  /// Hands over the lines of an account's whole ledger, the oldest first.
  /// - Parameters:
  ///   - since: leaves out earlier entries; nil: none.
  ///   - days: the days that charges are grouped by.
  package func ledger(
    _ query: LedgerPage.Query, since: Instant?, days: CivilDays,
    _ body: (LedgerRow) throws -> Void
  ) throws {
    try read { try LedgerReading(query, $0, days)?.all(since: since, body) }
  }
}
