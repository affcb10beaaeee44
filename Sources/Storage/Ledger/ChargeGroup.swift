import Ledger

/// Charges that follow one another without any other entry between them, put together by day and tool.
///
/// The lines of a day stand in the order of their newest entries, and the balance after each is what the
/// lines before it leave: the newest one's is that of the day's last entry.
struct ChargeGroup {
  private let days: CivilDays
  private var bounds: Range<Instant>?
  private var rows: [Tool: LedgerRow] = [:]
  /// The balance after the newest entry of the day.
  private var balance: Money?

  init(days: CivilDays) { self.days = days }

  /// Adds a charge; what was gathered of another day is handed over.
  mutating func add(
    _ entry: LedgerEntry, up: Bool, _ body: (LedgerRow) throws -> Void
  ) throws {
    if bounds?.contains(entry.time) != true {
      try close(up: up, body)
      bounds = Limit.Period.day.stretch(at: entry.time, days: days)
    }
    let tool = entry.tool ?? .other
    if up || rows.isEmpty { balance = entry.balance }
    guard var row = rows[tool] else {
      rows[tool] = LedgerRow(
        number: entry.number, kind: .charges, time: entry.time, tool: tool, amount: entry.amount)
      return
    }
    row.count += 1
    row.number = max(row.number, entry.number)
    row.time = max(row.time, entry.time)
    row.amount = (row.amount ?? .zero) + (entry.amount ?? .zero)
    rows[tool] = row
  }

  /// Hands over what was gathered, in the order of the walk.
  mutating func close(up: Bool, _ body: (LedgerRow) throws -> Void) throws {
    guard !rows.isEmpty else { return }
    // The newest line first: its balance is the day's last one.
    var left = balance
    let ordered = rows.values.sorted { $0.number > $1.number }.map { row in
      var row = row
      row.balance = left
      left = left.map { $0 - (row.amount ?? .zero) }
      return row
    }
    for row in up ? ordered.reversed() : ordered { try body(row) }
    rows = [:]
    bounds = nil
    balance = nil
  }
}
