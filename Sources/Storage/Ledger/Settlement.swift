import Advice
import GRDB
import Ledger
import Values

/// What happens by itself after a change or as time goes by: credits expire, auto-reload adds, warnings begin and
/// end. It runs in the transaction of the change, so nobody ever sees a state in which it is due.
struct Settlement {
  private let database: Database
  private let ledger: LedgerWriter
  private let rules: LedgerRules
  private let cache: ReadCache
  private let now: Instant

  init(
    _ database: Database, _ ledger: LedgerWriter, rules: LedgerRules, cache: ReadCache
  ) {
    self.database = database
    self.rules = rules
    self.cache = cache
    now = ledger.now
    self.ledger = ledger
  }

  /// Does everything that is due.
  func run() throws {
    try GuardRows.endPasses(database, ledger, at: now)
    for id in open {
      for draft in try expiries(of: id) { try ledger.enter(draft, into: id) }
      try reload(id)
    }
    try ledger.flush()
    try noteEpisodes()
  }

  /// Whether it would change an account's balance.
  func isDue() throws -> Bool {
    try open.contains { id in
      try !expiries(of: id).isEmpty || verdict(on: id).map { $0.verdict != .nothing } ?? false
    }
  }

  private var open: [Int64] {
    ledger.accounts.open.map(\.id)
  }

  /// What is left of credits that have expired. A charge that turns up later may have been paid by one of them, so
  /// the difference from what is booked is booked, in either direction.
  private func expiries(of id: Int64) throws -> [LedgerWriter.Draft] {
    guard let book = ledger.accounts[id],
      let pools = try PoolReading(database, book, upTo: now)
    else { return [] }
    return pools.grants.compactMap { grant in
      let gone = pools.gone[grant.number] ?? .zero
      let difference = gone - grant.booked
      guard difference != .zero else { return nil }
      var draft = LedgerWriter.Draft(.expiry, at: grant.expires, amount: .zero - difference)
      draft.refers = grant.number
      return draft
    }
  }

  /// Nil if Fuelgauge does no reloads for the account.
  private func verdict(on id: Int64) throws -> (reload: AutoReload, verdict: AutoReload.Verdict)? {
    guard let book = ledger.accounts[id], book.account.authority == .local else { return nil }
    let reload = try AutoReload(database, account: id, at: now)
    guard reload.isOn else { return nil }
    let cap = try LimitRows(database, account: id).state(at: now, rules.days) { limit in
      // Reload depends only on the cap.
      guard limit.tool == nil else { return nil }
      return try DrawnSums(database, account: id, at: now, days: rules.days)
        .drawn(by: nil, per: limit.period)
    }.applying(to: book.account).monthlyCap
    let verdict = reload.verdict(
      balance: book.balance, cap: cap.map { ($0.limit.amount, $0.used) }, at: now)
    return (reload, verdict)
  }

  private func reload(_ id: Int64) throws {
    guard let (reload, verdict) = try verdict(on: id) else { return }
    let rest = now + AutoReload.coolDown
    switch verdict {
    case .nothing:
      // An obstacle no longer matters once the balance is above the threshold.
      let isFine =
        ledger.accounts[id]?.balance.map { $0 >= reload.settings?.below ?? .zero } ?? false
      if reload.obstacle != nil, isFine {
        try AutoReload.forgetObstacle(account: id, database)
      }
    case .add(let amount, let obstacle):
      try ledger.enter(LedgerWriter.Draft(.autoReload, at: now, amount: amount), into: id)
      try AutoReload.rest(until: rest, obstacle: obstacle, account: id, database)
    case .stopped(let obstacle):
      try AutoReload.rest(until: rest, obstacle: obstacle, account: id, database)
    }
  }

  /// Stores which warnings are on, and since when.
  private func noteEpisodes() throws {
    let reading = try FundsReading(
      database, accounts: ledger.accounts, rules: rules, cache: cache, at: now)
    let funds = try reading.withPace(needsUsed: LimitRows.countUsed(database))
    let ids = ledger.accounts.all.reduce(into: [AccountScope.everyAccount: 0]) {
      $0[.account($1.account.name)] = $1.id
    }
    let on = Dictionary(
      (funds.warnings + funds.snoozed).map { ($0.episode, $0.since) }, uniquingKeysWith: min)
    for episode in reading.episodes.keys where on[episode] == nil {
      try database.execute(
        sql: "DELETE FROM episode WHERE account = ? AND warning = ? AND part = ?",
        arguments: [ids[episode.scope], episode.id, episode.part])
    }
    for (episode, since) in on where ids[episode.scope] != nil {
      // Unusual burn that started again after a pause is a new episode, with a notice of its own.
      let known = reading.episodes[episode]
      guard known == nil || episode.id == .unusualBurn && known != since else { continue }
      try database.execute(
        sql: "INSERT OR REPLACE INTO episode (account, warning, part, since) VALUES (?, ?, ?, ?)",
        arguments: [ids[episode.scope], episode.id, episode.part, since])
    }
  }
}

extension UsageStore {
  /// Does what has become due, within a transaction that the caller commits.
  /// - Parameter ledger: the writer of this transaction, flushed.
  func settle(_ database: Database, _ ledger: LedgerWriter) throws {
    try Settlement(database, ledger, rules: rules, cache: cache).run()
  }

  /// Does what has become due by `now`, such as a reload at the end of a rest.
  package func settle(at now: Instant) throws {
    try write { try settle($0, LedgerWriter($0, now: now)) }
  }

  /// Does what has become due by `now`; if nothing has, it neither writes nor waits.
  package func settleIfDue(at now: Instant) throws {
    let isDue = try read {
      try Settlement($0, LedgerWriter($0, now: now), rules: rules, cache: cache).isDue()
    }
    if isDue { try settle(at: now) }
  }
}
