import GRDB
import Ledger
import Pricing
import Values

/// What ``Ingest`` keeps between transactions: prepared statements and caches of the store. A rollback discards it.
final class IngestMemory {
  let names = Names(most: Names.ofHistory)
  let rollups: Rollups
  let rows: RequestRows
  /// The room for more usage; nil until something needs it.
  var room: CountingRoom?
  private let database: Database
  private let credential: PayingCredential
  private var pricing: RequestPricing
  private let byMessage: FastStatement
  private let byRequest: FastStatement
  private let byRequestAlone: FastStatement
  /// Keys of all stored requests; nil unless all of them were written through this object.
  private var knownKeys: KeyFilter?
  private let dataVersion: FastStatement
  private var seenVersion: Int64?

  /// - Parameter credential: finds the credential that takes precedence over a login.
  init(_ database: Database, prices: PriceTable, _ credential: @escaping PayingCredential) throws {
    self.database = database
    self.credential = credential
    pricing = RequestPricing(prices)
    rollups = try Rollups(database)
    rows = try RequestRows(database)
    dataVersion = try FastStatement(database, "PRAGMA data_version")
    let isEmpty = try Bool.fetchChecked(database, sql: "SELECT NOT EXISTS (SELECT 1 FROM request)")
    knownKeys = isEmpty == true ? KeyFilter() : nil
    let select = "SELECT \(StoredRequest.columns) FROM request WHERE"
    byMessage = try FastStatement(database, "\(select) key = ?1 AND message = ?2")
    byRequestAlone = try FastStatement(
      database, "\(select) key = ?1 AND request = ?2 AND message = ''")
    // There is no index for this one: only telemetry and pipelines identify a request by its request id alone.
    byRequest = try FastStatement(database, "\(select) request = ?2 AND ?1 IS NOT NULL")
  }

  /// Begins a transaction at `now`. Caches are dropped if another process has written since the last one.
  func begin(now: Instant) throws -> Ingest {
    var version: Int64 = 0
    try dataVersion.forEachRow { version = $0.int(0) }
    if let seenVersion, seenVersion != version {
      knownKeys = nil
      room = nil
    }
    seenVersion = version
    return try Ingest(database, self, now: now, credential: credential)
  }

  /// The parts of a request, each with its cost.
  func parts(of request: Request) -> [RequestPart] { pricing.parts(of: request) }

  /// Notes that a request with a key is stored.
  func noteKey(_ key: Int64) { knownKeys?.insert(key) }

  /// The stored requests that share a part of the identity.
  func candidates(for identity: RequestIdentity) throws -> [StoredRequest] {
    var found: [StoredRequest] = []
    func add(_ statement: FastStatement, _ id: String, _ key: Int64) throws {
      statement.bind(1, key)
      statement.bind(2, id)
      try statement.forEachRow { found.append(try StoredRequest(row: $0, names: names, database)) }
    }
    func addIfKeyIsKnown(_ statement: FastStatement, _ id: String) throws {
      let key = StoredRequest.key(of: id)
      if knownKeys?.mayContain(key) ?? true { try add(statement, id, key) }
    }
    if identity.message.isEmpty {
      try add(byRequest, identity.request, 0)
      return found
    }
    try addIfKeyIsKnown(byMessage, identity.message)
    let isKnown = found.contains { $0.request.identity == identity }
    if !isKnown, !identity.request.isEmpty { try addIfKeyIsKnown(byRequestAlone, identity.request) }
    return found
  }
}
