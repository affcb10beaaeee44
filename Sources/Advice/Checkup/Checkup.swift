import Ledger
import Values

/// Evaluates the checklist against what is known.
package struct Checkup {
  private let funds: Funds
  private let now: Instant
  private let guards: [GuardFact]?

  /// Every point, in order.
  /// - Parameter guards: what was found out about hooks in tools; nil if nobody looked, and then there is no point
  ///   about them.
  package static func points(
    of funds: Funds, at now: Instant, guards: [GuardFact]? = nil
  ) -> [CheckupPoint] {
    let checkup = Checkup(funds: funds, now: now, guards: guards)
    return CheckupPoint.ID.allCases.compactMap { id in
      switch id {
      case .balance: checkup.balance
      case .account: checkup.account
      case .token: checkup.token
      case .cap: checkup.cap
      case .plan: checkup.plan
      case .organization: checkup.organization
      case .apiKey: checkup.apiKey
      case .sources: checkup.sources
      case .guards: checkup.guards?.point
      }
    }
  }

  private var state: AccountState? { funds.account }
  private var name: String { state?.account.name ?? "" }

  /// The most severe warning of these kinds, about the current account or, with `ofAny`, about anything.
  private func warning(_ ids: Warning.ID..., ofAny: Bool = false) -> Warning? {
    (funds.warnings + funds.snoozed).inOrder.first {
      ids.contains($0.id) && (ofAny || $0.account == state?.account.name)
    }
  }

  private func point(
    _ id: CheckupPoint.ID, _ warning: Warning, steps: [String] = []
  ) -> CheckupPoint {
    CheckupPoint(
      id, warning.severity == .critical ? .problem : .attention, warning.message,
      remedy: warning.action, key: warning.key, steps: steps)
  }

  /// A point that lists what is refused for these reasons on any account; nil: nothing is.
  private func refusal(
    _ id: CheckupPoint.ID, _ reasons: Rejection.Reason..., steps: [String] = []
  ) -> CheckupPoint? {
    let warnings = (funds.warnings + funds.snoozed).inOrder.filter {
      $0.id == .refused && $0.reason.map(reasons.contains) ?? false
    }
    guard let first = warnings.first else { return nil }
    var point = point(id, first, steps: steps)
    point.evidence = warnings.map(\.message).joined(separator: "; ")
    if first.key != nil, let other = first.account, other != state?.account.name {
      // The forms act on the current account.
      point.remedy = "switch to \(other), then \(first.action)"
      point.key = "w"
    }
    return point
  }

  private var balance: CheckupPoint {
    // A refusal or an empty balance comes first, whichever account it is.
    if let refused = refusal(.balance, .balance, steps: topUpSteps) { return refused }
    if let worst = warning(.outOfUsage, ofAny: true), worst.severity == .critical,
      let other = worst.account, other != state?.account.name
    {
      // The forms act on the current account.
      return CheckupPoint(
        .balance, .problem, worst.message,
        remedy: "switch to \(other), then \(worst.action)", key: "w")
    }
    guard let state else {
      if !funds.accounts.isEmpty {
        return CheckupPoint(
          .balance, .unknown, "There is no current account.", remedy: "choose one", key: "w")
      }
      return CheckupPoint(
        .balance, .unknown, "No balance is known.",
        remedy: "type in what claude.ai/settings/usage shows", key: "b")
    }
    guard let amount = state.balance.amount else {
      return CheckupPoint(
        .balance, .unknown, "The balance of \(name) is unknown.",
        remedy: "type in what claude.ai/settings/usage shows", key: "b", steps: onlineSteps)
    }
    if let warning = warning(.outOfUsage, .lowBalance, .runsOutSoon) {
      return point(.balance, warning, steps: topUpSteps)
    }
    if let stale = warning(.staleReading) { return point(.balance, stale, steps: onlineSteps) }
    if let failure = state.observed.online?.failure, failure.kind != .tooOften {
      return CheckupPoint(
        .balance, .attention, "Online readings of \(name): \(failure.reason).",
        remedy: failure.remedy ?? "Fuelgauge will try again", steps: onlineSteps)
    }
    return CheckupPoint(
      .balance, .ok, "\(amount.fullDisplay(in: state.account.currency)) is left on \(name).")
  }

  /// How to have the balance read automatically.
  private var onlineSteps: [String] {
    guard let state, state.account.authority == .claude else { return [] }
    guard state.account.isOnline else {
      return ["or let Fuelgauge read it: o, or fuelgauge account set --online on"]
    }
    return ["online readings: \(state.observed.online?.sentence(at: now) ?? "not asked yet")"]
  }

  private var topUpSteps: [String] {
    state?.account.authority == .claude && state?.account.isManaged == false
      ? [
        "open \(PendingChange.page)",
        "“Extra usage”: add money; the tools continue with the next request",
      ] : []
  }

  private var account: CheckupPoint {
    if let warning = warning(.wrongAccount, ofAny: true) {
      return point(.account, warning, steps: Checkup.signInSteps)
    }
    guard let signIn = funds.signIns.first else {
      return CheckupPoint(
        .account, .unknown, "No login of Claude Code was found.",
        remedy: "set which account a tool spends from: fuelgauge tool set TOOL --account NAME",
        steps: Checkup.signInSteps)
    }
    let spending = funds.tools.first { $0.tool == .claudeCode }
    if let spending, spending.evidence == .said, let said = spending.account,
      said != signIn.account
    {
      return CheckupPoint(
        .account, .ok,
        "Claude Code spends from \(said), as you said; \(signIn.login.file) names \(signIn.account).",
        steps: Checkup.signInSteps)
    }
    // The warning waits until a tool is used; a person going through the checklist wants to know earlier.
    let here = funds.state(of: signIn.account)
    if let here, here.balance.amount ?? .zero <= .zero, spending?.mayDrawExtra ?? true,
      let message = LinkageWarnings.wrongAccount("Claude Code is", here, funds)
    {
      return CheckupPoint(
        .account, .attention, message, remedy: LinkageWarnings.wrongAccountAction,
        steps: Checkup.signInSteps)
    }
    let others = funds.signIns.dropFirst().map {
      " \($0.login.folder) is signed in to \($0.account)."
    }
    return CheckupPoint(
      .account, .ok,
      "Claude Code is signed in to \(signIn.account), according to \(signIn.login.file)"
        + "." + others.joined()
        + (funds.editor.map { " Cursor itself is signed in as \(Account.name(from: $0.email))." }
          ?? "")
    )
  }

  private static let signInSteps = [
    "Claude Code: /logout, then /login, and choose the organization that has the money",
    "Cursor: Claude Code in it uses the same login, so sign in again there or in a terminal",
    "or set it here: fuelgauge tool set claude-code --account NAME",
  ]

  private var token: CheckupPoint {
    let steps = [
      "Claude Code: /login (or /logout, then /login)",
      "Cursor, Windsurf and others: sign out and in again, so that they fetch a new token",
    ]
    if let warning = warning(.staleToken, ofAny: true) {
      return point(.token, warning, steps: steps)
    }
    guard let signIn = funds.signIns.first, let ends = signIn.login.tokenEnds else {
      return CheckupPoint(
        .token, .unknown, "Login expiry unknown.", steps: steps)
    }
    guard ends > now else {
      return CheckupPoint(
        .token, .attention,
        "Claude Code's login to \(signIn.account) has expired, unless it was renewed since.",
        remedy: "use Claude Code once, or /login in it", steps: steps)
    }
    let left = (ends - now).text
    return CheckupPoint(.token, .ok, "Claude Code's login is valid for \(left).")
  }

  private var cap: CheckupPoint {
    if let refused = refusal(.cap, .cap) { return refused }
    if let warning = warning(.capReached, .capTooLow, .capNear) { return point(.cap, warning) }
    guard let state else { return CheckupPoint(.cap, .unknown, "No account is known.") }
    if let cap = state.monthlyCap {
      let currency = state.account.currency
      return CheckupPoint(
        .cap, .ok,
        "\(cap.left.fullDisplay(in: currency)) is left of the \(cap.limit.title),"
          + " \(cap.limit.amount.fullDisplay(in: currency)).")
    }
    return state.account.authority == .claude && state.observed.spend == nil
      ? CheckupPoint(
        .cap, .unknown, "claude.ai's cap for \(name) is unknown.",
        remedy: "look at claude.ai/settings/usage; /usage in Claude Code lets Fuelgauge see it")
      : CheckupPoint(.cap, .ok, "There is no monthly cap.")
  }

  private var plan: CheckupPoint {
    if let refused = refusal(.plan, .planWindow, .entitlement) { return refused }
    if let warning = warning(.freePlan, ofAny: true) { return point(.plan, warning) }
    guard let plan = state?.account.plan else {
      return CheckupPoint(
        .plan, .unknown, "The plan is unknown.",
        remedy: "set it with fuelgauge account set --plan PLAN")
    }
    if plan == .free {
      return CheckupPoint(
        .plan, .attention, LinkageWarnings.freePlan(name), remedy: LinkageWarnings.freePlanAction)
    }
    let full = state?.observed.windows.first { $0.usedPercent >= 100 && !$0.hasReset(by: now) }
    if let full {
      let resets = full.resetsAt.map {
        " for \(($0 - now).text)"
      }
      return CheckupPoint(
        .plan, .attention, "The plan's window of \(full.title) is used up\(resets ?? "").",
        remedy: "until then extra usage pays, if there is any")
    }
    return CheckupPoint(.plan, .ok, "\(name) is on the \(plan.rawValue) plan.")
  }

  private var organization: CheckupPoint {
    if let refused = refusal(.organization, .administrator) { return refused }
    guard let state, let billing = state.account.billing else {
      return CheckupPoint(
        .organization, .unknown, "It is unknown who manages the money.",
        remedy: "set it with fuelgauge account set --billing me or organization")
    }
    if billing == .me {
      return CheckupPoint(.organization, .ok, "You manage the money of \(name).")
    }
    let isShort = warning(.orgManaged) != nil
    return CheckupPoint(
      .organization, isShort ? .attention : .ok,
      "The organization manages the money of \(name).",
      remedy: isShort ? "ask its administrator to add money or raise the limit" : nil)
  }

  private var apiKey: CheckupPoint {
    let paying = funds.signIns.first.map(\.login.credential).flatMap {
      $0.kind.purse == nil ? nil : $0
    }
    let removing =
      paying?.kind == .apiKeyHelper
      ? "remove “apiKeyHelper” from \(paying?.place ?? "settings.json")"
      : "unset \(paying?.name ?? "ANTHROPIC_API_KEY") where it is exported, or remove it from “env” in"
        + " settings.json"
    let steps = [
      "Claude Code: \(removing); /status shows what pays",
      "Cursor: Settings, Models: an Anthropic key there is billed by the Console",
    ]
    if let refused = refusal(.apiKey, .console, .rateLimit, steps: steps) { return refused }
    if let warning = warning(.apiKeyOverrides, ofAny: true) {
      return point(.apiKey, warning, steps: steps)
    }
    guard let credential = funds.signIns.first?.login.credential else {
      return CheckupPoint(
        .apiKey, .unknown, "Claude Code's credential is unknown.", steps: steps)
    }
    if credential.kind == .login || credential.kind == .oauthToken {
      return CheckupPoint(
        .apiKey, .ok,
        "The login pays; what another shell exports cannot be seen from here."
          + (funds.editor?.hasKey == true
            ? " Cursor has an Anthropic key, which the Console bills." : ""))
    }
    return CheckupPoint(
      .apiKey, .ok, "\(credential.name) from \(credential.place) pays; no balance is used.",
      steps: steps)
  }

  private var sources: CheckupPoint {
    let steps = problemSteps
    if let warning = warning(.sourceProblem, ofAny: true) {
      return CheckupPoint(
        .sources, .attention, warning.message,
        // The warning sends people here.
        remedy: warning.action == SourceWarnings.seeCheckup
          ? "fix the lines or move the file; everything else is counted" : warning.action,
        steps: steps)
    }
    let files = funds.sources.files
    if files == 0 {
      return CheckupPoint(
        .sources, .unknown, "No transcript has been read.",
        remedy: "run Claude Code, or report usage with fuelgauge record")
    }
    if let warning = warning(.unpricedModel, ofAny: true) { return point(.sources, warning) }
    return CheckupPoint(
      .sources, .ok,
      "\(CountDisplay.full(files)) file\(files == 1 ? " is" : "s are") read"
        + (steps.isEmpty ? "." : ", all but a few lines."), steps: steps)
  }

  /// What could not be read, each with its location.
  private var problemSteps: [String] {
    let problems = funds.sources.problems
    return problems.map(\.description)
      + (problems.count == SourceFacts.mostProblems ? ["and perhaps more"] : [])
  }
}
