import GRDB
import Ledger
import Values

/// Charges requests to accounts, in the transaction that stores them: decides which purse pays for a request and
/// which account it belongs to, and books what it costs, or the difference from what was booked before.
final class Charging {
  let ledger: LedgerWriter
  private let database: Database
  private let linkages: [Tool: (purse: Purse?, account: String?, since: Instant?)]
  private let current: String?
  private let logins: [String: (account: String?, credential: Credential)]
  private let credential: PayingCredential
  /// The credentials found so far that take precedence over a login.
  private var credentials: [Place: Credential?] = [:]
  /// The one looked up last, which is usually the next one too.
  private var latest: (place: Place, found: Credential?)?

  /// A configuration folder, and a project's folder.
  private struct Place: Hashable {
    var folder: String
    var project: String
  }

  private let byName: [String: Int64]
  /// What claude.ai reported about the accounts' windows; nil: nothing.
  private var plans: [Int64: PlanReadings?] = [:]
  /// The first and the last reading of the month's spend, of each account that has two.
  private let judged: [Int64: ClosedRange<Instant>]
  /// The times of requests written between two such readings, which may change what follows from them.
  private var late: [Int64: ClosedRange<Instant>] = [:]
  /// Accounts whose owner has extra usage switched off.
  private let withoutExtra: Set<Int64>
  private var seen: CredentialsSeen

  /// - Parameters:
  ///   - now: the moment of the transaction.
  ///   - credential: finds the credential that takes precedence over a login.
  init(
    _ database: Database, now: Instant, _ credential: @escaping PayingCredential
  ) throws {
    self.credential = credential
    self.database = database
    seen = try CredentialsSeen(database, now: now)
    ledger = try LedgerWriter(database, now: now)
    byName = ledger.accounts.all.reduce(into: [:]) { $0[$1.account.name] = $1.id }
    if byName.isEmpty {
      (linkages, current, logins, judged, withoutExtra) = ([:], nil, [:], [:], [])
    } else {
      judged = try Charging.judged(database)
      let ledger = ledger
      let signIns = try LoginRows(database).rows
      withoutExtra = Set(signIns.filter { $0.login.isExtraOn == false }.map(\.account))
      logins = signIns.reduce(into: [:]) { logins, row in
        logins[row.login.folder] = (
          ledger.accounts[row.account]?.account.name, row.login.credential
        )
      }
      linkages = try AccountChoice.linkages(database, ledger.accounts)
      current = try AccountChoice.current(database, ledger.accounts)?.account.name
    }
  }

  /// A copy in which the account's own name replaces the e-mail or id from the source. A text that matches no account
  /// here, or several, stays as it is, and nothing is charged.
  func resolved(_ request: Request) -> Request {
    guard let named = request.account, byName[named] == nil else { return request }
    let meant = ledger.accounts.open.filter { $0.account.isMeant(by: named) }
    guard meant.count == 1 else { return request }
    var request = request
    request.account = meant[0].account.name
    return request
  }

  /// A request with its purse and its account.
  ///
  /// Facts about the present, such as the person's settings for the tool, or the login and credential of the
  /// transcript's configuration folder, count when the request is first seen; the person's settings count for later
  /// requests in any case. Everything else follows from the request's copies, whatever order they come in.
  /// - Parameters:
  ///   - known: the request as it is stored; nil: it is new.
  ///   - source: where the copy that was just read comes from.
  func attributed(
    _ request: Request, known: Request? = nil, source: Source = Source()
  ) throws -> Request {
    var request = request
    let said = linkages[request.countedTool]
    func holds<Word>(_ word: Word?, _ before: Word?) -> Bool where Word: Equatable {
      guard let word, let known else { return word != nil }
      return said?.since.map { $0 <= known.time } ?? (word == before)
    }
    if holds(said?.purse, known?.purse) { request.evidence.said = said?.purse }
    // If a pipeline reported the request first, this may be the first copy from a transcript.
    if known?.evidence.usual == nil, let folder = source.configFolder {
      let login = logins[folder]
      let first = credential(
        above: login?.credential, Place(folder: folder, project: request.project))
      request.evidence.credential = first?.kind.purse
      if let first, first.kind.purse != nil {
        request.evidence.isCredentialLater = seen.since(first) > request.time
      }
      request.evidence.isLogin = login != nil && first?.kind.purse == nil
    }
    let decision = PurseDecision(of: request)
    request.purse = decision.purse
    request.basis = decision.basis
    request.evidence.isAccountNamed = request.evidence.isAccountNamed && request.account != nil
    let usual = request.account ?? source.configFolder.flatMap { logins[$0]?.account } ?? current
    // The account is kept whoever pays: later evidence may show that its owner does.
    // A later step of a subagent's session knows the owner better.
    let isBetter =
      known.map { $0.evidence.step < request.evidence.step && $0.evidence.usual != nil } ?? false
    let isReplaced =
      isBetter && request.evidence.stated == nil && !request.evidence.isAccountSaid
    if !request.evidence.isAccountNamed || isReplaced, let organization = source.organization {
      (request.account, request.evidence.isAccountNamed) = account(of: organization, else: usual)
    }
    let isOwners = decision.purse == .extra || decision.purse == .plan
    if isOwners, holds(said?.account, known?.account) {
      // A source that reports a request itself knows its account.
      let isReported = request.evidence.isAccountNamed && request.evidence.usual == nil
      if !isReported { request.account = said?.account }
      request.evidence.isAccountSaid = !isReported || request.evidence.isAccountSaid
      request.evidence.isAccountNamed = true
    } else if !request.evidence.isAccountNamed {
      request.account = isOwners && !decision.isForeign ? usual : nil
    }
    try addReadings(to: &request)
    return request
  }

