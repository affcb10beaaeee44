import Ledger
import Values

/// Consecutive charges with no other entry between them, grouped by day and tool.
///
/// The lines of a day are ordered by their newest entries. The newest line shows the balance after the day's last
/// entry; each older one shows what the balance was without the newer lines. A charge that a reading covers moves
/// nothing.
struct ChargeGroup {
  /// What one tool was charged on the day.
  private struct Line {
    var row: LedgerRow
    /// How its charges changed the balance.
    var movement: Money
  }

  private let days: CivilDays
  private var bounds: Range<Instant>?
  private var lines: [Tool: Line] = [:]
  /// The balance after the newest entry of the day.
  private var balance: Money?
  /// Going up: the previous entry, of any kind.
  private var older: LedgerEntry?
  /// Going down: the charge whose older neighbor has not been read yet.
  private var waiting: LedgerEntry?

  init(days: CivilDays) { self.days = days }

  /// Sets the entry before the first one that is added, going up.
  /// - Returns: false, since one is enough.
  mutating func begin(after entry: LedgerEntry) -> Bool {
    older = entry
    return false
  }

  /// Adds a charge, after handing over the lines of a finished day.
  mutating func add(
    _ entry: LedgerEntry, up: Bool, _ body: (LedgerRow) throws -> Void
  ) throws {
    let before = older
    if bounds?.contains(entry.time) != true {
      try close(before: entry, up: up, body)
      bounds = Limit.Period.day.stretch(at: entry.time, days: days)
    }
    if up {
      count(entry, after: before)
      balance = entry.balance
    } else {
      if let waiting { count(waiting, after: entry) } else { balance = entry.balance }
      waiting = entry
    }
    older = entry
  }

  /// Hands over the gathered lines, in the order of the walk.
  /// - Parameter entry: the next one; nil: unknown.
  mutating func close(
    before entry: LedgerEntry?, up: Bool, _ body: (LedgerRow) throws -> Void
  ) throws {
    older = entry
    guard bounds != nil else { return }
    if let waiting { count(waiting, after: entry) }
    waiting = nil
    var left = balance
    // Newest first, since its balance is the day's last one.
    let ordered = lines.values.sorted { $0.row.number > $1.row.number }.map { line in
      var row = line.row
      row.balance = left
      left = left.map { $0 - line.movement }
      return row
    }
    for row in up ? ordered.reversed() : ordered { try body(row) }
    lines = [:]
    bounds = nil
    balance = nil
  }

  /// Adds an entry to its line. Its effect on the balance follows from the entry before it.
  private mutating func count(_ entry: LedgerEntry, after older: LedgerEntry?) {
    let amount = entry.amount ?? .zero
    var movement = amount
    if let before = older?.balance, let after = entry.balance { movement = after - before }
    let tool = entry.tool ?? .other
    guard var line = lines[tool] else {
      let row = LedgerRow(
        number: entry.number, kind: .charges, time: entry.time, tool: tool, amount: amount)
      lines[tool] = Line(row: row, movement: movement)
      return
    }
    line.row.count += 1
    line.row.number = max(line.row.number, entry.number)
    line.row.time = max(line.row.time, entry.time)
    line.row.amount = (line.row.amount ?? .zero) + amount
    line.movement += movement
    lines[tool] = line
  }
}
