import GRDB
import Values

/// All accounts within a transaction, closed ones included.
struct AccountRows {
  private var rows: [Int64: AccountRow]

  /// Reads the accounts from the store.
  init(_ database: Database) throws {
    rows = try AccountRow.all(database).reduce(into: [:]) { $0[$1.id] = $1 }
  }

  subscript(id: Int64) -> AccountRow? {
    get { rows[id] }
    set { rows[id] = newValue }
  }

  /// In the order they were added.
  var all: [AccountRow] { rows.values.sorted { $0.id < $1.id } }

  /// The accounts that have not been removed.
  var open: [AccountRow] { all.filter { !$0.isClosed } }

  /// The account with a name, open or closed.
  func named(_ name: String?) -> AccountRow? {
    rows.values.first { $0.account.name == name }
  }
}
