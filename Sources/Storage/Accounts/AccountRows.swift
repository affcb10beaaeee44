import GRDB
import Values

/// All accounts as a transaction sees them, the closed ones too.
struct AccountRows {
  private var rows: [Int64: AccountRow]

  /// The accounts as the store has them.
  init(_ database: Database) throws {
    rows = try AccountRow.all(database).reduce(into: [:]) { $0[$1.id] = $1 }
  }

  subscript(id: Int64) -> AccountRow? {
    get { rows[id] }
    set { rows[id] = newValue }
  }

  /// In the order they were added.
  var all: [AccountRow] { rows.values.sorted { $0.id < $1.id } }

  /// Those that nobody has removed.
  var open: [AccountRow] { all.filter { !$0.isClosed } }

  /// The one of a name, open or closed.
  func named(_ name: String?) -> AccountRow? {
    rows.values.first { $0.account.name == name }
  }
}
