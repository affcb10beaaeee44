import Values

/// Whether a request may be made: the single rule that the gateway applies and the dashboard explains.
package enum Admission: Equatable, Sendable {
  /// Allowed; `hold` is reserved until the actual cost is known.
  case allowed(hold: Money)
  case rejected(Reason)

  /// Why a request is rejected, in the order of the checks.
  package enum Reason: Equatable, Sendable {
    /// Nothing is left. Adding money fixes it at once.
    case outOfExtraUsage
    /// A cap on the whole account is reached. Adding money does not help.
    case capReached(Limit, resetsAt: Instant)
    /// A limit on the tool is reached.
    case toolLimitReached(Limit, resetsAt: Instant)
    /// The free plan has no extra usage.
    case freePlan
    /// An administrator has switched extra usage off.
    case disabledByOrganization
    /// The balance is unknown or too old, which authorises nothing.
    case unknownBalance
  }

  /// The request to decide about, and the facts needed.
  package struct Question: Equatable, Sendable {
    /// The account that would pay.
    package var account: Account
    /// Whether an administrator has switched extra usage off for the account.
    package var isDisabled: Bool
    package var tool: Tool
    /// All limits of the account, for any tool.
    package var limits: [LimitState]
    package var balance: Balance
    /// The estimated cost of the request; 0 if unknown.
    package var amount: Money

    /// Creates a question from its parts.
    package init(
      account: Account, isDisabled: Bool = false, tool: Tool, limits: [LimitState],
      balance: Balance, amount: Money = .zero
    ) {
      self.account = account
      self.isDisabled = isDisabled
      self.tool = tool
      self.limits = limits
      self.balance = balance
      self.amount = amount
    }
  }

  /// Decides whether a request at `now` may be made.
  ///
  /// Like the real service, it allows a request as long as anything is left. The cost is known only afterwards, so
  /// one request at most exceeds the balance and the caps. A limit whose period has ended stops nothing.
  package static func decide(_ question: Question, at now: Instant) -> Admission {
    let balance = question.balance
    if let amount = balance.amount, amount <= .zero { return .rejected(.outOfExtraUsage) }
    let limits = question.limits.filter { $0.resetsAt > now }
    if let cap = limits.first(where: { $0.limit.tool == nil && $0.isReached }) {
      return .rejected(.capReached(cap.limit, resetsAt: cap.resetsAt))
    }
    let ofTool = limits.filter { $0.limit.tool == question.tool }
    if let limit = ofTool.first(where: \.isReached) {
      return .rejected(.toolLimitReached(limit.limit, resetsAt: limit.resetsAt))
    }
    if question.account.plan == .free { return .rejected(.freePlan) }
    if question.isDisabled { return .rejected(.disabledByOrganization) }
    guard let left = balance.spendable else { return .rejected(.unknownBalance) }
    let free = left - balance.held
    let bounds = limits.filter { $0.limit.tool == nil || $0.limit.tool == question.tool }
    let hold = bounds.reduce(min(question.amount, free)) { min($0, $1.left) }
    return .allowed(hold: max(.zero, hold))
  }
}

extension Admission.Reason {
  /// The message of the real service, or our own where it has none. The service's texts are those that Claude Code
  /// has shown.
  package var message: String {
    switch self {
    case .outOfExtraUsage:
      "You're out of extra usage. Add more at claude.ai/settings/usage and keep going."
    case .capReached(let limit, _) where limit.period == .month:
      "You've hit your monthly spend limit · raise it at claude.ai/settings/usage"
    case .capReached: "You've hit your daily spend limit."
    case .toolLimitReached(let limit, _):
      "\(limit.tool?.title ?? "This tool") has hit its spend limit for the \(limit.period.rawValue)."
    case .freePlan: "The free plan has no extra usage."
    case .disabledByOrganization: "Your usage allocation has been disabled by your admin"
    case .unknownBalance: "The balance is unknown, so nothing is spent from it."
    }
  }

  /// What to do about it.
  package var remedy: String {
    switch self {
    case .outOfExtraUsage: "top up"
    case .capReached, .toolLimitReached: "raise the limit; adding money does not help"
    case .freePlan: "a paid plan with extra usage is needed"
    case .disabledByOrganization: "ask your organization's administrator"
    case .unknownBalance: "type in what claude.ai/settings/usage shows"
    }
  }

  /// Whether adding money helps.
  package var isLiftedByMoney: Bool { self == .outOfExtraUsage }
}
