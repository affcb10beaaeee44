import GRDB

extension Database {
  /// Makes every insertion into a table fail, until the transaction is rolled back or the trigger dropped.
  package func failInsertions(into table: String) throws {
    try execute(
      sql: "CREATE TRIGGER stop BEFORE INSERT ON \(table) BEGIN SELECT raise(ABORT, 'stop'); END")
  }
}
