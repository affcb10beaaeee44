import Advice
import GRDB
import Ledger
import Values

/// Performs money actions within one transaction, each completely or not at all.
struct MoneyDesk {
  let database: Database
  let now: Instant
  let ledger: LedgerWriter

  init(_ database: Database, at now: Instant) throws {
    self.database = database
    self.now = now
    ledger = try LedgerWriter(database, now: now)
  }

  /// The time for an entry made now: never before the latest reading, since it is entered after that, however the
  /// clock was set and whoever had to wait.
  func moment(in book: AccountRow) -> Instant { max(now, book.readAt ?? now) }

  /// The account that is meant. If there is none at all, a balance that is typed in opens one that claude.ai keeps,
  /// whose login may be found later.
  func account(named name: String?, orMadeFor action: MoneyAction?) throws -> Int64 {
    if case .setBalance = action, name == nil, ledger.accounts.all.allSatisfy(\.isClosed),
      !ledger.accounts.all.contains(where: { $0.account.name == Account.nameOfUnknown })
    {
      return try ledger.open(
        Account(name: Account.nameOfUnknown, authority: .claude, since: now))
    }
    return try AccountChoice.named(name, database, ledger.accounts).id
  }

  /// Sets the currency of an account, as long as nothing has moved its balance.
  func set(_ currency: Currency, of id: Int64) throws {
    let book = try book(id)
    guard book.account.currency != currency else { return }
    if try LedgerWriter.hasMovement(id, database) {
      throw MoneyFault.currencyIsFixed(account: book.account.name)
    }
    ledger.change(id) { $0.account.currency = currency }
  }

  private func book(_ id: Int64) throws -> AccountRow {
    guard let book = ledger.accounts[id] else { throw MoneyFault.noCurrentAccount }
    return book
  }

  func perform(_ action: MoneyAction, on id: Int64) throws -> MoneyOutcome {
    let book = try book(id)
    let account = book.account
    switch action.route(on: account) {
    case .refused(let fault): throw fault
    case .atClaude(let wish): return try noted(wish, in: book)
    case .here: break
    }
    switch action {
    case .topUp(let amount):
      let draft = LedgerWriter.Draft(.topUp, at: moment(in: book), amount: amount)
      let entry = try enter(draft, into: id)
      return outcome(.toppedUp(amount), entry, book)
    case .addCredit(let kind, let amount, let expires):
      var draft = LedgerWriter.Draft(kind.entry, at: moment(in: book), amount: amount)
      if let expires, expires <= now { throw MoneyFault.alreadyExpired }
      draft.expires = expires
      let entry = try enter(draft, into: id)
      return outcome(.credited(kind, amount), entry, book)
    case .setBalance(let amount):
      var draft = LedgerWriter.Draft(.reading, at: moment(in: book), amount: amount)
      draft.detail.source = .typed
      let arrived = try recognise(draft, book)
      var outcome = outcome(
        .read(amount, keptBy: account.authority), try enter(draft, into: id), book)
      outcome.events += [arrived].compactMap { $0 }
      return outcome
    case .setAutoReload(let settings):
      return outcome(.autoReloadSet(settings), try setAutoReload(settings, of: id), book)
    case .setLimit(let tool, let period, let amount, let isDrawn):
      let limit = Limit(tool: tool, period: period, amount: amount, isDrawn: isDrawn)
      let entry = try setLimit(limit, to: amount, of: id)
      return outcome(.limitSet(limit), entry, book)
    case .clearLimit(let tool, let period):
      let limit = Limit(tool: tool, period: period, amount: .zero)
      let known = try LimitRows(database, account: id).limits.contains {
        $0.tool == tool && $0.period == period && $0.source == .fuelgauge
      }
      guard known else { throw MoneyFault.noLimit(title: limit.title) }
      return outcome(.limitCleared(limit), try setLimit(limit, to: nil, of: id), book)
    case .wishCap(let amount): return try noted(.cap(amount), in: book)
    case .confirm(let number): return try confirm(number, book)
    case .count(let wish):
      // If it was noted, that note is settled by it.
      let noted = try PendingRows(database, account: id).open.first { $0.wish == wish }
      return try settle(wish, of: noted?.id, book)
    case .cancel(let number):
      let change = try pending(number, id)
      let entry = try enter(.cancel, refers: number, into: id)
      return outcome(.cancelled(change.wish), entry, book)
    case .undo(let entry): return try undo(entry, book)
    }
  }

