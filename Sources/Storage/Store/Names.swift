import GRDB
import Ledger
import Synchronization

/// The names and facets of a store by their numbers, read on demand and added when they are first written.
///
/// They are only ever added, so a cached one stays valid, and one that another process adds is looked up when it
/// first occurs. After a rollback a number may be reused for something else, so each writer has an object of its own
/// and drops it then.
final class Names: Sendable {
  private struct Memory {
    var texts: [Int64: String] = [0: ""]
    var numbers: [String: Int64] = ["": 0]
    var facets: [Int64: Facet<Int64>] = [:]
    var named: [Int64: Facet<String>] = [:]
    var facetNumbers: [Facet<String>: Int64] = [:]
    /// The one looked up last, which is usually the next one too.
    var latest: (facet: Facet<String>, number: Int64)?
  }

  private let memory = Mutex(Memory())
  /// How many of each kind are cached before that cache is emptied.
  private let most: Int

  /// - Parameter most: bounds the memory that a long history takes; a screen needs everything it shows.
  init(most: Int = .max) { self.most = most }

  /// The bound for walking through a history.
  static let ofHistory = 4096

  /// The name with a number.
  /// - Throws: ``StoreDamage`` if there is none.
  func text(of number: Int64, _ database: Database) throws -> String {
    if let known = memory.withLock({ $0.texts[number] }) { return known }
    let select = try FastStatement(database, "SELECT text FROM name WHERE id = ?", isCached: true)
    select.bind(1, number)
    var found: String?
    try select.forEachRow { found = $0.text(0) }
    guard let text = found else { throw StoreDamage("name \(number) is missing") }
    memory.withLock { memory in
      if memory.texts.count >= most { memory.texts = [0: ""] }
      memory.texts[number] = text
    }
    return text
  }

  /// The facet with a number, its names as numbers.
  /// - Throws: ``StoreDamage`` if there is none.
  func facet(_ number: Int64, _ database: Database) throws -> Facet<Int64> {
    if let known = memory.withLock({ $0.facets[number] }) { return known }
    let select = try FastStatement(
      database,
      "SELECT tool, purse, basis, account, model, project, server FROM facet WHERE id = ?",
      isCached: true)
    select.bind(1, number)
    var found: Facet<Int64>?
    try select.forEachRow { row in
      guard let tool = Tool(rawValue: row.text(0)), let purse = Purse(rawValue: row.text(1)),
        let basis = Basis(rawValue: row.text(2))
      else { return }
      found = Facet(
        tool: tool, purse: purse, basis: basis, account: row.int(3), model: row.int(4),
        project: row.int(5), server: row.int(6))
    }
    guard let facet = found else {
      throw StoreDamage("facet \(number) is missing or unknown")
    }
    memory.withLock { memory in
      if memory.facets.count >= most { memory.facets = [:] }
      memory.facets[number] = facet
    }
    return facet
  }

  /// The facet with a number, its names as texts.
  /// - Throws: ``StoreDamage`` if there is none.
  func namedFacet(_ number: Int64, _ database: Database) throws -> Facet<String> {
    if let known = memory.withLock({ $0.named[number] }) { return known }
    let facet = try facet(number, database)
    let named = Facet(
      tool: facet.tool, purse: facet.purse, basis: facet.basis,
      account: try text(of: facet.account, database), model: try text(of: facet.model, database),
      project: try text(of: facet.project, database), server: try text(of: facet.server, database))
    memory.withLock { memory in
      if memory.named.count >= most { memory.named = [:] }
      memory.named[number] = named
    }
    return named
  }

  /// The number of a name, which is added if it is new.
  func number(of text: String, _ database: Database) throws -> Int64 {
    if let known = memory.withLock({ $0.numbers[text] }) { return known }
    let select = try FastStatement(database, "SELECT id FROM name WHERE text = ?", isCached: true)
    select.bind(1, text)
    var found: Int64?
    try select.forEachRow { found = $0.int(0) }
    if found == nil {
      let insert = try FastStatement(
        database, "INSERT INTO name (text) VALUES (?)", isCached: true)
      insert.bind(1, text)
      try insert.run()
      found = database.lastInsertedRowID
    }
    let number = found ?? 0
    memory.withLock { memory in
      if memory.numbers.count >= most { memory.numbers = ["": 0] }
      memory.numbers[text] = number
    }
    return number
  }

  /// The number of a facet, which is added if it is new.
  func number(of facet: Facet<String>, _ database: Database) throws -> Int64 {
    let known = memory.withLock { memory -> Int64? in
      if let latest = memory.latest, latest.facet == facet { return latest.number }
      guard let known = memory.facetNumbers[facet] else { return nil }
      memory.latest = (facet, known)
      return known
    }
    if let known { return known }
    let names = [
      try number(of: facet.account, database), try number(of: facet.model, database),
      try number(of: facet.project, database), try number(of: facet.server, database),
    ]
    func bind(_ statement: FastStatement) {
      statement.bind(1, facet.tool.rawValue)
      statement.bind(2, facet.purse.rawValue)
      statement.bind(3, facet.basis.rawValue)
      for (index, name) in names.enumerated() { statement.bind(Int32(index) + 4, name) }
    }
    let select = try FastStatement(
      database,
      """
      SELECT id FROM facet
      WHERE tool = ? AND purse = ? AND basis = ? AND account = ? AND model = ? AND project = ?
        AND server = ?
      """, isCached: true)
    bind(select)
    var found: Int64?
    try select.forEachRow { found = $0.int(0) }
    if found == nil {
      let insert = try FastStatement(
        database,
        """
        INSERT INTO facet (tool, purse, basis, account, model, project, server)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """, isCached: true)
      bind(insert)
      try insert.run()
      found = database.lastInsertedRowID
    }
    let number = found ?? 0
    memory.withLock { memory in
      if memory.facetNumbers.count >= most { memory.facetNumbers = [:] }
      memory.facetNumbers[facet] = number
      memory.latest = (facet, number)
    }
    return number
  }
}
