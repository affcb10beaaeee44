import Advice
import GRDB
import Ledger
import Values

/// Reads what is known about the money of all accounts, within a transaction.
struct FundsReading {
  private let database: Database
  private let accounts: AccountRows
  private let rules: LedgerRules
  private let cache: ReadCache
  private let now: Instant
  /// Warnings that are on, and since when.
  let episodes: [Warning.Episode: Instant]
  private let snoozes: Snoozes

  init(
    _ database: Database, accounts: AccountRows, rules: LedgerRules, cache: ReadCache,
    at now: Instant
  ) throws {
    self.cache = cache
    self.database = database
    self.accounts = accounts
    self.rules = rules
    self.now = now
    snoozes = try Snoozes(database, at: now)
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT account.name AS account, warning, part, episode.since FROM episode
          LEFT JOIN account ON account.id = episode.account
          """))
    episodes = try rows.reduce(into: [:]) { episodes, row in
      // A kind that this version does not know is over.
      guard let id = Warning.ID(rawValue: try row.value("warning")) else { return }
      let episode = Warning.Episode(
        id: id, scope: AccountScope(try row.value("account")), part: try row.value("part"))
      episodes[episode] = try row.value("since")
    }
  }

  /// Everything except what ``advise(_:over:drawn:)`` adds.
  /// - Parameters:
  ///   - used: the list value in dollars of what each tool used today and this month.
  ///   - drawn: what was drawn from an account in the same periods.
  func funds(
    used: [Tool: AccountState.ToolDraws], drawn: (Int64) throws -> DrawnSums
  ) throws -> Funds {
    let open = accounts.open
    var funds = Funds()
    funds.levels = rules.levels
    funds.sources = try SourceFactsReading(database, at: now).facts
    funds.current = try AccountChoice.current(database, accounts)?.account.name
    let logins = try LoginRows(database)
    funds.signIns = logins.signIns(accounts)
    funds.editor = try EditorSignIn(database)
    funds.projects = try ProjectCredential.all(database)
    funds.burns = try cache.habits.burns(
      database, begun: BurnWarnings.begun(episodes), at: now)
    let linkages = try LinkageReading(database, accounts, logins, current: funds.current, at: now)
    funds.tools = linkages.tools
    funds.guards = try GuardRows.installations(database)
    funds.passes = try GuardRows.passes(database).filter { $0.until > now }
    for book in open {
      var state = try state(of: book, used: used, drawn: drawn(book.id))
      state.observed.capRaised = try LimitRows.capRaised(database, account: book.id)
      state.drawn.recent = try RecentDrawsReading(database, book, limits: state.limits, at: now)
        .recentDraws
      funds.accounts.append(state)
    }
    funds.setRefusals(try RefusalReading(database, tools: funds.tools, at: now).refusals, at: now)
    return funds
  }

  /// Everything, with pace and warnings, read from the tables of sums.
  /// - Parameter needsUsed: whether to read what tools used, which only limits that count it and people need.
  func withPace(needsUsed: Bool = true) throws -> Funds {
    let used = try needsUsed ? DrawnSums.used(database, at: now, days: rules.days) : [:]
    var funds = try funds(used: used) {
      try DrawnSums(database, account: $0, at: now, days: rules.days)
    }
    let window = rules.burnWindow(at: now)
    let end = Instant(minute: now.minute + 1)
    let ids = accounts.all.reduce(into: [:]) { $0[$1.account.name] = $1.id }
    try advise(&funds, over: window.length) { state in
      guard let id = ids[state.account.name] else { return .zero }
      let sums = try ChargedSums(database, account: id).byTool(window.start..<end)
      return sums.values.reduce(.zero, +)
    }
    return funds
  }

  /// Adds what follows from the rest, in the only possible order: the pace, the outlook, the warnings. Writers and
  /// readers both use this, so they always agree.
  /// - Parameters:
  ///   - window: how long the pace is taken over, up to now.
  ///   - drawn: what was drawn from an account in it.
  func advise(
    _ funds: inout Funds, over window: Span, drawn: (AccountState) throws -> Money
  ) throws {
    for index in funds.accounts.indices {
      funds.accounts[index].setPace(
        drawn: try drawn(funds.accounts[index]), over: window, at: now)
    }
    try setOutlooks(of: &funds)
    setWarnings(of: &funds)
  }

  /// Looks ahead for the watched accounts, as far as their past allows.
  private func setOutlooks(of funds: inout Funds) throws {
    for index in funds.accounts.indices {
      let state = funds.accounts[index]
      guard funds.isWatched(state, at: now), let rate = state.account.exchange else { continue }
      var scope = DrawHistories.Scope(
        account: state.account.name, tools: funds.tools(spendingFrom: state.account.name))
      guard
        let history = try cache.histories.history(database, scope, rate: rate, at: now)
      else { continue }
      funds.accounts[index].ahead.history = history
      for tool in Set(state.limits.compactMap(\.limit.tool)) {
        scope.only = tool
        funds.accounts[index].ahead.toolHistories[tool] = try cache.histories.history(
          database, scope, rate: rate, at: now)
      }
      funds.accounts[index].lookAhead(at: now)
    }
  }

  /// Finds the warnings, the most severe first, and separates the silenced ones.
  private func setWarnings(of funds: inout Funds) {
    let money = funds.accounts.filter { funds.isWatched($0, at: now) }.flatMap {
      MoneyWarnings.of($0, begun: episodes, levels: rules.levels, at: now)
    }
    let linkage = LinkageWarnings.of(funds, begun: episodes, at: now)
    let sources = SourceWarnings.of(
      funds.sources, scope: AccountScope(funds.current), begun: episodes, at: now)
    let burning = BurnWarnings.of(funds, at: now)
    let refused = funds.refusalWarnings(begun: episodes, at: now)
    let guards = GuardWarnings.of(funds, begun: episodes, at: now)
    let all = (refused + money + linkage + sources + burning + guards).inOrder
    funds.warnings = all.filter { !snoozes.silences($0) }
    funds.snoozed = all.filter(snoozes.silences)
  }

  private func state(
    of book: AccountRow, used: [Tool: AccountState.ToolDraws], drawn: DrawnSums
  ) throws -> AccountState {
    let pending = try PendingRows(database, account: book.id).open
    let topUps = pending.topUps.reduce(Money.zero) { $0 + $1.amount }
    let reading = try book.latestReading(database)
    let isTypedIn = reading?.isTypedIn ?? false
    var balance = Balance(
      amount: book.balance, currency: book.account.currency, authority: book.account.authority,
      asOf: book.readAt, reading: reading?.amount, isTypedIn: isTypedIn,
      isStale: Balance.isStale(
        authority: book.account.authority, asOf: book.readAt, isTypedIn: isTypedIn, at: now),
      pending: topUps, unexplained: try isCorrected(book) ? nil : book.unexplained)
    if book.balance == .zero, book.lastCharge == nil {
      balance.isUntouched = try ComputedBalance.isUntouched(account: book.id, database)
    }
    if book.account.authority == .claude, let unexplained = book.unexplained, unexplained > .zero {
      balance.neverPaid = min(
        unexplained, try ComputedBalance.neverPaid(account: book.id, database))
    }
    var state = AccountState(account: book.account, balance: balance)
    state.autoReload = try AutoReload(database, account: book.id, at: now)
    if state.autoReload.settings == nil, book.account.authority == .local {
      state.autoReload.settings = .initial
      state.autoReload.source = .local
    }
    if let rate = book.account.exchange {
      state.drawn.usedByTool = used.mapValues { used in
        var converted = AccountState.ToolDraws()
        converted.today = rate.amount(of: used.today) ?? .zero
        converted.month = rate.amount(of: used.month) ?? .zero
        return converted
      }
    }
    state.limits = try LimitRows(database, account: book.id).state(at: now, rules.days) { limit in
      guard limit.counts == .used, let tool = limit.tool else {
        return drawn.drawn(by: limit.tool, per: limit.period)
      }
      return state.used(by: tool, per: limit.period)
    }.applying(to: book.account)
    if book.account.isOnline { state.observed.online = try OnlineState(database, account: book.id) }
    state.pending = pending
    state.expiring =
      try PoolReading(database, book, upTo: now, isOpen: true)?.pools.expiring ?? []
    state.drawn.byTool = drawn.byTool
    state.drawn.today = drawn.drawn(by: nil, per: .day)
    state.drawn.month = drawn.drawn(by: nil, per: .month)
    try readObserved(into: &state, book)
    try readDoubt(into: &state, book)
    state.drawn.despitePlan = try despitePlan(book)
    state.drawn.last = book.lastCharge
    state.latestCredit = try latestCredit(book.id)
    state.observed.keeperChanged = try LegacyLocalAccount(database).keeperChanged(book)
    state.undoable = try UndoChoice(database, book: book, at: now).undoable
    return state
  }

  /// Whether a correction undid the latest reading, so that what it showed is no longer a gap.
  private func isCorrected(_ book: AccountRow) throws -> Bool {
    guard let reading = book.reading, book.unexplained ?? .zero != .zero else { return false }
    return try ComputedBalance.isCorrected(reading, account: book.id, database)
  }

  /// Reads what claude.ai has reported about windows and about spending, which its own cap is measured against.
  private func readObserved(into state: inout AccountState, _ book: AccountRow) throws {
    state.observed.windows = try PlanWindow.all(of: book.id, database)
    guard let spend = try FundsReading.spend(of: book.id, database, at: now) else { return }
    state.observed.spend = spend
    (state.drawn.month, state.drawn.isReported) = (
      spend.usedByNow, spend.asOf >= now.startOfUTCMonth
    )
    for index in state.limits.indices where state.limits[index].limit.source == .claude {
      state.limits[index].used = spend.usedByNow
    }
  }

  /// What claude.ai says was drawn, and what was charged since; nil: there is no reading.
  static func spend(
    of account: Int64, _ database: Database, at now: Instant
  ) throws -> AccountState.SpendReading? {
    let row = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT used, as_of FROM spend_reading WHERE account = ?"),
      arguments: [account])
    guard let row else { return nil }
    let (used, asOf): (Money, Instant) = (try row.value("used"), try row.value("as_of"))
    var spend = AccountState.SpendReading(used: used, asOf: asOf)
    let isOfMonth = asOf >= now.startOfUTCMonth
    let start = isOfMonth ? asOf : now.startOfUTCMonth.advanced(by: -1)
    let since = try ChargedSums(database, account: account).sum(after: start, upTo: nil)
    spend.usedByNow = (isOfMonth ? used : .zero) + since
    return spend
  }

  /// Reads how far the balance may be off, because it is only assumed who paid.
  private func readDoubt(into state: inout AccountState, _ book: AccountRow) throws {
    guard let amount = state.balance.amount, let rate = book.account.exchange else {
      (state.balance.low, state.balance.high) = (state.balance.amount, state.balance.amount)
      return
    }
    let start = max(state.balance.asOf ?? book.account.since, book.account.since)
    let sums = try AssumedSums(database, account: book.account.name, after: start, upTo: now)
    state.balance.low = rate.amount(of: sums.others).map { amount - $0 } ?? amount
    state.balance.high = rate.amount(of: sums.extra).map { amount + $0 } ?? amount
  }

  private func despitePlan(_ book: AccountRow) throws -> AccountState.Draw? {
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT max(request.time) AS last, sum(request.charged) AS amount
          FROM request INDEXED BY request_despite_plan JOIN facet ON facet.id = request.facet
          WHERE \(Schema.isDespitePlan) AND request.time > ?
            AND facet.account = (SELECT id FROM name WHERE text = ?)
          """), arguments: [now - .day, book.account.name])
    guard let row, let last = try row.value("last") as Instant? else { return nil }
    return AccountState.Draw(amount: try row.value("amount") as Money? ?? .zero, last: last)
  }

  private func latestCredit(_ account: Int64) throws -> AccountState.CreditMoment? {
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT time, balance FROM entry AS credit INDEXED BY entry_acts
          WHERE account = ? AND kind <> \(EntryKind.charge.sql) AND amount > 0
            AND kind IN \(EntryKind.sql(.grant, .refund, .topUp, .autoReload))
            AND \(ComputedBalance.isNotUndone("credit"))
          ORDER BY number DESC LIMIT 1
          """), arguments: [account])
    return try row.map { row in
      AccountState.CreditMoment(time: try row.value("time"), balance: try row.value("balance"))
    }
  }
}