  /// Adds what claude.ai reported about the account at the time of a request that its login may have paid for.
  private func addReadings(to request: inout Request) throws {
    guard request.evidence.usual != nil, let account = request.account.flatMap({ byName[$0] }),
      let plan = try plan(of: account)
    else { return }
    request.evidence.isPlanKnown = plan.isPlanKnown(at: request.time)
    let sign = plan.sign(at: request.time, model: request.main.model)
    request.evidence.windows =
      sign == .full && withoutExtra.contains(account) ? .unknown : sign
    let decision = PurseDecision(of: request)
    (request.purse, request.basis) = (decision.purse, decision.basis)
  }

  /// The readings of an account's windows; nil: there are none.
  private func plan(of account: Int64) throws -> PlanReadings? {
    if let known = plans[account] { return known }
    let readings = try ReadingHistory(database: database, account: account).plan()
    plans[account] = .some(readings.isEmpty ? nil : readings)
    return readings.isEmpty ? nil : readings
  }

  private static func judged(_ database: Database) throws -> [Int64: ClosedRange<Instant>] {
    let rows = try database.cachedStatement(
      sql: """
        SELECT account, min(as_of) AS first, max(as_of) AS last FROM month_reading
        GROUP BY account HAVING count(*) > 1
        """
    ).all { row -> (Int64, ClosedRange<Instant>) in
      let (first, last): (Instant, Instant) = (try row.value("first"), try row.value("last"))
      return (try row.value("account"), first...max(first, last))
    }
    return Dictionary(rows) { $1 }
  }

  /// Notes that a request written or removed just now is of a time about which the month's spend was read already.
  func noteLate(_ request: Request) {
    guard !judged.isEmpty, let account = request.account.flatMap({ byName[$0] }),
      judged[account]?.contains(request.time) == true
    else { return }
    let (time, known) = (request.time, late[account])
    late[account] = min(time, known?.lowerBound ?? time)...max(time, known?.upperBound ?? time)
  }

  /// Forgets what ``noteLate(_:)`` noted.
  func forgetLate() { late = [:] }

  /// Writes what follows from the requests. Write the tables of sums first.
  func flush() throws {
    for (account, times) in late {
      try ReadingHistory(database: database, account: account)
        .note(since: times.lowerBound, until: times.upperBound)
    }
    late = [:]
    try seen.flush(database)
    try ledger.flush()
  }

  /// The account of a tool's requests: the one that a person has set, else that of the organization whose login paid,
  /// else that of the configuration folder's login, else the current one.
  func owner(of tool: Tool, organization: String?, in configFolder: String?) -> String? {
    let usual = configFolder.flatMap { logins[$0]?.account } ?? current
    return linkages[tool]?.account ?? account(of: organization, else: usual).name
  }

  /// Where a copy of a request comes from.
  struct Source {
    /// The configuration folder of its transcript; nil: it is not from a transcript.
    var configFolder: String?
    /// The id of the organization whose login pays, according to the transcript; nil: it does not say.
    var organization: String?
  }

  /// The account of an organization that a transcript names, and whether that is certain. An organization without an
  /// account here is named by its id, unless the usual account may be the one.
  private func account(
    of organization: String?, else usual: String?
  ) -> (name: String?, isNamed: Bool) {
    guard let organization else { return (usual, false) }
    let known = ledger.accounts.all.filter { $0.account.organization == organization }
    if let book = known.min(by: { ($0.isClosed ? 1 : 0, $0.id) < ($1.isClosed ? 1 : 0, $1.id) }) {
      return (book.account.name, true)
    }
    let book = usual.flatMap { byName[$0] }.flatMap { ledger.accounts[$0] }
    if let book, book.account.organization == nil { return (usual, false) }
    return (organization, true)
  }

