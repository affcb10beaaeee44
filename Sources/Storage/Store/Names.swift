import GRDB
import Ledger

/// The names and facets of the store by their numbers, read and made as they are needed.
///
/// Names and facets are only ever added, so what is remembered stays true; what another process adds
/// is looked up when it is met, what a rollback takes back is forgotten with the object.
final class Names {
  private let database: Database
  private let selectName: FastStatement
  private let insertName: FastStatement
  private let selectFacet: FastStatement
  private let insertFacet: FastStatement
  private let selectText: FastStatement
  private let selectFacetParts: FastStatement
  private var names: [String: Int64] = ["": 0]
  private var texts: [Int64: String] = [0: ""]
  private var facetsByID: [Int64: Facet] = [:]
  private var facets: [Facet: Int64] = [:]
  private var latest: (facet: Facet, id: Int64)?

  /// Names remembered before the memory begins anew; it bounds what a long history takes.
  private static let most = 4096

  init(_ database: Database) throws {
    self.database = database
    selectName = try FastStatement(database, "SELECT id FROM name WHERE text = ?")
    insertName = try FastStatement(database, "INSERT INTO name (text) VALUES (?)")
    selectText = try FastStatement(database, "SELECT text FROM name WHERE id = ?")
    selectFacetParts = try FastStatement(
      database, "SELECT tool, purse, account, model, project, server, basis FROM facet WHERE id = ?"
    )
    selectFacet = try FastStatement(
      database,
      """
      SELECT id FROM facet
      WHERE tool = ? AND purse = ? AND account = ? AND model = ? AND project = ? AND server = ?
        AND basis = ?
      """)
    insertFacet = try FastStatement(
      database,
      """
      INSERT INTO facet (tool, purse, account, model, project, server, basis)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """)
  }

  /// The name with a number.
  func text(of id: Int64) throws -> String {
    if let known = texts[id] { return known }
    if texts.count >= Names.most { texts = [0: ""] }
    selectText.bind(1, id)
    var found: String?
    try selectText.forEachRow { found = $0.text(0) }
    guard let text = found else { throw StoreDamage("name \(id) is missing") }
    texts[id] = text
    return text
  }

  /// The facet with a number.
  func facet(_ id: Int64) throws -> Facet {
    if let known = facetsByID[id] { return known }
    if facetsByID.count >= Names.most { facetsByID = [:] }
    selectFacetParts.bind(1, id)
    var columns: [String] = []
    var parts: [Int64] = []
    try selectFacetParts.forEachRow { row in
      columns = [row.text(0), row.text(1), row.text(6)]
      parts = (2..<6).map { row.int($0) }
    }
    guard columns.count == 3, let tool = Tool(rawValue: columns[0]),
      let purse = Purse(rawValue: columns[1]), let basis = Basis(rawValue: columns[2])
    else {
      throw StoreDamage("facet \(id) is missing or unknown")
    }
    let facet = Facet(
      tool: tool, purse: purse, basis: basis, account: try text(of: parts[0]),
      model: try text(of: parts[1]),
      project: try text(of: parts[2]), server: try text(of: parts[3]))
    facetsByID[id] = facet
    return facet
  }

  /// The number of a name.
  func id(of name: String) throws -> Int64 {
    if let known = names[name] { return known }
    if names.count >= Names.most { names = ["": 0] }
    selectName.bind(1, name)
    var id: Int64?
    try selectName.forEachRow { id = $0.int(0) }
    if id == nil {
      insertName.bind(1, name)
      try insertName.run()
      id = database.lastInsertedRowID
    }
    names[name] = id
    return id ?? 0
  }

  /// The number of a facet.
  func id(of facet: Facet) throws -> Int64 {
    if let latest, latest.facet == facet { return latest.id }
    if let known = facets[facet] {
      latest = (facet, known)
      return known
    }
    if facets.count >= Names.most { facets = [:] }
    let parts = [
      try id(of: facet.account), try id(of: facet.model), try id(of: facet.project),
      try id(of: facet.server),
    ]
    for statement in [selectFacet, insertFacet] {
      statement.bind(1, facet.tool.rawValue)
      statement.bind(2, facet.purse.rawValue)
      for (index, part) in parts.enumerated() { statement.bind(Int32(index) + 3, part) }
      statement.bind(7, facet.basis.rawValue)
    }
    var found: Int64?
    try selectFacet.forEachRow { found = $0.int(0) }
    if found == nil {
      try insertFacet.run()
      found = database.lastInsertedRowID
    }
    let id = found ?? 0
    facets[facet] = id
    latest = (facet, id)
    return id
  }
}

/// What usage is told apart by; an empty text is none.
struct Facet: Hashable {
  var tool: Tool
  var purse: Purse
  var basis: Basis
  var account: String
  var model: String
  var project: String
  var server: String
}

extension Facet {
  /// The facet that a part of `request` is counted at.
  init(of request: Request, model: String, server: String?) {
    tool = request.countedTool
    purse = request.purse
    basis = request.basis
    account = request.account ?? ""
    self.model = model
    project = request.project
    self.server = server ?? ""
  }
}
