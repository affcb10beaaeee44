import GRDB
import Ledger
import Values

extension UsageStore {
  /// Stores what a scan of Claude Code's configuration folders found: new accounts, who is signed in where, and what
  /// claude.ai reported about their money and windows. If nothing has changed, nothing is written.
  /// - Parameter findings: one per folder, in the order that folders are scanned.
  package func record(_ findings: [Login.Finding], at now: Instant) throws {
    guard try read({ try isNews(findings, $0) }) else { return }
    try write { database in
      let desk = try MoneyDesk(database, at: now)
      for (position, finding) in findings.enumerated() {
        switch finding {
        case .signedOut(let folder): try LoginRows.delete(folder, database)
        case .signedIn(let login):
          try LoginRecording(desk: desk, login: login, position: position).run()
        }
      }
      try desk.ledger.flush()
      try settle(database, desk.ledger)
    }
  }

  private func isNews(_ findings: [Login.Finding], _ database: Database) throws -> Bool {
    let known = try LoginRows(database)
    return findings.contains { finding in
      switch finding {
      case .signedOut(let folder): return known[folder] != nil
      case .signedIn(var login):
        // The usage is identified by the time it was read.
        login.usage = nil
        return known[login.folder]?.login != login
      }
    }
  }
}

/// Stores one login.
private struct LoginRecording {
  let desk: MoneyDesk
  let login: Login
  let position: Int

  private var database: Database { desk.database }
  private var ledger: LedgerWriter { desk.ledger }

  func run() throws {
    let before = try LoginRows(database)[login.folder]
    let id = try account()
    try updateFacts(of: id, before: before)
    let since = before?.account == id ? before?.since : nil
    if login.credential.kind.purse != nil {
      var seen = try CredentialsSeen(database, now: desk.now)
      _ = seen.since(login.credential)
      try seen.flush(database)
    }
    var kept = login
    kept.usage = nil
    try LoginRows.save(
      LoginRows.Row(login: kept, account: id, since: since ?? desk.now), position: position,
      database)
    // The same answer about the same account has been recorded.
    let isKnown = before?.account == id && before?.login.usageAsOf == login.usageAsOf
    guard !isKnown, let usage = login.usage, let asOf = login.usageAsOf else { return }
    // An answer dated ahead counts as of now; otherwise it would be newer than every later one.
    try ClockAhead.note(login.file, asOf, at: desk.now, database)
    let key = "usage/\(login.organization)/\(asOf.milliseconds)"
    try AnswerRecording(desk: desk, account: id, asOf: min(asOf, desk.now)).record(usage, key: key)
  }

  /// The account of the login's organization. If there is none, an account that was created before any login was
  /// known is adopted, or the only account; else a new one is opened.
  private func account() throws -> Int64 {
    let all = ledger.accounts.all
    if let known = all.first(where: { $0.account.organization == login.organization }) {
      return known.id
    }
    let open = all.filter { !$0.isClosed }
    let nameless = open.filter { book in
      book.account.organization == nil && (book.account.email ?? login.email) == login.email
    }
    // If something else pays, the balance that was typed in may belong to another account.
    let pays = login.credential.kind.purse == nil
    let unknown = nameless.first { $0.account.name == Account.nameOfUnknown && pays }
    let only = nameless.first.flatMap { first in
      first.account.name != Account.nameOfUnknown
        && (open.count == 1 || first.account.email != nil) ? first : nil
    }
    if let adopted = unknown ?? only {
      ledger.change(adopted.id) { $0.account.organization = login.organization }
      try LegacyLocalAccount(database).giveToClaude(adopted.id, ledger)
      return adopted.id
    }
    var account = Account(name: name(all), authority: .claude, since: desk.now)
    account.organization = login.organization
    return try ledger.open(account)
  }

  /// The e-mail if there is one, with the organization if several accounts share that e-mail.
  private func name(_ ledger: [AccountRow]) -> String {
    let base = login.email ?? login.organizationName ?? login.organization
    let choices = [
      base, "\(base) (\(login.organizationName ?? login.organization))",
      "\(base) \(login.organization)",
    ].map(Account.name(from:))
    let taken = Set(ledger.map(\.account.name))
    return choices.first { !taken.contains($0) && Account.fault(inName: $0) == nil }
      ?? (1...).lazy.map { "account \($0)" }.first { !taken.contains($0) } ?? "account"
  }

  /// The person's settings stay until the file says something new.
  private func updateFacts(of id: Int64, before: LoginRows.Row?) throws {
    let old = before?.account == id ? before?.login : nil
    ledger.change(id) { book in
      if old?.email != login.email, let email = login.email { book.account.email = email }
      if old?.plan != login.plan, let plan = login.plan { book.account.plan = plan }
      if old?.billing != login.billing, let billing = login.billing {
        book.account.billing = billing
      }
    }
  }
}
