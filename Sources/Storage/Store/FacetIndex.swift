import GRDB
import Ledger
import Synchronization

/// What facets and names stand for, remembered by their numbers: both are added but never changed.
///
/// It serves what reads the store. A number that a rollback takes back is never seen by a reader, for
/// the writing side has a store, and an index, of its own.
final class FacetIndex: Sendable {
  /// What a facet is, its names by their numbers.
  struct Entry {
    var tool: Tool
    var purse: Purse
    var basis: Basis
    var account, model, project, server: Int64

    /// The number of its value in a dimension; 0 is none.
    func value(in dimension: UsageDimension) -> Int64 {
      switch dimension {
      case .model: model
      case .account: account
      case .project: project
      case .mcpServer: server
      case .purse: Int64(Purse.allCases.firstIndex(of: purse) ?? 0)
      case .tool, .day, .session: 0
      }
    }
  }

  private let entries = Mutex<[Int64: Entry]>([:])
  private let names = Mutex<[Int64: String]>([0: ""])

  /// What a facet is.
  /// - Throws: ``StoreDamage`` if there is no such facet.
  func entry(of facet: Int64, _ database: Database) throws -> Entry {
    if let entry = entries.withLock({ $0[facet] }) { return entry }
    let select = try FastStatement(
      database,
      "SELECT tool, purse, account, model, project, server, basis FROM facet WHERE id = ?",
      isCached: true)
    select.bind(1, facet)
    var found: Entry?
    try select.forEachRow { row in
      guard let tool = Tool(rawValue: row.text(0)), let purse = Purse(rawValue: row.text(1)),
        let basis = Basis(rawValue: row.text(6))
      else { return }
      found = Entry(
        tool: tool, purse: purse, basis: basis, account: row.int(2), model: row.int(3),
        project: row.int(4),
        server: row.int(5))
    }
    guard let entry = found else {
      throw StoreDamage("facet \(facet) is missing or unknown")
    }
    entries.withLock { $0[facet] = entry }
    return entry
  }

  /// The name with a number.
  func name(_ id: Int64, _ database: Database) throws -> String {
    if let name = names.withLock({ $0[id] }) { return name }
    let select = try FastStatement(database, "SELECT text FROM name WHERE id = ?", isCached: true)
    select.bind(1, id)
    var found: String?
    try select.forEachRow { found = $0.text(0) }
    guard let name = found else { throw StoreDamage("name \(id) is missing") }
    names.withLock { $0[id] = name }
    return name
  }
}
