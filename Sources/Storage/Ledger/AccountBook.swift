import GRDB
import Ledger

/// An account as a transaction sees it: what it is, and what follows from its entries so far.
struct AccountBook: Equatable {
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
  /// - Throws: ``UsageStore/Fault`` if a newer or damaged store says something unknown.
  init(_ row: Row) throws {
    guard let authority = Account.Authority(rawValue: row[5]),
      let currency = Currency(code: row[7])
    else {
      throw UsageStore.Fault(description: "the store is damaged: account \(row[0] as Int64)")
    }
    id = row[0]
    account = Account(
      name: row[1], authority: authority, since: Instant(milliseconds: row[10]))
    account.email = row[2]
    account.organization = row[3]
    account.plan = (row[4] as String?).flatMap(Account.Plan.init(rawValue:))
    account.billing = (row[6] as String?).flatMap(Account.Billing.init(rawValue:))
    account.currency = currency
    account.rate = (row[8] as Int64?).flatMap { ExchangeRate(nanos: $0) }
    account.isOnline = row[9]
    isClosed = row[11]
    entries = row[12]
    balance = (row[13] as Int64?).map(Money.init(nanos:))
    reading = row[14]
    readAt = (row[15] as Int64?).map(Instant.init(milliseconds:))
    unexplained = (row[16] as Int64?).map(Money.init(nanos:))
    lastCharge = (row[17] as Int64?).map(Instant.init(milliseconds:))
  }

  /// All accounts in the order they were added, the closed ones too.
  static func all(_ database: Database) throws -> [AccountBook] {
    try Row.fetchAll(
      database.cachedStatement(sql: "SELECT \(columns) FROM account ORDER BY id")
    ).map(AccountBook.init)
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
      arguments: AccountBook.arguments(account) + [
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

  /// What the latest reading showed.
  func readAmount(_ database: Database) throws -> Money? {
    try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT amount FROM entry WHERE account = ? AND number = ?"),
      arguments: [id, reading]
    ).map(Money.init(nanos:))
  }

  /// Whether a charge of a request made at `time` lowers the balance: a reading covers what was before.
  func counts(chargeAt time: Instant) -> Bool { readAt.map { time > $0 } ?? false }

  /// Whether a credit that is entered now counts; one of the same moment as a reading does, for it was
  /// entered after it.
  func counts(creditAt time: Instant) -> Bool { readAt.map { time >= $0 } ?? false }
}
