import GRDB
import Ledger
import Values

/// An account within a transaction: its settings, and what follows from its entries so far.
struct AccountRow: Equatable {
  let id: Int64
  var account: Account
  /// Whether the person removed it.
  var isClosed: Bool
  /// How many entries there are.
  var entries: Int64
  var balance: Money?
  /// The latest reading: its number and its time.
  var reading: Int64?
  var readAt: Instant?
  var unexplained: Money?
  var lastCharge: Instant?

  static let columns = """
    id, name, email, organization, plan, authority, billing, currency, rate, online, since, closed,
    entries, balance, reading, read_at, unexplained, last_charge
    """

  /// Reads a row of ``columns``.
  /// - Throws: ``StoreDamage`` for an impossible value.
  init(_ row: Row) throws {
    id = try row.value("id")
    guard let currency = Currency(code: try row.value("currency")) else {
      throw StoreDamage("account \(id) has an unknown currency")
    }
    account = Account(
      name: try row.value("name"), authority: try row.value("authority"),
      since: try row.value("since"))
    account.email = try row.value("email")
    account.organization = try row.value("organization")
    account.plan = try row.value("plan")
    account.billing = try row.value("billing")
    account.currency = currency
    account.rate = try row.value("rate")
    account.isOnline = try row.value("online")
    isClosed = try row.value("closed")
    entries = try row.value("entries")
    guard entries >= 0 else { throw StoreDamage("account \(id) has \(entries) entries") }
    balance = try row.value("balance")
    reading = try row.value("reading")
    readAt = try row.value("read_at")
    unexplained = try row.value("unexplained")
    lastCharge = try row.value("last_charge")
  }

  /// All accounts in the order they were added, closed ones included.
  /// - Throws: ``StoreDamage`` if an id or a name occurs twice.
  static func all(_ database: Database) throws -> [AccountRow] {
    let books = try database.cachedStatement(
      sql: "SELECT \(columns) FROM account ORDER BY id"
    ).all { try AccountRow($0) }
    guard Set(books.map(\.id)).count == books.count,
      Set(books.map(\.account.name)).count == books.count
    else { throw StoreDamage("an account exists twice") }
    return books
  }

  /// Inserts an account without entries.
  /// - Returns: its id.
  static func insert(_ account: Account, _ database: Database) throws -> Int64 {
    try database.execute(
      sql: """
        INSERT INTO account (name, email, organization, plan, authority, billing, currency, rate,
          online, since, closed, entries)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)
        """, arguments: arguments(account))
    return database.lastInsertedRowID
  }

  /// Writes its settings and what follows from its entries.
  func update(_ database: Database) throws {
    try database.execute(
      sql: """
        UPDATE account SET name = ?, email = ?, organization = ?, plan = ?, authority = ?,
          billing = ?, currency = ?, rate = ?, online = ?, since = ?, closed = ?, entries = ?,
          balance = ?, reading = ?, read_at = ?, unexplained = ?, last_charge = ?
        WHERE id = ?
        """,
      arguments: AccountRow.arguments(account) + [
        isClosed, entries, balance, reading, readAt, unexplained, lastCharge, id,
      ])
  }

  private static func arguments(_ account: Account) -> StatementArguments {
    [
      account.name, account.email, account.organization, account.plan, account.authority,
      account.billing, account.currency, account.rate, account.isOnline, account.since,
    ]
  }

  /// What the latest reading showed, and whether a person typed it in.
  func latestReading(_ database: Database) throws -> (amount: Money, isTypedIn: Bool)? {
    guard let reading else { return nil }
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: "SELECT amount, detail FROM entry WHERE account = ? AND number = ?"),
      arguments: [id, reading])
    guard let row, let amount: Money = try row.value("amount") else { return nil }
    return (amount, try EntryDetail(json: try row.value("detail")).source == .typed)
  }

  /// Whether a charge for a request at `time` lowers the balance: a reading covers everything up to its own time.
  func counts(chargeAt time: Instant) -> Bool { readAt.map { time > $0 } ?? false }

  /// Whether a credit at `time` that is entered now counts; one at the same moment as the reading does, since it was
  /// entered after it.
  func counts(creditAt time: Instant) -> Bool { readAt.map { time >= $0 } ?? false }
}
