import Values

/// Whether a request may be made: the one rule that the gateway asks and the dashboard explains.
package enum Admission: Equatable, Sendable {
  /// It may; so much is to be held for it until it is known what it took.
  case allowed(hold: Money)
  case rejected(Reason)

  /// Why a request is refused, in the order in which it is looked for.
  package enum Reason: Equatable, Sendable {
    /// Nothing is left. Adding money lifts it at once.
    case outOfExtraUsage
    /// A cap of the whole account is reached. Adding money does not lift it.
    case capReached(Limit, resetsAt: Instant)
    /// A limit of the tool is reached.
    case toolLimitReached(Limit, resetsAt: Instant)
    /// The free plan has no extra usage at all.
    case freePlan
    /// An administrator has switched extra usage off.
    case disabledByOrganization
    /// Nobody knows what is left, or what is known is too old: it authorises nothing.
    case unknownBalance
  }

  /// What is decided about.
  package struct Question: Equatable, Sendable {
    /// Whose money it would take.
    package var account: Account
    /// Whether an administrator has switched extra usage off for it.
    package var isDisabled: Bool
    package var tool: Tool
    /// Every limit of the account, whatever it is for.
    package var limits: [LimitState]
    package var balance: Balance
    /// What the request may take, as far as that can be told before; 0: no idea.
    package var amount: Money

    /// A question of its parts.
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

  /// Decides about a request made at `now`.
  ///
  /// A request is let through as long as anything is left, as the real service does: what it takes is
  /// known only afterwards, so that balance and caps are exceeded by one request at most. A limit whose
  /// period has ended stops nothing.
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
  /// What the real service says, or what we say where it has no such reason. The texts of the service
  /// are those that Claude Code has shown.
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
    case .unknownBalance: "The balance is not known, so nothing is spent from it."
    }
  }

  /// What helps.
  package var remedy: String {
    switch self {
    case .outOfExtraUsage: "top up"
    case .capReached, .toolLimitReached: "raise the limit; more money does not lift it"
    case .freePlan: "a paid plan is needed, and extra usage on top of it"
    case .disabledByOrganization: "ask the administrator of the organization"
    case .unknownBalance: "type in what claude.ai/settings/usage shows"
    }
  }

  /// Whether more money lifts it.
  package var isLiftedByMoney: Bool { self == .outOfExtraUsage }
}
