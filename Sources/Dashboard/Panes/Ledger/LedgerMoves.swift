import Advice
import Ledger
import Values

/// Moving through a ledger of which only one page is in memory.
extension DashboardModel {
  /// The current page, if it answers the view's query.
  var ledgerPage: LedgerPage? {
    guard let page = snapshot?.ledger, let account = funds.account?.account.name,
      ledger.isAnswered(by: page, account: account)
    else { return nil }
    return page
  }

  mutating func chooseInLedger(_ steps: Int, rowsInSight: Int) {
    guard let page = ledgerPage, let last = page.rows.indices.last else { return }
    if steps == .min { return jump(to: .newest, page) }
    if steps == .max { return jump(to: .oldest, page) }
    ledger.jump = nil
    let start = page.index(of: ledger.selected)
    let first = min(ledger.scroll, last)
    let index = min(max(0, start.map { $0 + steps } ?? first), last)
    ledger.selected = page.rows[index].rowID
    let edge = min(ledger.reach / 2, rowsInSight + ledger.reach / 10)
    let isNearEdge =
      page.hasOlder && index + edge > last || page.hasNewer && index < edge
    if isNearEdge { ledger.centre() }
  }

  private mutating func jump(to end: LedgerState.Jump, _ page: LedgerPage) {
    if end == .newest || page.hasOlder { ledger.around = end == .newest ? nil : 1 }
    ledger.jump = end
    follow(page)
  }

  /// Called after the store was read. Keeps the selected row, or else the top one, in place on the screen,
  /// whatever was added above it.
  mutating func keepLedgerPlace(since before: UsageSnapshot?) {
    if let before, before.funds.current != snapshot?.funds.current { ledger.forgetPlace() }
    if let page = ledgerPage { follow(page, from: before?.ledger) }
  }

  private mutating func follow(_ page: LedgerPage, from before: LedgerPage? = nil) {
    if let jump = ledger.jump {
      guard jump == .newest ? !page.hasNewer : !page.hasOlder else { return }
      ledger.jump = nil
      ledger.selected = (jump == .newest ? page.rows.first : page.rows.last)?.rowID
      if jump == .newest { ledger.scroll = 0 }
      return
    }
    let isAtTop = ledger.selected == nil && ledger.scroll == 0
    guard let before, !isAtTop,
      let start = before.index(of: ledger.selected)
        ?? (before.rows.indices.contains(ledger.scroll) ? ledger.scroll : nil),
      let end = page.index(like: before.rows[start], days: days)
    else { return }
    ledger.scroll = max(0, ledger.scroll + end - start)
    if ledger.selected != nil { ledger.selected = page.rows[end].rowID }
  }
}

extension LedgerPage {
  func index(of row: LedgerState.RowID?) -> Int? {
    row.flatMap { row in rows.firstIndex { $0.rowID == row } }
  }

  /// The index on this page of a row from another page. Grouped charges change their number as more
  /// charges join them, so they are matched by tool and day.
  fileprivate func index(like row: LedgerRow, days: CivilDays) -> Int? {
    index(of: row.rowID)
      ?? rows.firstIndex {
        row.isCharge && $0.isCharge && $0.tool == row.tool
          && days.date(of: $0.time) == days.date(of: row.time)
      }
  }
}

extension LedgerRow {
  fileprivate var isCharge: Bool { kind == .charges || kind == .entry(.charge) }
}
