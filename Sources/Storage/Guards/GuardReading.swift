import Advice
import GRDB
import Ledger
import Values

/// What a guard must know to judge one tool, and nothing else: it runs before every request of a tool.
struct GuardReading {
  let book: AccountRow
  let question: Admission.Question

  /// The sums that count against limits are read only for limits that exist.
  /// - Parameters:
  ///   - tool: nil: any tool of the account.
  ///   - folder: the configuration folder of the client that asks.
  /// - Returns: nil if no account is known.
  init?(
    _ database: Database, accounts: AccountRows, tool: Tool?, folder: String?, needs: Money,
    days: CivilDays, at now: Instant
  ) throws {
    let said = try tool.flatMap { try AccountChoice.linkages(database, accounts)[$0] }
    let login = try folder.flatMap { try LoginRows(database)[$0] }.flatMap { accounts[$0.account] }
    let linked = said?.account.flatMap { name in accounts.open.first { $0.account.name == name } }
    // A tool of a removed account spends from no other.
    if said?.account != nil, linked == nil { return nil }
    guard
      let book = try linked ?? (login?.isClosed == false ? login : nil)
        ?? AccountChoice.current(database, accounts)
    else { return nil }
    self.book = book
    let account = book.account
    let rows = try LimitRows(database, account: book.id).state(at: now, days) { limit in
      guard limit.tool == nil || limit.tool == tool else { return .zero }
      let stretch = limit.period.stretch(at: now, days: days)
      if limit.counts == .used {
        let used = try ChargedSums.used(stretch, tool: tool, database)
        return account.exchange.flatMap { $0.amount(of: used) }
      }
      if limit.source == .claude,
        let spend = try FundsReading.spend(of: book.id, database, at: now)
      {
        return spend.usedByNow
      }
      let drawn = try ChargedSums(database, account: book.id).byTool(stretch)
      return limit.tool.map { drawn[$0] ?? .zero } ?? drawn.values.reduce(.zero, +)
    }
    var balance = Balance(
      amount: book.balance, currency: account.currency, authority: account.authority)
    balance.asOf = book.readAt
    question = Admission.Question(
      account: account, tool: tool,
      limits: rows.filter { $0.limit.tool == nil || $0.limit.tool == tool }, balance: balance,
      draws: try GuardReading.draws(
        database, tool: tool, purse: said?.purse, book: book, at: now), needs: needs)
  }

  /// Whether the newest evidence says that the tool's next request would draw from the account; nil: there is none.
  private static func draws(
    _ database: Database, tool: Tool?, purse: Purse?, book: AccountRow, at now: Instant
  ) throws -> Bool? {
    if let purse { return purse == .extra }
    // All that spends from a balance kept here draws from it.
    guard book.account.authority == .claude else { return nil }
    let last = try latestUse(database, tool: tool, at: now)
    if let last, [.apiKey, .ownPlan, .cloud].contains(last.purse) { return false }
    let windows = try PlanWindow.all(of: book.id, database).filter { !$0.hasReset(by: now) }
    let seen = windows.map(\.asOf).max()
    if let last, last.basis != .assumed, seen.map({ $0 < last.time }) ?? true {
      if last.purse == .extra { return true }
      if last.purse == .plan { return false }
    }
    return windows.isEmpty ? nil : windows.contains { $0.usedPercent >= 100 }
  }

  /// What paid for the latest request of a tool within a day.
  private static func latestUse(
    _ database: Database, tool: Tool?, at now: Instant
  ) throws -> (time: Instant, purse: Purse, basis: Basis)? {
    let rows = try FastStatement(
      database,
      """
      SELECT minute, facet.purse, facet.basis FROM minute_usage
      JOIN facet ON facet.id = minute_usage.facet
      WHERE minute > ? AND minute <= ? AND (?3 IS NULL OR facet.tool = ?3) AND requests > 0
      ORDER BY minute DESC LIMIT 1
      """, isCached: true)
    rows.bind(1, (now - .day).minute)
    rows.bind(2, now.minute)
    rows.bind(3, tool?.rawValue)
    var use: (time: Instant, purse: Purse, basis: Basis)?
    try rows.forEachRow { row in
      guard let purse: Purse = row.choice(1), let basis: Basis = row.choice(2) else { return }
      use = (Instant(minute: row.int(0)), purse, basis)
    }
    return use
  }

  /// The highest threshold that a limit of the tool has crossed, of the limit that is used most.
  var near: (limit: LimitState, percent: Int)? {
    let limits = question.limits.filter {
      $0.isCounted && ($0.limit.tool != nil || question.draws == true)
    }
    guard let most = limits.max(by: { $0.share < $1.share }) else { return nil }
    let percent = GuardVerdict.thresholds.last { Double($0) <= most.share * 100 }
    return percent.map { (most, $0) }
  }
}

