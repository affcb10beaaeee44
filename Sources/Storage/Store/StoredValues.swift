import Advice
import GRDB
import Ledger
import Values

/// An enum stored as its raw values; an unknown word in a column is ``StoreDamage``.
package protocol StoredWord: DatabaseValueConvertible, RawRepresentable<String> {}

extension StoredWord {
  package var databaseValue: DatabaseValue { rawValue.databaseValue }

  package static func fromDatabaseValue(_ value: DatabaseValue) -> Self? {
    String.fromDatabaseValue(value).flatMap(Self.init(rawValue:))
  }

  /// The word as an SQL literal. SQLite uses a partial index only if the statement spells the word out, since a bound
  /// value could be any.
  var sql: String { "'\(rawValue)'" }

  /// Some words as an SQL list in parentheses.
  static func sql(_ words: Self...) -> String { words.sql }
}

extension Sequence where Element: StoredWord {
  /// The words as an SQL list in parentheses.
  var sql: String { "(\(map(\.sql).joined(separator: ", ")))" }
}

extension Tool: StoredWord {}
extension Purse: StoredWord {}
extension Basis: StoredWord {}
extension EntryKind: StoredWord {}
extension Rejection.Reason: StoredWord {}
extension Rejection.ExtraOff: StoredWord {}
extension SourceProblem.Remedy: StoredWord {}
extension AutoReload.Source: StoredWord {}
extension AutoReload.Obstacle: StoredWord {}
extension Account.Plan: StoredWord {}
extension Account.Authority: StoredWord {}
extension Account.Billing: StoredWord {}
extension Credential.Kind: StoredWord {}
extension OnlineFailure.Kind: StoredWord {}
extension Limit.Period: StoredWord {}
extension Limit.Source: StoredWord {}
extension Limit.Count: StoredWord {}
extension GuardInstallation.Means: StoredWord {}
extension Warning.ID: StoredWord {}

/// Stored as the account's name, "" where it is none in particular.
extension AccountScope: DatabaseValueConvertible {
  package var databaseValue: DatabaseValue { (name ?? "").databaseValue }

  package static func fromDatabaseValue(_ value: DatabaseValue) -> AccountScope? {
    String.fromDatabaseValue(value).map { AccountScope(named($0)) }
  }
}

/// A word or none, in a column that belongs to a primary key: "" is none, for NULL would not be unique.
struct WordOrNone<Word: StoredWord>: DatabaseValueConvertible {
  let word: Word?

  init(_ word: Word?) { self.word = word }

  var databaseValue: DatabaseValue { (word?.rawValue ?? "").databaseValue }

  static func fromDatabaseValue(_ value: DatabaseValue) -> WordOrNone? {
    guard let text = String.fromDatabaseValue(value) else { return nil }
    guard let word = named(text).map(Word.init(rawValue:)) else { return WordOrNone(nil) }
    return word.map { WordOrNone($0) }
  }
}

/// The name in a text of the `name` table, where "" is none.
func named(_ text: String) -> String? { text.isEmpty ? nil : text }

/// Stored as nano-dollars.
extension Money: DatabaseValueConvertible {
  package var databaseValue: DatabaseValue { nanos.databaseValue }

  package static func fromDatabaseValue(_ value: DatabaseValue) -> Money? {
    Int64.fromDatabaseValue(value).map(Money.init(nanos:))
  }
}

/// Stored in milliseconds since 1970.
extension Instant: DatabaseValueConvertible {
  package var databaseValue: DatabaseValue { milliseconds.databaseValue }

  package static func fromDatabaseValue(_ value: DatabaseValue) -> Instant? {
    Int64.fromDatabaseValue(value).map(Instant.init(stored:))
  }

  /// A moment from the store, clamped to the years that can be written, so that computing with it cannot overflow.
  init(stored milliseconds: Int64) {
    self.init(milliseconds: min(max(milliseconds, -Instant.endOfTime), Instant.endOfTime))
  }

  /// The end of the year 9999, the last one that RFC 3339 can express.
  static let endOfTime: Int64 = 253_402_300_799_999
}

/// In JSON as in a column.
extension Instant: Codable {
  package init(from decoder: any Decoder) throws {
    self.init(stored: try decoder.singleValueContainer().decode(Int64.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }
}

/// Stored as its code.
extension Currency: DatabaseValueConvertible {
  package var databaseValue: DatabaseValue { code.databaseValue }

  package static func fromDatabaseValue(_ value: DatabaseValue) -> Currency? {
    String.fromDatabaseValue(value).flatMap(Currency.init(code:))
  }
}

/// Stored in billionths.
extension ExchangeRate: DatabaseValueConvertible {
  package var databaseValue: DatabaseValue { nanos.databaseValue }

  package static func fromDatabaseValue(_ value: DatabaseValue) -> ExchangeRate? {
    Int64.fromDatabaseValue(value).flatMap(ExchangeRate.init(nanos:))
  }
}