  /// The stronger of the credential above the login and the login's own.
  private func credential(above login: Credential?, _ place: Place) -> Credential? {
    if latest?.place != place {
      let found = credentials[place] ?? credential(place.folder, place.project)
      credentials[place] = .some(found)
      latest = (place, found)
    }
    guard let found = latest?.found else { return login }
    guard let login else { return found }
    return login.isAbove(found) ? login : found
  }

  /// What a request takes out of a balance, and the exchange rate from dollars; no rate: one for one.
  struct Charge: Equatable {
    var amount: Money
    var rate: ExchangeRate?
  }

  /// How a request is charged.
  enum Decision: Equatable {
    /// Nothing is charged: another purse pays, the account is unknown here or newer than the request, or the request
    /// has no price.
    case none
    case charge(Charge)
    /// It is more than the account can hold, for example because of a huge rate.
    case unbookable
  }

  /// What a request takes out of its account's balance.
  ///
  /// What is booked stays booked at its original rate, even if the account has been removed or its rate has changed
  /// since.
  /// - Parameter old: the rows that the request replaces.
  func decision(
    on request: Request, cost: Money?, replacing old: [StoredRequest]
  ) -> Decision {
    guard request.purse == .extra, let cost, let book = book(of: request) else { return .none }
    let booked = old.filter { $0.charged != nil && $0.request.account == request.account }
    let rate: ExchangeRate
    if let first = booked.first {
      rate = first.rate ?? .par
    } else {
      guard !book.isClosed, request.time > book.account.since, let now = book.account.exchange
      else { return .none }
      rate = now
    }
    guard let amount = rate.amount(of: cost), canBook(amount, in: book) else { return .unbookable }
    return .charge(Charge(amount: amount, rate: rate == .par ? nil : rate))
  }

  /// Whether the balance can still be represented afterwards: one absurd amount must not stop everything else.
  private func canBook(_ amount: Money, in book: AccountRow) -> Bool {
    let bound = Int64.max / 8
    let balance = book.balance?.nanos ?? 0
    return amount.nanos.magnitude < UInt64(bound)
      && (-bound * 4..<bound * 4).contains(balance.subtractingClamped(amount.nanos))
  }

  private func book(of request: Request) -> AccountRow? {
    request.account.flatMap { byName[$0] }.flatMap { ledger.accounts[$0] }
  }

  /// What is booked for a request: how much, where and when.
  struct Booking: Equatable {
    var request: Int64
    var account: Int64
    var tool: Tool
    var time: Instant
    var amount: Money

    /// Whether the difference between the two can be booked as one entry.
    func isAlike(_ other: Booking) -> Bool {
      request == other.request && account == other.account && tool == other.tool
        && time == other.time
    }
  }

  /// The booking of a request in a row; nil if it has none.
  func booking(of request: Request, row: Int64, amount: Money?) -> Booking? {
    guard let amount, let book = book(of: request) else { return nil }
    return Booking(
      request: row, account: book.id, tool: request.countedTool, time: request.time, amount: amount)
  }

  /// Books the difference that makes `new` booked instead of `old`.
  func replace(_ old: [Booking], by new: Booking?) throws {
    if let new, let same = old.first, old.count == 1, same.isAlike(new) {
      return try enter(new.amount - same.amount, new)
    }
    for booking in old { try enter(.zero - booking.amount, booking) }
    if let new { try enter(new.amount, new) }
  }

  /// Undoes readings that were more than `slack` ahead of the clock when they were entered and are still ahead.
  func undoReadingsAhead(by slack: Span) throws {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT account, number FROM entry AS reading
        WHERE kind = \(EntryKind.reading.sql) AND time > entered + ? AND time > ? AND \(ComputedBalance.isNotUndone("reading"))
        """, arguments: [slack.milliseconds, ledger.now])
    for row in rows {
      var draft = LedgerWriter.Draft(.undo, at: ledger.now)
      draft.refers = try row.value("number")
      try ledger.enter(draft, into: row.value("account"))
    }
  }

  private func enter(_ charge: Money, _ booking: Booking) throws {
    guard charge != .zero else { return }
    var draft = LedgerWriter.Draft(.charge, at: booking.time, amount: .zero - charge)
    draft.tool = booking.tool
    draft.request = booking.request
    try ledger.enter(draft, into: booking.account)
  }
}