  func outcome(
    _ event: MoneyEvent, _ entry: Int64?, _ book: AccountRow, wish: PendingChange.Wish? = nil
  ) -> MoneyOutcome {
    MoneyOutcome(
      [event], in: book.account.currency, entry: entry, wish: wish, account: book.account.name)
  }

  private func enter(_ draft: LedgerWriter.Draft, into id: Int64) throws -> Int64? {
    try ledger.enter(draft, into: id)
  }

  private func enter(_ kind: EntryKind, refers: Int64, into id: Int64) throws -> Int64? {
    var draft = LedgerWriter.Draft(kind, at: now)
    draft.refers = refers
    return try ledger.enter(draft, into: id)
  }

  /// Notes something to be done at claude.ai.
  private func noted(_ wish: PendingChange.Wish, in book: AccountRow) throws -> MoneyOutcome {
    var isTopUp = false
    if case .topUp = wish { isTopUp = true }
    let known = try PendingRows(database, account: book.id).open.first { $0.wish == wish }
    if let known, !isTopUp {
      return outcome(.alreadyPending(wish, number: known.id), known.id, book, wish: wish)
    }
    var draft = LedgerWriter.Draft(.wish, at: now)
    if case .topUp(let amount) = wish {
      draft = LedgerWriter.Draft(.pending, at: now, amount: amount)
    }
    draft.detail.wish = wish
    let entry = try enter(draft, into: book.id)
    return outcome(.noted(wish, number: entry), entry, book, wish: wish)
  }

  private func pending(_ number: Int64, _ id: Int64) throws -> PendingChange {
    let open = try PendingRows(database, account: id).open
    guard let change = open.first(where: { $0.id == number }) else {
      throw MoneyFault.noPending(number)
    }
    return change
  }

  private func confirm(_ number: Int64, _ book: AccountRow) throws -> MoneyOutcome {
    try settle(pending(number, book.id).wish, of: number, book)
  }

  /// Enters something that was done at claude.ai.
  /// - Parameter number: the entry it was pending as; nil: it was not noted.
  private func settle(
    _ wish: PendingChange.Wish, of number: Int64?, _ book: AccountRow
  ) throws -> MoneyOutcome {
    let entry: Int64?
    switch wish {
    case .topUp(let amount):
      var draft = LedgerWriter.Draft(.topUp, at: moment(in: book), amount: amount)
      draft.refers = number
      entry = try enter(draft, into: book.id)
    case .autoReload(let settings):
      let before = try AutoReload(database, account: book.id, at: now).settings
      try AutoReload.set(settings, source: .reading, account: book.id, database)
      var draft = LedgerWriter.Draft(.settled, at: now)
      draft.refers = number
      draft.detail.reload = EntryDetail.ReloadChange(before: before, after: settings)
      entry = try enter(draft, into: book.id)
    case .cap(let amount):
      let raised = try LimitRows.capRaised(database, account: book.id)
      let before = try LimitRows.set(
        tool: nil, period: .month, source: .claude, amount: amount, account: book.id, at: now,
        isRaised: true, database)
      var draft = LedgerWriter.Draft(.settled, at: now)
      draft.refers = number
      draft.detail.limit = EntryDetail.LimitChange(
        tool: nil, period: .month, before: before?.amount, after: amount)
      draft.detail.raised = raised
      entry = try enter(draft, into: book.id)
    }
    var mayCountTwice = false
    if case .topUp = wish, let number, let read = book.reading { mayCountTwice = number < read }
    return outcome(.settled(wish, mayCountTwice: mayCountTwice), entry, book)
  }

