import GRDB

/// A row that nobody can have written so: the store's file is damaged, and nothing that follows from it may
/// be shown or done.
///
/// Every value that is read goes through the accessors below or through those of ``FastStatement``, which
/// take nothing for granted: where a page was lost or two were swapped, any column may hold anything.
struct StoreDamage: Error {
  /// What is not as it can be, without the file's name.
  let what: String

  /// Says what of a table is wrong.
  init(_ what: String) { self.what = what }

  /// A column that holds what it cannot.
  init(column: String) { self.init("“\(column)” holds what it cannot") }
}

extension Row {
  /// The value in a column.
  /// - Throws: ``StoreDamage`` where it is none of the type's, or NULL and not asked for as an optional.
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
  /// What is made of each row, in their order; a row is no longer there afterwards.
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
  /// The one value that a statement selects; nil where it selects none, or NULL.
  /// - Throws: ``StoreDamage`` where it is of another kind.
  static func fetchChecked(
    _ statement: Statement, arguments: StatementArguments? = nil
  ) throws -> Self? {
    try Row.fetchOne(statement, arguments: arguments)?.only()
  }

  /// The one value that a statement selects; nil where it selects none, or NULL.
  /// - Throws: ``StoreDamage`` where it is of another kind.
  static func fetchChecked(
    _ database: Database, sql: String, arguments: StatementArguments = StatementArguments()
  ) throws -> Self? {
    try Row.fetchOne(database, sql: sql, arguments: arguments)?.only()
  }
}
