import GRDB
import Ledger
import Values

/// An account as a transaction sees it: what it is, and what follows from its entries so far.
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
  /// - Throws: ``StoreDamage`` if it says something unknown.
  init(_ row: Row) throws {
    id = try row.value(0)
    guard let currency = Currency(code: try row.value(7)) else {
      throw StoreDamage("account \(id) is in no currency")
    }
    account = Account(name: try row.value(1), authority: try row.choice(5), since: try row.time(10))
    account.email = try row.value(2)
    account.organization = try row.value(3)
    account.plan = try row.optionalChoice(4)
    account.billing = try row.optionalChoice(6)
    account.currency = currency
    account.rate = (try row.value(8) as Int64?).flatMap { ExchangeRate(nanos: $0) }
    account.isOnline = try row.value(9)
    isClosed = try row.value(11)
    entries = try row.value(12)
    guard entries >= 0 else { throw StoreDamage("account \(id) counts \(entries) entries") }
    balance = try row.optionalMoney(13)
    reading = try row.value(14)
    readAt = try row.optionalTime(15)
    unexplained = try row.optionalMoney(16)
    lastCharge = try row.optionalTime(17)
  }

  /// All accounts in the order they were added, the closed ones too.
  /// - Throws: ``StoreDamage`` if two are the same.
  static func all(_ database: Database) throws -> [AccountRow] {
    let books = try Row.fetchAll(
      database.cachedStatement(sql: "SELECT \(columns) FROM account ORDER BY id")
    ).map(AccountRow.init)
    guard Set(books.map(\.id)).count == books.count,
      Set(books.map(\.account.name)).count == books.count
    else { throw StoreDamage("an account is there twice") }
    return books
  }

  /// Makes an account without entries.
  /// - Returns: its number.
  static func insert(_ account: Account, _ database: Database) throws -> Int64 {
    try database.execute(
      sql: """
        INSERT INTO account (name, email, organization, plan, authority, billing, currency, rate,
          online, since, closed, entries)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)
        """, arguments: arguments(account))
    return database.lastInsertedRowID
  }

  /// Writes what a person says of it and what follows from its entries.
  func update(_ database: Database) throws {
    try database.execute(
      sql: """
        UPDATE account SET name = ?, email = ?, organization = ?, plan = ?, authority = ?,
          billing = ?, currency = ?, rate = ?, online = ?, since = ?, closed = ?, entries = ?,
          balance = ?, reading = ?, read_at = ?, unexplained = ?, last_charge = ?
        WHERE id = ?
        """,
      arguments: AccountRow.arguments(account) + [
        isClosed, entries, balance?.nanos, reading, readAt?.milliseconds, unexplained?.nanos,
        lastCharge?.milliseconds, id,
      ])
  }

  private static func arguments(_ account: Account) -> StatementArguments {
    [
      account.name, account.email, account.organization, account.plan?.rawValue,
      account.authority.rawValue, account.billing?.rawValue, account.currency.code,
      account.rate?.nanos, account.isOnline, account.since.milliseconds,
    ]
  }

  /// What the latest reading showed, and whether a person typed it in.
  func latestReading(_ database: Database) throws -> (amount: Money, isTypedIn: Bool)? {
    guard let reading else { return nil }
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: "SELECT amount, detail FROM entry WHERE account = ? AND number = ?"),
      arguments: [id, reading])
    guard let row, let amount = try row.optionalMoney(0) else { return nil }
    return (amount, try EntryDetail(json: try row.value(1)).source == .typed)
  }

  /// Whether a charge of a request made at `time` lowers the balance: a reading covers what was before.
  func counts(chargeAt time: Instant) -> Bool { readAt.map { time > $0 } ?? false }

  /// Whether a credit that is entered now counts; one of the same moment as a reading does, for it was
  /// entered after it.
  func counts(creditAt time: Instant) -> Bool { readAt.map { time >= $0 } ?? false }
}
