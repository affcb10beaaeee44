import GRDB
import Ledger
import Synchronization

/// The tool and the purse of each facet, remembered: facets are added but never changed.
final class FacetKinds: Sendable {
  struct Kind {
    var tool: Tool
    var purse: Purse
  }

  private let known = Mutex<[Int64: Kind]>([:])

  /// The tool and the purse of a facet.
  /// - Throws: ``UsageStore/Fault`` if there is no such facet.
  func kind(of facet: Int64, _ database: Database) throws -> Kind {
    if let kind = known.withLock({ $0[facet] }) { return kind }
    let select = try FastStatement(
      database, "SELECT tool, purse FROM facet WHERE id = ?", isCached: true)
    select.bind(1, facet)
    var found: Kind?
    try select.forEachRow { row in
      guard let tool = Tool(rawValue: row.text(0)), let purse = Purse(rawValue: row.text(1)) else {
        return
      }
      found = Kind(tool: tool, purse: purse)
    }
    guard let kind = found else {
      throw UsageStore.Fault(
        description: "the store is damaged: facet \(facet) is missing or unknown")
    }
    known.withLock { $0[facet] = kind }
    return kind
  }
}
