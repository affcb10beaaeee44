import GRDB
import Values

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
  /// The value in a column, counted from 0.
  /// - Throws: ``StoreDamage`` where it is of another kind, or NULL and not asked for as an optional.
  func value<Value: DatabaseValueConvertible>(_ column: Int) throws -> Value {
    guard column < count, let value = Value.fromDatabaseValue(self[column]) else {
      throw StoreDamage(column: name(of: column))
    }
    return value
  }

  /// The moment in a column.
  func time(_ column: Int) throws -> Instant { Instant(stored: try value(column)) }

  /// The moment in a column, or nil for NULL.
  func optionalTime(_ column: Int) throws -> Instant? {
    try (value(column) as Int64?).map(Instant.init(stored:))
  }

  /// The amount in a column.
  func money(_ column: Int) throws -> Money { Money(nanos: try value(column)) }

  /// The amount in a column, or nil for NULL.
  func optionalMoney(_ column: Int) throws -> Money? {
    try (value(column) as Int64?).map(Money.init(nanos:))
  }

  /// Which of its few values a type has in a column.
  func choice<Choice: RawRepresentable<String>>(_ column: Int) throws -> Choice {
    guard let choice = Choice(rawValue: try value(column)) else {
      throw StoreDamage(column: name(of: column))
    }
    return choice
  }

  /// Which of its few values a type has in a column, or nil for NULL.
  func optionalChoice<Choice: RawRepresentable<String>>(_ column: Int) throws -> Choice? {
    try (value(column) as String?) == nil ? nil : choice(column)
  }

  private func name(of column: Int) -> String {
    column < count ? Array(columnNames)[column] : "\(column)"
  }
}

extension DatabaseValueConvertible {
  /// The one value that a statement selects; nil where it selects none, or NULL.
  /// - Throws: ``StoreDamage`` where it is of another kind.
  static func fetchChecked(
    _ statement: Statement, arguments: StatementArguments? = nil
  ) throws -> Self? {
    try Row.fetchOne(statement, arguments: arguments)?.value(0)
  }

  /// The one value that a statement selects; nil where it selects none, or NULL.
  /// - Throws: ``StoreDamage`` where it is of another kind.
  static func fetchChecked(
    _ database: Database, sql: String, arguments: StatementArguments = StatementArguments()
  ) throws -> Self? {
    try Row.fetchOne(database, sql: sql, arguments: arguments)?.value(0)
  }
}

extension Instant {
  /// A moment as the store has it. What lies beyond the years that can be written counts as their end, so that
  /// nobody who computes with it can go wrong.
  init(stored milliseconds: Int64) {
    self.init(milliseconds: min(max(milliseconds, -Instant.endOfTime), Instant.endOfTime))
  }

  /// The end of the year 9999, the last one that a time can be written of.
  static let endOfTime: Int64 = 253_402_300_799_999
}
