import Advice
import GRDB
import Ledger
import Values

extension UsageStore {
  /// What is known about the money of all accounts.
  package func funds(at now: Instant) throws -> Funds {
    try read { database in
      try FundsReading(
        database, accounts: AccountRows(database), rules: rules, cache: cache, at: now
      ).withPace()
    }
  }

  /// Adds an account.
  /// - Throws: ``MoneyFault`` if the name is taken or invalid.
  package func addAccount(_ account: Account, at now: Instant) throws {
    _ = try addAccount(named: account.name, at: now) { $0 = account }
  }

  /// Adds an account; a local one begins empty. The name of a removed account brings that account back as it was,
  /// with the changes that `facts` makes; what was not charged in between stays uncharged.
  /// - Returns: the account as it is now.
  /// - Throws: ``MoneyFault`` if the name is taken or invalid.
  package func addAccount(
    named name: String, at now: Instant, _ facts: (inout Account) throws -> Void
  ) throws -> Account {
    if let fault = Account.fault(inName: name) { throw MoneyFault.badName(fault) }
    return try change(at: now) { database, ledger in
      let known = ledger.accounts.named(name)
      guard known?.isClosed ?? true else { throw MoneyFault.accountExists(name) }
      var account = known?.account ?? Account(name: name, authority: .local, since: now)
      try facts(&account)
      account.name = name
      guard let known else {
        let id = try ledger.open(account)
        if account.authority == .local {
          try ledger.enter(LedgerWriter.Draft(.opening, at: account.since, amount: .zero), into: id)
        }
        return account
      }
      account.since = now
      try UsageStore.apply(account, to: known, database, ledger)
      ledger.change(known.id) { $0.isClosed = false }
      return account
    }
  }

  /// Applies new settings to an existing account, with their consequences.
  private static func apply(
    _ account: Account, to book: AccountRow, _ database: Database, _ ledger: LedgerWriter
  ) throws {
    if account.currency != book.account.currency, try LedgerWriter.hasMovement(book.id, database) {
      throw MoneyFault.currencyIsFixed(account: account.name)
    }
    var account = account
    if account.authority == .local, account.isOnline {
      guard book.account.isOnline else { throw MoneyFault.nothingToAsk(account: account.name) }
      account.isOnline = false
    }
    ledger.change(book.id) { $0.account = account }
    switch (book.account.authority, account.authority) {
    case (.claude, .local) where book.balance == nil:
      // A balance kept here has to begin somewhere.
      try ledger.enter(LedgerWriter.Draft(.opening, at: ledger.now, amount: .zero), into: book.id)
    case (.local, .claude): try AutoReload.forget(account: book.id, database)
    default: break
    }
  }

  /// Makes an account the current one.
  /// - Returns: its name.
  package func useAccount(_ text: String, at now: Instant) throws -> String {
    try change(at: now) { database, ledger in
      let name = try AccountChoice.named(text, database, ledger.accounts).account.name
      try database.execute(
        sql: "INSERT OR REPLACE INTO setting (key, value) VALUES ('account', ?)", arguments: [name])
      return name
    }
  }

  /// Changes the settings of an account except its name.
  /// - Returns: the account as it is now.
  /// - Throws: ``MoneyFault`` if its ledger has entries in another currency.
  package func changeAccount(
    _ text: String?, at now: Instant, _ change: (inout Account) -> Void
  ) throws -> Account {
    try self.change(at: now) { database, ledger in
      let book = try AccountChoice.named(text, database, ledger.accounts)
      var account = book.account
      change(&account)
      account.name = book.account.name
      account.since = book.account.since
      try UsageStore.apply(account, to: book, database, ledger)
      if account.exchange != book.account.exchange { try UsageStore.forgetPricing(database) }
      return account
    }
  }

  /// Removes an account: nothing is charged to it any more, but its ledger stays.
  /// - Returns: its name.
  package func removeAccount(_ text: String, at now: Instant) throws -> String {
    try change(at: now) { database, ledger in
      let book = try AccountChoice.named(text, database, ledger.accounts)
      ledger.change(book.id) { $0.isClosed = true }
      try database.execute(
        sql: "DELETE FROM setting WHERE key = 'account' AND value = ?",
        arguments: [book.account.name])
      return book.account.name
    }
  }

  /// Sets what pays for a tool and which account it is signed in to, for requests read from now on; nil leaves a
  /// setting unchanged.
  /// - Returns: the tool's settings now.
  package func link(_ linkage: Linkage, at now: Instant) throws -> Linkage {
    try change(at: now) { database, ledger in
      let before = try AccountChoice.linkages(database, ledger.accounts)[linkage.tool]
      let account = try linkage.account.map {
        try AccountChoice.named($0, database, ledger.accounts)
      }
      let purse = linkage.purse ?? before?.purse
      let name = account?.account.name ?? before?.account
      let id = ledger.accounts.named(name)?.id
      let isSame = before.map { $0.purse == purse && $0.account == name } ?? false
      let since = isSame ? before?.since : now
      try database.execute(
        sql: "INSERT OR REPLACE INTO linkage (tool, purse, account, since) VALUES (?, ?, ?, ?)",
        arguments: [linkage.tool, purse, id, since])
      return Linkage(tool: linkage.tool, purse: purse, account: name)
    }
  }

  /// Removes a tool's settings, for requests read from now on.
  /// - Returns: whether there were any.
  package func unlink(_ tool: Tool, at now: Instant) throws -> Bool {
    try change(at: now) { database, _ in
      try database.execute(sql: "DELETE FROM linkage WHERE tool = ?", arguments: [tool])
      return database.changesCount > 0
    }
  }

  /// Makes the next collection reprice the whole store, unless someone does so earlier.
  private static func forgetPricing(_ database: Database) throws {
    try database.execute(sql: "DELETE FROM setting WHERE key = 'prices'")
  }

  private func change<Result>(
    at now: Instant, _ body: (Database, LedgerWriter) throws -> Result
  ) throws -> Result {
    try write { database in
      let ledger = try LedgerWriter(database, now: now)
      let result = try body(database, ledger)
      try ledger.flush()
      try settle(database, ledger)
      return result
    }
  }
}
