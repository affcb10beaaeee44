/// One point of the checklist that a person goes through when tools are refused, or to prevent that.
package struct CheckupPoint: Equatable, Sendable {
  /// The points, in the order of the checklist.
  package enum ID: String, CaseIterable, Sendable {
    case balance, account, token, cap, plan, organization, apiKey, sources, guards

    /// The name to show.
    package var title: String {
      switch self {
      case .balance: "balance"
      case .account: "account"
      case .token: "login"
      case .cap: "cap"
      case .plan: "plan"
      case .organization: "organization"
      case .apiKey: "API key"
      case .sources: "sources"
      case .guards: "guards"
      }
    }
  }

  /// The state of a point, the best first.
  package enum State: String, CaseIterable, Comparable, Sendable {
    package static func < (left: State, right: State) -> Bool {
      allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
    }

    case ok
    case unknown
    /// Something needs a look.
    case attention
    /// Requests are refused, or soon will be.
    case problem
  }

  package var id: ID
  package var state: State
  /// What was found, in a sentence; may quote text from outside, which is not safe to print.
  package var evidence: String
  /// What to do; nil: nothing.
  package var remedy: String?
  /// The key that does it in the dashboard; nil: it is done elsewhere.
  package var key: Character?
  /// What to do elsewhere, step by step.
  package var steps: [String] = []

  init(
    _ id: ID, _ state: State, _ evidence: String, remedy: String? = nil, key: Character? = nil,
    steps: [String] = []
  ) {
    self.id = id
    self.state = state
    self.evidence = evidence
    self.remedy = remedy
    self.key = key
    self.steps = steps
  }
}