  private func setAutoReload(_ settings: AutoReload.Settings, of id: Int64) throws -> Int64? {
    let before = try AutoReload(database, account: id, at: now).settings
    try AutoReload.set(settings, source: .local, account: id, database)
    var draft = LedgerWriter.Draft(.reloadChange, at: now)
    draft.detail.reload = EntryDetail.ReloadChange(before: before, after: settings)
    return try enter(draft, into: id)
  }

  private func setLimit(_ limit: Limit, to amount: Money?, of id: Int64) throws -> Int64? {
    let before = try LimitRows.set(
      tool: limit.tool, period: limit.period, source: .fuelgauge, amount: amount,
      counts: limit.counts, account: id, at: now, database)
    try AutoReload.wake(account: id, database)
    var draft = LedgerWriter.Draft(.limit, at: now)
    draft.detail.limit = EntryDetail.LimitChange(
      tool: limit.tool, period: limit.period, before: before?.amount, after: amount,
      countsBefore: before?.counts.detail, counts: amount == nil ? nil : limit.counts.detail)
    return try enter(draft, into: id)
  }

  /// Enters the money that the reading to be entered next shows to have arrived: when claude.ai keeps the balance, a
  /// rise is money added there.
  /// - Returns: what arrived; nil where a reading cannot say.
  private func recognise(_ reading: LedgerWriter.Draft, _ book: AccountRow) throws -> MoneyEvent? {
    guard book.account.authority == .claude, let amount = reading.amount,
      let readAt = book.readAt, reading.time >= readAt,
      let previous = try book.latestReading(database)?.amount
    else { return nil }
    let computed = try ComputedBalance(
      database, account: book.id,
      adding: (reading.time, book.entries + 1, amount, isOpening: false))
    guard let unexplained = computed.unexplained else { return nil }
    let pending = try PendingRows(database, account: book.id).open.topUps
    let match = RiseMatch(
      previous: previous, expected: unexplained + amount, reading: amount, pending: pending)
    for (id, amount) in pending where match.settled.contains(id) {
      var draft = LedgerWriter.Draft(.topUp, at: reading.time, amount: amount)
      draft.refers = id
      draft.detail.isRecognised = true
      try ledger.enter(draft, into: book.id)
    }
    let reload = try AutoReload(database, account: book.id, at: now)
    let arrived: MoneyEvent? =
      match.settledAmount > .zero || match.recognised > .zero ? .arrived(match, reload) : nil
    guard match.recognised > .zero else { return arrived }
    var draft = LedgerWriter.Draft(
      RiseMatch.kind(of: reload), at: reading.time, amount: match.recognised)
    draft.detail.isRecognised = true
    try ledger.enter(draft, into: book.id)
    return arrived
  }

  /// Records an observed reading.
  func record(_ reading: ObservedReading, on id: Int64) throws {
    let known = try Bool.fetchChecked(
      database, sql: "SELECT 1 FROM entry WHERE key = ?", arguments: [reading.key])
    if known != nil { return }
    if let settings = reading.autoReload {
      try AutoReload.set(settings, source: .reading, account: id, database)
    }
    if let cap = reading.cap {
      _ = try LimitRows.set(
        tool: nil, period: .month, source: .claude, amount: cap, account: id,
        at: reading.asOf, database)
    }
    if let amount = reading.amount {
      var draft = LedgerWriter.Draft(.reading, at: reading.asOf, amount: amount)
      draft.key = reading.key
      draft.detail.source = .observed
      _ = try recognise(draft, book(id))
      try ledger.enter(draft, into: id)
    }
    for change in try PendingRows(database, account: id).open where reading.shows(change.wish) {
      var draft = LedgerWriter.Draft(.settled, at: now)
      draft.refers = change.id
      draft.detail.source = .observed
      _ = try enter(draft, into: id)
    }
  }
}

extension ObservedReading {
  /// Whether it shows that a pending change has been made; top-ups are recognised by the balance instead.
  fileprivate func shows(_ wish: PendingChange.Wish) -> Bool {
    switch wish {
    case .topUp: false
    case .autoReload(let settings):
      autoReload.map { $0 == settings || !$0.isOn && !settings.isOn } ?? false
    case .cap(let amount): cap.map { $0 == amount } ?? false
    }
  }
}
