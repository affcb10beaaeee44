import GRDB
import TestSupport
import Testing

@testable import Storage

/// What `verify` finds where a ledger was changed by other hands.
@Suite struct VerifyLedgerTests {
  struct Case: CustomTestStringConvertible {
    var sql: String
    /// A part of the sentence that tells of it.
    var finding: String

    var testDescription: String { sql }
  }

  private static let cases = [
    Case(sql: "UPDATE account SET balance = balance + 1", finding: "stored balance"),
    Case(sql: "UPDATE account SET unexplained = 7", finding: "stored unexplained"),
    Case(sql: "UPDATE account SET entries = entries + 1", finding: "should have"),
    Case(
      sql: "UPDATE account SET reading = 1", finding: "the stored latest reading is not the latest"),
    Case(
      sql: "UPDATE account SET last_charge = 1",
      finding: "the stored latest charge is not the latest"),
    Case(
      sql: "UPDATE entry SET balance = balance + 1 WHERE kind = 'top-up'",
      finding: ": stored balance"),
    Case(
      sql: "UPDATE entry SET amount = amount - 1 WHERE kind = 'charge'",
      finding: "its ledger entries do not match its charge"),
    Case(sql: "UPDATE request SET charged = 3", finding: "charged 0.000000003, but its cost is"),
    Case(
      sql: "UPDATE request SET charged = charged * 2, rate = 2000000000",
      finding: "its ledger entries do not match its charge"),
    Case(
      sql: "UPDATE entry SET amount = amount + 1 WHERE kind = 'expiry'",
      finding: "booked as expired"),
    Case(
      sql: "DELETE FROM entry WHERE kind = 'top-up'", finding: "is missing or of an unknown kind"),
    Case(
      sql: "UPDATE spending_limit SET amount = amount + 1",
      finding: "the stored limits differ from the latest entries"),
    Case(
      sql: "UPDATE auto_reload SET below = below + 1",
      finding: "auto-reload differs from its latest entry"),
    Case(
      sql: "INSERT INTO setting (key, value) VALUES ('account', 'locam')",
      finding: "the chosen account, “locam”, does not exist"),
  ]

  @Test(arguments: cases)
  func `every number that follows from others is computed anew`(_ example: Case) throws {
    let desk = try Desk()
    try desk.open("local")
    try desk.act(.setBalance(dollars(20)), at: 1)
    try desk.act(.addCredit(.grant, dollars(10), expires: Desk.at(30)), at: 2)
    try desk.charge("a", 4, at: 10)
    try desk.act(.topUp(dollars(5)), at: 40)
    try desk.act(.setLimit(tool: .api, period: .day, amount: dollars(9)), at: 41)
    try desk.act(.setAutoReload(.init(isOn: true, below: dollars(5), add: dollars(10))), at: 42)
    #expect(try desk.differences() == [])
    try desk.store.queue.write { try $0.execute(sql: example.sql) }
    let found = try desk.differences()
    #expect(found.contains { $0.contains(example.finding) }, "\(found)")
  }
}
