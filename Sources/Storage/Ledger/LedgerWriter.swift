import GRDB
import Ledger
import Values

/// Writes the ledgers of all accounts within one transaction: each entry gets its number and the balance after it;
/// what follows from the entries is written once, before the commit.
final class LedgerWriter {
  private let database: Database
  /// The moment of the transaction.
  let now: Instant
  private(set) var accounts: AccountRows
  private var changed: Set<Int64> = []
  /// Accounts with new entries before their latest reading, whose unexplained amount has to be recomputed.
  private var disturbed: Set<Int64> = []
  private let insert: FastStatement

  /// Reads the accounts from the store.
  init(_ database: Database, now: Instant) throws {
    self.database = database
    self.now = now
    accounts = try AccountRows(database)
    insert = try FastStatement(
      database,
      """
      INSERT INTO entry (account, number, kind, time, entered, amount, balance, tool, request, refers,
        expires, key, detail)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, isCached: true)
  }

  /// An entry to be made.
  struct Draft {
    var kind: EntryKind
    var time: Instant
    var amount: Money?
    var tool: Tool?
    var request: Int64?
    var refers: Int64?
    var expires: Instant?
    /// The key that makes it count once; nil: the caller takes care of that.
    var key: String?
    var detail = EntryDetail()

    init(_ kind: EntryKind, at time: Instant, amount: Money? = nil) {
      self.kind = kind
      self.time = time
      self.amount = amount
    }
  }

  /// Enters a draft into an account's ledger.
  /// - Returns: its number; nil if an entry with its key exists.
  @discardableResult
  func enter(_ draft: Draft, into id: Int64) throws -> Int64? {
    guard var book = accounts[id] else { return nil }
    if let key = draft.key {
      let known = try Bool.fetchChecked(
        database.cachedStatement(sql: "SELECT 1 FROM entry WHERE key = ?"), arguments: [key])
      if known != nil { return nil }
    }
    book.entries = book.entries.addingClamped(1)
    try apply(draft, to: &book)
    bind(draft, book)
    try insert.bind(13, draft.detail.json)
    try insert.run()
    accounts[id] = book
    changed.insert(id)
    return book.entries
  }

  private func bind(_ draft: Draft, _ book: AccountRow) {
    insert.bind(1, book.id)
    insert.bind(2, book.entries)
    insert.bind(3, draft.kind.rawValue)
    insert.bind(4, draft.time.milliseconds)
    insert.bind(5, now.milliseconds)
    insert.bind(6, draft.amount?.nanos)
    insert.bind(7, book.balance?.nanos)
    insert.bind(8, draft.tool?.rawValue)
    insert.bind(9, draft.request)
    insert.bind(10, draft.refers)
    insert.bind(11, draft.expires?.milliseconds)
    insert.bind(12, draft.key)
  }

  /// Updates the balance for an entry.
  private func apply(_ draft: Draft, to book: inout AccountRow) throws {
    switch draft.kind {
    case .charge:
      if book.counts(chargeAt: draft.time) {
        try add(draft.amount ?? .zero, to: &book)
      } else if book.readAt != nil {
        disturbed.insert(book.id)
      }
      if draft.amount ?? .zero < .zero {
        book.lastCharge = max(book.lastCharge ?? draft.time, draft.time)
      }
    case .reading, .opening:
      let computed = try computed(book, adding: draft)
      book.apply(computed)
    case .undo:
      let computed = try computed(book, without: draft.refers)
      book.apply(computed)
    case _ where draft.kind.isCredit:
      if book.counts(creditAt: draft.time) {
        try add(draft.amount ?? .zero, to: &book)
      } else if book.readAt != nil {
        disturbed.insert(book.id)
      }
    default: break
    }
  }

  private func add(_ amount: Money, to book: inout AccountRow) throws {
    guard let balance = book.balance else { return }
    let (sum, isOver) = balance.nanos.addingReportingOverflow(amount.nanos)
    if isOver { throw MoneyFault.tooLarge }
    book.balance = Money(nanos: sum)
  }

  private func computed(
    _ book: AccountRow, adding draft: Draft? = nil, without undone: Int64? = nil
  ) throws -> ComputedBalance {
    var reading: (time: Instant, number: Int64, amount: Money, isOpening: Bool)?
    if let draft, let amount = draft.amount {
      reading = (draft.time, book.entries, amount, draft.kind == .opening)
    }
    return try ComputedBalance(
      database, account: book.id, adding: reading,
      without: undone.map { $0...$0 } ?? ComputedBalance.nothing)
  }

  /// Changes an account's settings.
  func change(_ id: Int64, _ change: (inout AccountRow) -> Void) {
    guard var book = accounts[id] else { return }
    change(&book)
    accounts[id] = book
    changed.insert(id)
  }

  /// Creates an account.
  func open(_ account: Account) throws -> Int64 {
    let id = try AccountRow.insert(account, database)
    accounts[id] = try AccountRows(database)[id]
    return id
  }

  /// Whether anything ever moved the balance of an account.
  static func hasMovement(_ id: Int64, _ database: Database) throws -> Bool {
    try Bool.fetchChecked(
      database, sql: "SELECT EXISTS (SELECT 1 FROM entry WHERE account = ? AND amount <> 0)",
      arguments: [id]) ?? false
  }

  /// Writes what follows from the entries. Write the tables of sums first.
  func flush() throws {
    for id in disturbed {
      guard var book = accounts[id] else { continue }
      book.unexplained = try ComputedBalance(database, account: id).unexplained
      accounts[id] = book
    }
    for id in changed { try accounts[id]?.update(database) }
    disturbed.removeAll()
    changed.removeAll()
  }
}

extension AccountRow {
  /// Takes over the values computed from all entries.
  mutating func apply(_ computed: ComputedBalance) {
    balance = computed.balance
    reading = computed.reading
    readAt = computed.readAt
    unexplained = computed.unexplained
  }
}
