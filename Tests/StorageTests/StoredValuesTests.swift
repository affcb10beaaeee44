import GRDB
import Ledger
import Testing
import Values

@testable import Storage

@Suite struct StoredValuesTests {
  private func row(_ columns: String) throws -> Row {
    try #require(try DatabaseQueue().inDatabase { try Row.fetchOne($0, sql: "SELECT \(columns)") })
  }

  @Test func `values come out of a row by the names of their columns as they went in`() throws {
    let row = try DatabaseQueue().inDatabase { database in
      try Row.fetchOne(
        database,
        sql: "SELECT ? AS kind, ? AS amount, ? AS time, ? AS currency, ? AS rate, ? AS tool",
        arguments: [
          EntryKind.topUp, Money(nanos: -5), Instant(milliseconds: 7), Currency.usd,
          ExchangeRate.par, Tool?.none,
        ])
    }
    let found = try #require(row)
    #expect(try found.value("kind") == EntryKind.topUp)
    #expect(try found.value("amount") == Money(nanos: -5))
    #expect(try found.value("time") == Instant(milliseconds: 7))
    #expect(try found.value("currency") == Currency.usd)
    #expect(try found.value("rate") == ExchangeRate.par)
    #expect(try (found.value("tool") as Tool?) == nil)
  }

  @Test func `what is no value of its type is damage, even where there may be none`() throws {
    let row = try row("'gift' AS kind, 'x' AS amount, NULL AS tool, 0 AS rate, x'00' AS time")
    func isDamage<Value: DatabaseValueConvertible>(_ column: String, _ type: Value.Type) -> Bool {
      do {
        _ = try row.value(column) as Value
        return false
      } catch {
        return error is StoreDamage
      }
    }
    #expect(isDamage("kind", EntryKind.self))
    #expect(isDamage("kind", EntryKind?.self))
    #expect(isDamage("amount", Money.self))
    #expect(isDamage("amount", Money?.self))
    #expect(isDamage("tool", Tool.self))
    #expect(isDamage("rate", ExchangeRate?.self))
    #expect(isDamage("time", Instant?.self))
  }

  @Test func `a time beyond what can be written counts as the end of it`() throws {
    let time: Instant = try row("9223372036854775807 AS time").value("time")
    #expect(time == Instant(milliseconds: Instant.endOfTime))
  }

  @Test func `words stand in statements as they are stored`() {
    #expect(EntryKind.topUp.sql == "'top-up'")
    #expect(EntryKind.sql(.pending, .wish) == "('pending', 'wish')")
  }
}
