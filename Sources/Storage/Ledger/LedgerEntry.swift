import GRDB
import Ledger
import Values

/// A stored entry.
struct LedgerEntry {
  let number: Int64
  let kind: EntryKind
  let time: Instant
  let amount: Money?
  let balance: Money?
  let tool: Tool?
  let refers: Int64?
  let expires: Instant?
  let detail: EntryDetail
  /// Whether a later entry undid, settled or cancelled it.
  let isVoid: Bool

  /// The columns that ``init(row:voids:)`` reads, in order.
  static let columns = "number, kind, time, amount, balance, tool, refers, expires, detail"

  /// Nil for a kind that this version does not know.
  init?(row: FastStatement, voids: VoidEntries) throws {
    guard let kind = EntryKind(rawValue: row.text(1)) else { return nil }
    self.kind = kind
    number = row.int(0)
    time = row.time(2)
    amount = row.optionalMoney(3)
    balance = row.optionalMoney(4)
    tool = row.choice(5)
    refers = row.optionalInt(6)
    expires = row.optionalTime(7)
    detail = kind == .charge ? EntryDetail() : try EntryDetail(json: row.text(8))
    isVoid = kind != .charge && voids.contains(number)
  }

  /// The lines that show it: a reading with an unexplained difference has a line for that before its own.
  /// - Parameter neverPaid: the part of the difference that Fuelgauge itself had counted as added.
  func rows(unexplained: Money?, neverPaid: Money = .zero) -> [LedgerRow] {
    var row = LedgerRow(number: number, kind: .entry(kind), time: time)
    row.tool = tool
    row.amount = kind == .pending || kind.effect != .nothing ? amount : nil
    row.balance = balance
    row.notes = notes
    row.isVoid = isVoid
    guard let unexplained, unexplained != .zero else { return [row] }
    var gap = LedgerRow(number: number, kind: .unexplained, time: time)
    gap.amount = .zero - unexplained
    gap.balance = balance
    if neverPaid > .zero { gap.notes = [.neverPaid(neverPaid)] }
    return [gap, row]
  }

  /// Everything shown beside it.
  fileprivate var notes: [EntryNote] {
    [detail.note, refers.map { .refers(to: $0) }, expires.map { .expires($0) }].compactMap { $0 }
  }
}

/// The entries of an account that a later one undoes, settles or cancels.
struct VoidEntries {
  private let numbers: Set<Int64>

  init(_ database: Database, account: Int64) throws {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT refers FROM entry AS later INDEXED BY entry_refers WHERE account = ? AND refers IS NOT NULL
            AND (kind IN \(EntryKind.sql(.undo, .cancel, .settled)) OR kind = \(EntryKind.topUp.sql))
            AND \(PendingRows.stands("later"))
          """), arguments: [account])
    numbers = Set(try rows.map { try $0.value("refers") })
  }

  func contains(_ number: Int64) -> Bool { numbers.contains(number) }
}

/// A text to find in entries.
struct LedgerFilter {
  private let text: String
  private let kinds: Set<EntryKind>
  private let tools: Set<Tool>
  private let currency: Currency

  /// - Parameter currency: the currency of amounts in notes.
  init(_ text: String, in currency: Currency) {
    self.currency = currency
    let text = text.lowercased()
    self.text = text
    kinds = Set(
      EntryKind.allCases.filter {
        $0.title.contains(text) || $0 == .charge && "charges".contains(text)
      })
    tools = Set(Tool.allCases.filter { $0.title.lowercased().contains(text) })
  }

  var isEmpty: Bool { text.isEmpty }

  /// Whether no charge can pass, so that charges can be skipped.
  var skipsCharges: Bool { !isEmpty && !kinds.contains(.charge) && tools.isEmpty }

  func passes(_ entry: LedgerEntry) -> Bool {
    if isEmpty || kinds.contains(entry.kind) { return true }
    if let tool = entry.tool, tools.contains(tool) { return true }
    return entry.kind != .charge && entry.notes.text(in: currency).lowercased().contains(text)
  }
}
