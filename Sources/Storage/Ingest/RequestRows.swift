import GRDB
import Ledger
import Values

/// Writes the rows of requests and of their parts for ``Ingest``.
final class RequestRows {
  private let database: Database
  private let insert: FastStatement
  private let update: FastStatement
  private let delete: FastStatement
  private let replay: FastStatement
  private let written: FastStatement
  private let collected: FastStatement
  private let deleteParts: FastStatement
  private let insertPart: FastStatement

  init(_ database: Database) throws {
    self.database = database
    delete = try FastStatement(database, "DELETE FROM request WHERE id = ?")
    let columns = StoredRequest.columns.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
    let keyed = columns + ["key"]
    let marks = Array(repeating: "?", count: keyed.count).joined(separator: ", ")
    insert = try FastStatement(
      database,
      """
      INSERT INTO request (\(keyed.joined(separator: ", ")), collected, written)
      VALUES (\(marks), ?, ?)
      """)
    written = try FastStatement(
      database, "UPDATE request SET written = ifnull(written, ?) WHERE id = ?")
    collected = try FastStatement(database, "UPDATE request SET collected = ? WHERE id = ?")
    let changes = keyed.enumerated().dropFirst().map { "\($1) = ?\($0 + 1)" }
    update = try FastStatement(
      database, "UPDATE request SET \(changes.joined(separator: ", ")) WHERE id = ?1")
    replay = try FastStatement(
      database, "UPDATE request SET replay = 1, charged = NULL, rate = NULL WHERE id = ?")
    deleteParts = try FastStatement(database, "DELETE FROM part WHERE request = ?")
    let partMarks = Array(repeating: "?", count: UsageTotals.columns.count + 3)
    insertPart = try FastStatement(
      database,
      """
      INSERT INTO part (request, number, facet, \(UsageTotals.columnList))
      VALUES (\(partMarks.joined(separator: ", ")))
      """)
  }

  /// Writes a request into its row, or into a new one if it has none, without parts.
  /// - Parameters:
  ///   - key: the hash of its identity.
  ///   - seen: for a new one, when it was first seen, and the time in its source if that was in the future.
  /// - Returns: the id of the row.
  func save(
    _ request: Request, id: Int64?, key: Int64, facet: Int64, session: Int64,
    parts: [RequestPart], charge: Charging.Charge?, isReplay: Bool,
    seen: (collected: Instant, written: Instant?)
  ) throws -> Int64 {
    let statement = id == nil ? insert : update
    if id == nil {
      insert.bind(30, seen.collected.milliseconds)
      insert.bind(31, seen.written?.milliseconds)
    }
    try bind(
      request, to: statement, id: id, facet: facet, session: session, key: key, parts: parts,
      charge: charge, isReplay: isReplay)
    try statement.run()
    guard let id else { return database.lastInsertedRowID }
    deleteParts.bind(1, id)
    try deleteParts.run()
    return id
  }

  /// Adds a part to a request that several models or servers share.
  func add(_ part: RequestPart, number: Int, of row: Int64, facet: Int64) throws {
    insertPart.bind(1, row)
    insertPart.bind(2, Int64(number))
    insertPart.bind(3, facet)
    for (index, value) in part.totals.list.enumerated() {
      insertPart.bind(Int32(index) + 4, value)
    }
    try insertPart.run()
  }

  /// Deletes a request with its parts.
  func delete(_ row: Int64) throws {
    for statement in [deleteParts, delete] {
      statement.bind(1, row)
      try statement.run()
    }
  }

  /// Marks a request as the replay of another one, which is not charged.
  func setReplay(_ row: Int64) throws {
    replay.bind(1, row)
    try replay.run()
  }

  /// Records the time of a request in its source, unless one is recorded.
  func setWritten(_ time: Instant, of row: Int64) throws {
    written.bind(1, time.milliseconds)
    written.bind(2, row)
    try written.run()
  }

  /// Corrects when a request was first seen, after the clock was wrong.
  func setCollected(_ time: Instant, of row: Int64) throws {
    collected.bind(1, time.milliseconds)
    collected.bind(2, row)
    try collected.run()
  }

  private func bind(
    _ request: Request, to statement: FastStatement, id: Int64?, facet: Int64, session: Int64,
    key: Int64, parts: [RequestPart], charge: Charging.Charge?, isReplay: Bool
  ) throws {
    statement.bind(1, id)
    statement.bind(2, request.identity.message)
    statement.bind(3, request.identity.request)
    statement.bind(4, request.time.milliseconds)
    statement.bind(5, facet)
    statement.bind(6, session)
    let tokens = request.main.tokens
    statement.bind(7, Int64(tokens.input))
    statement.bind(8, Int64(tokens.output))
    statement.bind(9, Int64(tokens.cacheWrite5m))
    statement.bind(10, Int64(tokens.cacheWrite1h))
    statement.bind(11, Int64(tokens.cacheRead))
    statement.bind(12, Int64(tokens.webSearches))
    statement.bind(13, parts.cost?.nanos)
    statement.bind(14, request.recordedCost != nil)
    statement.bind(15, request.isUnfinished)
    statement.bind(16, request.timeIsInferred)
    statement.bind(17, request.isProgressCopy)
    statement.bind(18, request.isSidechain)
    statement.bind(19, isReplay)
    statement.bind(20, request.terms.isFast)
    statement.bind(21, request.terms.isUSOnly)
    statement.bind(22, request.terms.isBatch)
    statement.bind(23, parts.count > 1)
    statement.bind(24, try RequestDetail(of: request)?.json())
    statement.bind(25, charge?.amount.nanos)
    statement.bind(26, charge?.rate?.nanos)
    statement.bind(27, request.evidence.code)
    statement.bind(28, request.isForked)
    statement.bind(29, key)
  }
}
