import Advice
import GRDB
import Ledger
import Values

extension MoneyDesk {
  /// Undoes the latest action: without a trace if nothing was spent since, else by a correction that moves as much
  /// the other way. A limit or auto-reload is restored as it was.
  func undo(_ entry: Int64?, _ book: AccountRow) throws -> MoneyOutcome {
    let choice = try UndoChoice(database, book: book, at: now)
    guard let last = choice.undoable else { throw MoneyFault.nothingToUndo }
    if let entry, entry != last.entry { throw MoneyFault.undoIsAnother }
    // What came only with it is undone too, even if a reading itself stays.
    for number in choice.numbers where number != last.entry {
      var draft = LedgerWriter.Draft(.undo, at: now)
      draft.refers = number
      try ledger.enter(draft, into: book.id)
    }
    if last.needsCounterEntry, let after = last.balanceAfter,
      let before = ledger.accounts[book.id]?.balance
    {
      var draft = LedgerWriter.Draft(.correction, at: moment(in: book), amount: after - before)
      draft.refers = last.entry
      let entry = try ledger.enter(draft, into: book.id)
      return outcome(.undone(last, correction: after - before), entry, book)
    }
    try restore(choice, of: book)
    var draft = LedgerWriter.Draft(.undo, at: now)
    draft.refers = last.entry
    let entry = try ledger.enter(draft, into: book.id)
    return outcome(.undone(last, correction: nil), entry, book)
  }

  /// Restores a limit or auto-reload.
  private func restore(
    _ choice: UndoChoice, of book: AccountRow
  ) throws {
    let isClaude = choice.undoable?.kind == .settled
    if let change = choice.detail.limit {
      _ = try LimitRows.set(
        tool: change.tool, period: change.period,
        source: isClaude ? .claude : .fuelgauge, amount: change.before,
        counts: change.countsBefore ?? .drawn, account: book.id, at: now, database)
      // Undoing is no raise, so it must not end a refusal.
      if isClaude {
        try LimitRows.setCapRaised(choice.detail.raised, database, account: book.id)
      }
    }
    guard let change = choice.detail.reload else { return }
    if let before = change.before {
      let source: AutoReload.Source = isClaude ? .reading : .local
      try AutoReload.set(before, source: source, account: book.id, database)
    } else {
      try AutoReload.forget(account: book.id, database)
    }
  }
}