extension UsageStore {
  /// Judges whether a tool may make its next request, by what the store holds. What it says for the first time is noted,
  /// and a first refusal becomes a ledger entry; a store that others keep busy is not waited for.
  /// - Parameters:
  ///   - tool: nil: any tool of the account.
  ///   - configFolder: the absolute path of the client's configuration folder, whose login names the account unless
  ///     a person has set the tool's.
  ///   - needs: what must be left, in the account's currency; 0 asks only whether anything is.
  /// - Throws: ``StoreFault`` if the store cannot be read.
  package func guardVerdict(
    tool: Tool?, configFolder: String? = nil, needs: Money = .zero, at now: Instant
  ) throws -> GuardVerdict {
    let (reading, pass, told) = try read { database in
      let pass = try GuardRows.pass(database, tool: tool, at: now)
      let reading =
        try pass == nil
        ? GuardReading(
          database, accounts: AccountRows(database), tool: tool, folder: configFolder, needs: needs,
          days: rules.days, at: now) : nil
      let told = try reading.map { try GuardRows.told(database, $0.book.id, tool) } ?? [:]
      return (reading, pass, told)
    }
    if let pass { return .allowed(until: pass.until) }
    guard let reading else { return .goOn }
    let account = reading.question.account
    switch Admission.decide(reading.question, at: now) {
    case .unknown(let doubt): return .unknown(doubt, sentence: doubt.sentence)
    case .stop(let stop):
      let row = GuardRows.Told(stop, now)
      let known = told[row.part].flatMap { $0.isSame(as: row) ? $0.stopped : nil }
      // A question for a certain amount stops no tool.
      if known == nil, stop.isReached {
        try? writeBriefly { try note(row, stop, reading, tool, $0, now) }
      }
      return .stop(stop, sentence: stop.sentence(for: tool, of: account, since: known ?? now))
    case .goOn:
      if told[GuardRows.balance]?.stopped != nil {
        try? writeBriefly { try GuardRows.forget(GuardRows.balance, $0, reading.book.id, tool) }
      }
      guard let near = reading.near else { return .goOn }
      let row = GuardRows.Told(near.limit, percent: near.percent)
      if let known = told[row.part], known.isSame(as: row), known.percent >= row.percent {
        return .goOn
      }
      guard (try? writeBriefly { try row.save($0, reading.book.id, tool) }) != nil else {
        return .goOn
      }
      let limit = near.limit.limit
      let used = near.limit.used.fullDisplay(in: account.currency)
      return .near(
        near.limit, percent: near.percent,
        sentence: "\(near.percent) % of the \(limit.title) is reached: \(used) of"
          + " \(limit.amount.fullDisplay(in: account.currency)).")
    }
  }

  private func note(
    _ row: GuardRows.Told, _ stop: Admission.Stop, _ reading: GuardReading, _ tool: Tool?,
    _ database: Database, _ now: Instant
  ) throws {
    let told = try GuardRows.told(database, reading.book.id, tool)[row.part]
    if let told, told.isSame(as: row), told.stopped != nil { return }
    try row.save(database, reading.book.id, tool)
    let ledger = try LedgerWriter(database, now: now)
    var draft = LedgerWriter.Draft(.guardStop, at: now)
    draft.tool = tool
    draft.detail.stop = EntryDetail.Stop(stop, tool: tool)
    try ledger.enter(draft, into: reading.book.id)
    try ledger.flush()
  }

  /// Lets guards stop nothing for a while, or ends such a pass. Beginning and end become entries of the current
  /// account's ledger.
  /// - Parameters:
  ///   - tool: nil: every tool.
  ///   - length: nil ends it.
  package func allow(tool: Tool? = nil, for length: Span?, at now: Instant) throws {
    try write { database in
      let ledger = try LedgerWriter(database, now: now)
      try GuardRows.endPasses(database, ledger, at: now)
      if let length {
        try GuardRows.begin(
          GuardPass(tool: tool, since: now, until: now + length), database, ledger)
      } else {
        for pass in try GuardRows.passes(database) where tool == nil || pass.tool == tool {
          try GuardRows.end(pass, at: now, database, ledger)
        }
      }
      try ledger.flush()
    }
  }

  /// The passes that last at a moment.
  package func guardPasses(at now: Instant) throws -> [GuardPass] {
    try read { try GuardRows.passes($0).filter { $0.until > now } }
  }

  /// Replaces what is known to be installed.
  package func record(_ installations: [GuardInstallation]) throws {
    guard try Set(read(GuardRows.installations)) != Set(installations) else { return }
    try write { database in
      try database.execute(sql: "DELETE FROM guard_installation")
      for found in installations {
        try database.execute(
          sql: """
            INSERT OR REPLACE INTO guard_installation (tool, by, installed, works, why)
            VALUES (?, ?, ?, ?, ?)
            """,
          arguments: [found.tool, found.by, found.isInstalled, found.works, found.why])
      }
    }
  }
}
