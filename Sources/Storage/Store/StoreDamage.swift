import GRDB

/// A row that Fuelgauge cannot have written: the store's file is damaged, and nothing derived from it may be shown or
/// acted on.
///
/// Every value is read through the accessors below or those of ``FastStatement``, which trust nothing: when a page
/// was lost or two were swapped, any column may hold anything.
struct StoreDamage: Error {
  /// What is wrong, without the file's name.
  let what: String

  /// Damage in a few words.
  init(_ what: String) { self.what = what }

  /// A column with an impossible value.
  init(column: String) { self.init("“\(column)” has an impossible value") }
}

extension Row {
  /// The value in a column.
  /// - Throws: ``StoreDamage`` if it is not a value of the type, or NULL and not read as an optional.
  func value<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
    assert(hasColumn(column), "the statement selects no “\(column)”")
    guard let value = Value.fromDatabaseValue((self[column] as DatabaseValue?) ?? .null) else {
      throw StoreDamage(column: column)
    }
    return value
  }

  /// The value in the only column.
  fileprivate func only<Value: DatabaseValueConvertible>() throws -> Value {
    guard count == 1, let value = Value.fromDatabaseValue(self[0]) else {
      throw StoreDamage(column: columnNames.first ?? "")
    }
    return value
  }
}

extension Statement {
  /// Maps each row in order; a row is only valid during the call.
  func all<Value>(
    arguments: StatementArguments? = nil, _ make: (Row) throws -> Value
  ) throws -> [Value] {
    let rows = try Row.fetchCursor(self, arguments: arguments)
    var made: [Value] = []
    while let row = try rows.next() { made.append(try make(row)) }
    return made
  }
}

extension DatabaseValueConvertible {
  /// The single value that a statement selects; nil if there is no row, or NULL.
  /// - Throws: ``StoreDamage`` if it is of another type.
  static func fetchChecked(
    _ statement: Statement, arguments: StatementArguments? = nil
  ) throws -> Self? {
    try Row.fetchOne(statement, arguments: arguments)?.only()
  }

  /// The single value that a statement selects; nil if there is no row, or NULL.
  /// - Throws: ``StoreDamage`` if it is of another type.
  static func fetchChecked(
    _ database: Database, sql: String, arguments: StatementArguments = StatementArguments()
  ) throws -> Self? {
    try Row.fetchOne(database, sql: sql, arguments: arguments)?.only()
  }
}
