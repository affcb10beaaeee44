import Ledger
import Values

/// Finds tools that spend from the wrong place: an account other than the one with the money, a key instead of the
/// balance, a plan without extra usage, a login that has not noticed new money.
package struct LinkageWarnings {
  private let funds: Funds
  private let now: Instant
  private let begun: [Warning.Episode: Instant]
  private var found: [Warning] = []

  /// The warnings, in no order.
  /// - Parameter begun: the ongoing episodes, and since when.
  package static func of(
    _ funds: Funds, begun: [Warning.Episode: Instant], at now: Instant
  ) -> [Warning] {
    var warnings = LinkageWarnings(funds: funds, now: now, begun: begun)
    warnings.findWrongAccounts()
    warnings.findOtherEmail()
    warnings.findOverrides()
    warnings.findProjectOverrides()
    warnings.findFreePlans()
    warnings.findStaleTokens()
    return warnings.found
  }

  private mutating func warn(
    _ id: Warning.ID, _ severity: Warning.Severity, account: String, tool: Tool? = nil,
    part: String = "", _ message: String, action: String, key: Character? = nil
  ) {
    let episode = Warning.Episode(id: id, scope: .account(account), part: part)
    found.append(
      Warning(
        episode, severity: severity, tool: tool, message: message, action: action, key: key,
        since: begun[episode] ?? now))
  }

  /// The active tools of each account that may draw extra usage from it. A tool merely assumed to use the account
  /// counts only if it was refused.
  private var linked: [(account: AccountState, tools: [ToolLinkage])] {
    funds.accounts.compactMap { state in
      let tools = funds.tools.filter {
        $0.account == state.account.name && $0.isActive && $0.mayDrawExtra
          && ($0.evidence != .assumed || $0.lastRefusal != nil)
      }
      return tools.isEmpty ? nil : (state, tools)
    }
  }

  private mutating func findWrongAccounts() {
    for (state, tools) in linked {
      let isRefused = funds.isRefused(state.account.name)
      let amount = state.balance.amount
      guard amount == nil || amount ?? .zero <= .zero || isRefused,
        let message = LinkageWarnings.wrongAccount(LinkageWarnings.names(tools), state, funds)
      else { continue }
      warn(
        .wrongAccount, isRefused ? .critical : .warning, account: state.account.name,
        tool: tools[0].tool, part: tools[0].tool.rawValue, message,
        action: LinkageWarnings.wrongAccountAction)
    }
  }

  static let wrongAccountAction = "change the login, or set the account"

  /// The message that tools spend from one account while the money is on another; nil: no other has any.
  /// - Parameter tools: the subject with its verb, "Claude Code is".
  static func wrongAccount(_ tools: String, _ state: AccountState, _ funds: Funds) -> String? {
    let funded = funds.accounts.filter {
      $0.account.name != state.account.name && $0.balance.amount ?? .zero > .zero
    }.max { $0.balance.amount ?? .zero < $1.balance.amount ?? .zero }
    guard let funded, let money = funded.balance.amount else { return nil }
    let amount = state.balance.amount
    let here =
      amount == nil
      ? "balance unknown"
      : amount ?? .zero <= .zero ? "which is empty" : "which is refused"
    let text = money.fullDisplay(in: funded.account.currency)
    return "\(tools) signed in to \(state.account.name), \(here);"
      + " the \(text) is on \(funded.account.name)."
  }

  /// A different e-mail in Cursor proves nothing, because Claude Code in it uses Claude Code's login; but a person
  /// who meant to spend from that account should know.
  private mutating func findOtherEmail() {
    guard let editor = funds.editor, let signIn = funds.signIns.first,
      let email = signIn.login.email, email.lowercased() != editor.email.lowercased(),
      let cursor = funds.tools.first(where: { $0.tool == .cursor }), cursor.isActive,
      cursor.evidence != .said,
      !found.contains(where: { $0.id == .wrongAccount && $0.account == signIn.account })
    else { return }
    warn(
      .wrongAccount, .info, account: signIn.account, tool: .cursor, part: "cursor",
      "Cursor is signed in as \(Account.name(from: editor.email)); Claude Code in it spends from"
        + " \(signIn.account).",
      action: "if that is wrong, sign in to the other one, or run tool set cursor --account")
  }

  /// "Claude Code is", "Claude Code and MCP are".
  private static func names(_ tools: [ToolLinkage]) -> String {
    let titles = tools.map(\.tool.title)
    guard titles.count > 1, let last = titles.last else { return "\(titles.first ?? "") is" }
    return "\(titles.dropLast().joined(separator: ", ")) and \(last) are"
  }

  private mutating func findOverrides() {
    for signIn in funds.signIns {
      let credential = signIn.login.credential
      guard credential.kind != .login, credential.kind != .oauthToken,
        let state = funds.state(of: signIn.account), let amount = state.balance.amount,
        amount > .zero
      else { continue }
      warn(
        .apiKeyOverrides, .warning, account: state.account.name, part: signIn.login.folder,
        "Claude Code pays with \(credential.name) from \(credential.place), not from the"
          + " \(amount.fullDisplay(in: state.account.currency)) of \(state.account.name).",
        action: credential.kind == .apiKeyHelper
          ? "remove it to spend the balance" : "unset it to spend the balance")
    }
  }

  /// A key in one project's settings pays only there.
  private mutating func findProjectOverrides() {
    guard let signIn = funds.signIns.first, let state = funds.state(of: signIn.account),
      let amount = state.balance.amount, amount > .zero, signIn.login.credential.kind.purse == nil
    else { return }
    let paying = funds.projects.filter { $0.credential.kind.purse != nil }
    guard let first = paying.first else { return }
    let more = paying.count > 1 ? " (and so in \(paying.count - 1) more)" : ""
    warn(
      .apiKeyOverrides, .warning, account: state.account.name, part: "projects",
      "Claude Code in \(first.project)\(more) pays with \(first.credential.name) from its settings, not"
        + " from the \(amount.fullDisplay(in: state.account.currency)) of \(state.account.name).",
      action: "unset it to spend the balance")
  }

  private mutating func findFreePlans() {
    for (state, _) in linked where state.account.plan == .free {
      let isRefused = funds.isRefused(state.account.name)
      warn(
        .freePlan, isRefused ? .critical : .warning, account: state.account.name,
        LinkageWarnings.freePlan(state.account.name), action: LinkageWarnings.freePlanAction)
    }
  }

  static func freePlan(_ account: String) -> String {
    "\(account) is on the free plan, which has no extra usage for tools."
  }

  static let freePlanAction = "subscribe to a plan, then add money"

  /// Requests are still refused although money arrived, or the login has expired.
  private mutating func findStaleTokens() {
    for state in funds.accounts {
      let signIns = funds.signIns.filter { $0.account == state.account.name }
      let ended = signIns.first { $0.login.tokenEnds.map { $0 <= now } ?? false }
      if let ended,
        funds.tools.contains(where: { $0.account == state.account.name && $0.isActive }),
        ended.login.credential.kind == .login
      {
        warn(
          .staleToken, .warning, account: state.account.name, part: ended.login.folder,
          "Claude Code's login to \(state.account.name) has expired.",
          action: "/login in Claude Code signs in again")
      } else if let refusal = state.refused.forMoney, let came = state.moneyCame,
        state.balance.amount ?? .zero > .zero,
        refusal.time - came >= LinkageWarnings.delay,
        state.nothingIsPaidSinceRefusal, signIns.allSatisfy({ $0.since < refusal.time })
      {
        warn(
          .staleToken, .warning, account: state.account.name,
          "Requests are still refused although \(state.account.name) has new money.",
          action: "sign out and in again in \(refusal.tool.title)")
      }
    }
  }

  /// How long it may take until new money is known everywhere.
  private static let delay = Span.minutes(2)
}

extension AccountState {
  /// When money last arrived: a credit, or a reading that shows some.
  var moneyCame: Instant? {
    let reading = balance.amount ?? .zero > .zero ? balance.asOf : nil
    return [latestCredit?.time, reading].compactMap { $0 }.max()
  }

  /// Whether a request was refused for lack of money and none has been paid since, even if money has arrived.
  var nothingIsPaidSinceRefusal: Bool {
    guard let refusal = refused.forMoney else { return false }
    return drawn.last.map { $0 < refusal.time } ?? true
  }
}
