import Foundation
import GRDB
import Ledger
import Values

/// A row of the request table.
struct StoredRequest {
  let id: Int64
  let facet: Int64
  let session: Int64
  /// The request, merged from all copies so far.
  let request: Request
  /// Whether it is a replay of another request and so is not counted.
  let isReplay: Bool
  let isSplit: Bool
  let cost: Money?
  /// What is booked for it in its account's ledger; nil: it was never charged.
  let charged: Money?
  /// The exchange rate it was booked at; nil: one for one.
  let rate: ExchangeRate?

  /// The columns that ``init(row:names:_:)`` reads, in order.
  static let columns = """
    id, message, request, time, facet, session, input, output, write5m, write1h, read, searches,
    cost, recorded, unfinished, inferred, progress, sidechain, replay, fast, us, batch, split,
    detail, charged, rate, evidence, forked
    """

  /// The hash by which a request is indexed.
  static func key(of identity: RequestIdentity) -> Int64 {
    key(of: identity.message.isEmpty ? identity.request : identity.message)
  }

  /// The hash of one id.
  static func key(of id: String) -> Int64 {
    Int64(bitPattern: StableHash.of(id))
  }

  /// Reads the current row of a statement that selects ``columns``.
  init(row: FastStatement, names: Names, _ database: Database) throws {
    id = row.int(0)
    facet = row.int(4)
    session = row.int(5)
    cost = row.optionalMoney(12)
    charged = row.optionalMoney(24)
    rate = row.optionalInt(25).flatMap(ExchangeRate.init(nanos:))
    isReplay = row.bool(18)
    isSplit = row.bool(22)
    let at = try names.namedFacet(facet, database)
    var request = Request(
      identity: RequestIdentity(message: row.text(1), request: row.text(2)),
      time: row.time(3), tool: at.tool, purse: at.purse,
      main: ModelUse(
        model: at.model,
        tokens: TokenCounts(
          input: Int(row.int(6)), output: Int(row.int(7)), cacheWrite5m: Int(row.int(8)),
          cacheWrite1h: Int(row.int(9)), cacheRead: Int(row.int(10)), webSearches: Int(row.int(11)))
      ))
    request.basis = at.basis
    guard let evidence = PurseEvidence(code: row.int(26)) else {
      throw StoreDamage("the evidence for a request's purse is unreadable")
    }
    // An earlier version stored only the purse, without evidence.
    request.evidence = evidence
    if evidence == PurseEvidence() {
      request.evidence = PurseEvidence(usual: at.purse)
      // It stored these only for a credential above the login, or because a person said so.
      if at.purse == .apiKey || at.purse == .ownPlan { request.evidence.credential = at.purse }
    }
    request.isForked = row.bool(27)
    request.account = named(at.account)
    request.project = at.project
    request.session = try names.text(of: session, database)
    request.recordedCost = row.bool(13) ? cost : nil
    request.isUnfinished = row.bool(14)
    request.timeIsInferred = row.bool(15)
    request.isProgressCopy = row.bool(16)
    request.isSidechain = row.bool(17)
    request.terms.isFast = row.bool(19)
    request.terms.isUSOnly = row.bool(20)
    request.terms.isBatch = row.bool(21)
    let detail = row.text(23)
    if !detail.isEmpty { try RequestDetail(json: detail).apply(to: &request) }
    self.request = request
  }
}

extension StoredRequest {
  /// What it adds to the sums, unless it is split.
  var totals: UsageTotals {
    UsageTotals(
      requests: 1, tokens: request.main.tokens, cost: cost ?? .zero,
      unpriced: cost == nil ? 1 : 0, unfinished: request.isUnfinished ? 1 : 0,
      charged: charged ?? .zero)
  }
}

/// What only few requests have, as JSON in a column of its own.
struct RequestDetail: Codable {
  var tool: String
  var servers: [ServerShare]
  var extra: [ModelUse]

  /// The detail of `request`; nil if it has none.
  init?(of request: Request) {
    guard !request.servers.isEmpty || !request.extra.isEmpty else { return nil }
    tool = request.tool.rawValue
    servers = request.servers
    extra = request.extra
  }

  init(json: String) throws {
    do {
      self = try JSONDecoder().decode(RequestDetail.self, from: Data(json.utf8))
    } catch {
      throw StoreDamage("the detail of a request is unreadable")
    }
    // A request is divided by these shares.
    guard servers.allSatisfy({ (1...RequestDetail.mostBytes).contains($0.bytes) }) else {
      throw StoreDamage("a request's servers have impossible shares")
    }
  }

  /// The most bytes of one server's results, more than any request can hold.
  private static let mostBytes = 1 << 40

  /// The detail as JSON, always the same text for the same detail.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  func apply(to request: inout Request) {
    request.tool = Tool(rawValue: tool) ?? .other
    request.servers = servers
    request.extra = extra
  }
}
