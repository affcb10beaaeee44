import GRDB
import Ledger
import Values

/// Charges requests to accounts, in the transaction that takes them in: decides what pays for one and
/// whose it is, and books what it takes out, or takes out beyond what was booked for it before.
final class Charging {
  let ledger: LedgerWriter
  private let database: Database
  private let linkages: [Tool: (purse: Purse?, account: String?, since: Instant?)]
  private let current: String?
  private let logins: [String: (account: String?, credential: Credential)]
  private let credential: PayingCredential
  /// What was found so far of what pays before a login.
  private var credentials: [Place: Credential?] = [:]
  /// What was asked for last, which is what is asked for next more often than not.
  private var latest: (place: Place, found: Credential?)?

  /// A configuration folder, and a project's folder.
  private struct Place: Hashable {
    var folder: String
    var project: String
  }

  private let byName: [String: Int64]
  private var seen: CredentialsSeen

  /// - Parameters:
  ///   - now: the moment of the transaction.
  ///   - credential: what pays before any login does.
  init(
    _ database: Database, now: Instant, _ credential: @escaping PayingCredential
  ) throws {
    self.credential = credential
    self.database = database
    seen = try CredentialsSeen(database, now: now)
    ledger = try LedgerWriter(database, now: now)
    byName = ledger.accounts.all.reduce(into: [:]) { $0[$1.account.name] = $1.id }
    if byName.isEmpty {
      (linkages, current, logins) = ([:], nil, [:])
    } else {
      let ledger = ledger
      logins = try LoginRows(database).rows.reduce(into: [:]) { logins, row in
        logins[row.login.folder] = (
          ledger.accounts[row.account]?.account.name, row.login.credential
        )
      }
      linkages = try AccountChoice.linkages(database, ledger.accounts)
      current = try AccountChoice.current(database, ledger.accounts)?.account.name
    }
  }

  /// A copy with the account's own name in the place of the e-mail or id that its source gives. A text that
  /// means no account here, or several, stays as it is, and nothing is charged.
  func resolved(_ request: Request) -> Request {
    guard let named = request.account, byName[named] == nil else { return request }
    let meant = ledger.accounts.open.filter { $0.account.isMeant(by: named) }
    guard meant.count == 1 else { return request }
    var request = request
    request.account = meant[0].account.name
    return request
  }

  /// A request with what pays for it and whose it is.
  ///
  /// What holds of the moment, such as what a person has said of the tool, the login and the credential of the
  /// configuration folder that its transcript is in, counts when the request is first seen; what the person says
  /// counts for later requests anyway. All else follows from what its copies tell, in whatever order they came.
  /// - Parameters:
  ///   - known: the request as it is stored; nil: it is new.
  ///   - source: where the copy that was just read comes from.
  func attributed(_ request: Request, known: Request? = nil, source: Source = Source()) -> Request {
    var request = request
    let said = linkages[request.countedTool]
    func holds<Word>(_ word: Word?, _ before: Word?) -> Bool where Word: Equatable {
      guard let word, let known else { return word != nil }
      return said?.since.map { $0 <= known.time } ?? (word == before)
    }
    if holds(said?.purse, known?.purse) { request.evidence.said = said?.purse }
    // A request that a pipeline reported first is met in a transcript for the first time.
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
    // It is remembered whoever pays: what is learnt later may say that the owner does.
    // A later step of a subagent's session knows its owner better.
    let isBetter =
      known.map { $0.evidence.step < request.evidence.step && $0.evidence.usual != nil } ?? false
    let isReplaced =
      isBetter && request.evidence.stated == nil && !request.evidence.isAccountSaid
    if !request.evidence.isAccountNamed || isReplaced, let organization = source.organization {
      (request.account, request.evidence.isAccountNamed) = account(of: organization, else: usual)
    }
    let isOwners = decision.purse == .extra || decision.purse == .plan
    if isOwners, holds(said?.account, known?.account) {
      // Whoever reports a request knows whose it is.
      let isReported = request.evidence.isAccountNamed && request.evidence.usual == nil
      if !isReported { request.account = said?.account }
      request.evidence.isAccountSaid = !isReported || request.evidence.isAccountSaid
      request.evidence.isAccountNamed = true
    } else if !request.evidence.isAccountNamed {
      request.account = isOwners && !decision.isForeign ? usual : nil
    }
    return request
  }

  /// Writes what follows from the requests; the tables of sums must have been written before.
  func flush() throws {
    try seen.flush(database)
    try ledger.flush()
  }

  /// The account that a tool's requests are of: the one that a person has said, else that of the organization whose
  /// login paid, else that of the login of a configuration folder, else the current one.
  func owner(of tool: Tool, organization: String?, in configFolder: String?) -> String? {
    let usual = configFolder.flatMap { logins[$0]?.account } ?? current
    return linkages[tool]?.account ?? account(of: organization, else: usual).name
  }

  /// Where a copy of a request comes from.
  struct Source {
    /// The configuration folder that its transcript is in; nil: it comes from no transcript.
    var configFolder: String?
    /// The organization whose login pays, by its id, as the transcript says; nil: it does not.
    var organization: String?
  }

  /// The account of an organization that a transcript names, and whether it surely is. One that is not known here is
  /// named by its id, unless the account that would be taken otherwise may be its own.
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

  /// The strongest of what pays before a login, and of what the login was seen with.
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

  /// What a request takes out of a balance, and by which rate dollars became it; no rate: one for one.
  struct Charge: Equatable {
    var amount: Money
    var rate: ExchangeRate?
  }

  /// What becomes of a request in the ledgers.
  enum Decision: Equatable {
    /// Nothing is to be charged: another purse pays, the account is not known here, or the request was made before
    /// it was, or it has no price.
    case none
    case charge(Charge)
    /// It is more than its account can hold, such as by a huge rate.
    case unbookable
  }

  /// What a request takes out of its account's balance.
  ///
  /// What is booked stays booked, by the rate that it was booked by, even where the account has been
  /// removed or its rate has changed since.
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

  /// Whether the balance can still be counted afterwards: one absurd amount must not stop everything else.
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

    /// Whether a difference between the two can be booked as one entry.
    func isAlike(_ other: Booking) -> Bool {
      request == other.request && account == other.account && tool == other.tool
        && time == other.time
    }
  }

  /// The booking of a request in a row; nil if nothing is booked for it.
  func booking(of request: Request, row: Int64, amount: Money?) -> Booking? {
    guard let amount, let book = book(of: request) else { return nil }
    return Booking(
      request: row, account: book.id, tool: request.countedTool, time: request.time, amount: amount)
  }

  /// Books what has to be booked so that `new` is booked and `old` no longer is.
  func replace(_ old: [Booking], by new: Booking?) throws {
    if let new, let same = old.first, old.count == 1, same.isAlike(new) {
      return try enter(new.amount - same.amount, new)
    }
    for booking in old { try enter(.zero - booking.amount, booking) }
    if let new { try enter(new.amount, new) }
  }

  /// Takes back readings that lay more than `slack` ahead of the clock when they were entered, and still lie
  /// ahead.
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
