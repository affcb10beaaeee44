import Values

/// Whether a tool may make its next request: the one decision that hooks, `guard` and the gateway ask.
package enum Admission: Equatable, Sendable {
  /// Nothing stops it; `hold` is what to reserve of a balance kept here until the actual cost is known.
  case goOn(hold: Money)
  case stop(Stop)
  /// It cannot be judged; the caller decides what that means.
  case unknown(Doubt)

  /// What stops a tool, in the order of the checks.
  package enum Stop: Equatable, Sendable {
    /// Its own limit is reached, whoever pays.
    case toolLimit(LimitState)
    /// A balance kept here is empty, or too small for what is needed.
    case empty(left: Money)
    /// A cap on the whole account is reached. Adding money does not help.
    case cap(LimitState)
  }

  /// What is not known.
  package enum Doubt: Equatable, Sendable {
    /// What counts against a limit: there is no rate from dollars.
    case uncounted(LimitState)
    /// A balance kept here.
    case balance
    /// Whether the next request would draw from the account, whose cap is reached.
    case payer(LimitState)
  }

  /// The request to decide about, and the facts needed.
  package struct Question: Equatable, Sendable {
    /// The account that would pay.
    package var account: Account
    /// The tool that asks; nil: any tool that draws from the account.
    package var tool: Tool?
    /// All limits of the account, for any tool.
    package var limits: [LimitState]
    package var balance: Balance
    /// Whether the newest evidence says that the next request would draw from the balance; nil: there is none.
    package var draws: Bool?
    /// The estimated cost of the request, in the account's currency; 0 if unknown. It stops nothing.
    package var amount: Money
    /// What must be left, in the account's currency: 0 asks only whether anything is.
    package var needs: Money

    /// Creates a question from its parts.
    package init(
      account: Account, tool: Tool?, limits: [LimitState], balance: Balance, draws: Bool? = nil,
      amount: Money = .zero, needs: Money = .zero
    ) {
      self.account = account
      self.tool = tool
      self.limits = limits
      self.balance = balance
      self.draws = draws
      self.amount = amount
      self.needs = needs
    }
  }

  /// Decides whether a request at `now` may be made.
  ///
  /// The cost is known only afterwards, so one request at most exceeds a balance or a limit. A limit whose period has
  /// ended stops nothing.
  package static func decide(_ question: Question, at now: Instant) -> Admission {
    let limits = question.limits.applying(to: question.account).filter { $0.resetsAt > now }
    func isReached(_ limit: LimitState) -> Bool {
      limit.isReached || limit.isCounted && limit.left < question.needs
    }
    let own = limits.filter { $0.limit.tool != nil && $0.limit.tool == question.tool }
    let caps = limits.filter { $0.limit.tool == nil }
    if let limit = own.first(where: isReached) { return .stop(.toolLimit(limit)) }
    let doubt = own.first { !$0.isCounted }.map(Doubt.uncounted)
    let isLocal = question.account.authority == .local
    guard question.draws ?? true else { return doubt.map(Admission.unknown) ?? .goOn(hold: .zero) }
    let free = question.balance.amount.map { $0 - question.balance.held }
    if isLocal, let amount = question.balance.amount, let free,
      amount <= .zero || question.needs > .zero && free < question.needs
    {
      return .stop(.empty(left: amount))
    }
    if let cap = caps.first(where: isReached) {
      // A plan may pay for the next request, which no cap concerns.
      return isLocal || question.draws == true ? .stop(.cap(cap)) : .unknown(.payer(cap))
    }
    if let doubt { return .unknown(doubt) }
    guard isLocal else { return .goOn(hold: .zero) }
    guard let free else { return .unknown(.balance) }
    let bounds = (caps + own).filter(\.isCounted)
    return .goOn(hold: max(.zero, bounds.reduce(min(question.amount, free)) { min($0, $1.left) }))
  }
}

extension Admission.Stop {
  /// The limit that stops; nil: a balance does.
  package var limit: LimitState? {
    switch self {
    case .toolLimit(let limit), .cap(let limit): limit
    case .empty: nil
    }
  }

  /// Whether adding money helps.
  package var isLiftedByMoney: Bool { limit == nil }

  /// What stops the tool and how to go on, in one sentence with a full stop.
  /// - Parameters:
  ///   - tool: the tool that is stopped; nil: any.
  ///   - since: when it was first stopped.
  package func sentence(for tool: Tool?, of account: Account, since: Instant) -> String {
    func text(_ amount: Money) -> String { amount.fullDisplay(in: account.currency) }
    let allow =
      "fuelgauge guard allow\(tool.map { " --tool \($0.rawValue)" } ?? "") --for 30m"
    let start = "Fuelgauge stops \(tool?.title ?? "every tool") since \(since.minuteText): "
    guard let limit else {
      return start + "nothing is left of \(account.name). To go on: \(allow), or top up"
        + " (fuelgauge top-up AMOUNT)."
    }
    let count = limit.limit.counts == .used ? "used" : "drawn"
    let place =
      limit.limit.source == .claude
      ? "at claude.ai/settings/usage"
      : "(fuelgauge limit set AMOUNT"
        + (limit.limit.tool.map { " --tool \($0.rawValue)" } ?? "")
        + (limit.limit.period == .day ? " --per day" : "") + ")"
    return start + "\(text(limit.used)) of the \(limit.limit.title) of \(text(limit.limit.amount))"
      + " is \(count); it renews at \(limit.resetsAt.minuteText). To go on: \(allow), or raise it \(place)."
  }
}

extension Admission.Doubt {
  /// What is not known, in a sentence without a full stop.
  package var sentence: String {
    switch self {
    case .uncounted(let limit):
      "the \(limit.limit.title) cannot be counted without a rate from dollars"
    case .balance: "the balance is unknown"
    case .payer(let cap):
      "the \(cap.limit.title) is reached, but it is unknown whether the next request would draw"
    }
  }
}

extension Admission.Stop {
  /// Whether nothing is left, not merely less than what is needed.
  package var isReached: Bool {
    switch self {
    case .toolLimit(let limit), .cap(let limit): limit.isReached
    case .empty(let left): left <= .zero
    }
  }
}
