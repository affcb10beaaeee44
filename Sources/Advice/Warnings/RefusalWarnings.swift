import Ledger
import Values

extension Funds {
  /// A warning for every refusal that stands, in the tool's own words.
  package func refusalWarnings(
    begun: [Warning.Episode: Instant], at now: Instant
  ) -> [Warning] {
    refusals.map { refusal in
      let state = state(of: refusal.account)
      let (action, key) = refusal.remedy(for: state, at: now)
      let episode = Warning.Episode(
        id: .refused, scope: AccountScope(refusal.account), part: refusal.part)
      // The account is named only when it is not the current one.
      let other = refusal.account == current ? nil : refusal.account
      let whose = other.map { "\($0): " } ?? ""
      var warning = Warning(
        episode, severity: .critical, message: whose + refusal.sentence(for: state), action: action,
        key: key,
        since: begun[episode] ?? refusal.latest.time)
      warning.reason = refusal.reason
      return warning
    }
  }
}

extension Refusal {
  /// What the tool printed, and why extra usage does not help.
  func sentence(for state: AccountState?) -> String {
    let off = latest.extraOff.map { " (\($0.sentence(isOwn: state?.account.billing == .me)))" }
    return latest.quoted + (off ?? "")
  }

  /// What helps, in a few words, and the key that does it or shows how.
  func remedy(for state: AccountState?, at now: Instant) -> (action: String, key: Character?) {
    let isManaged = state?.account.isManaged ?? false
    switch reason {
    case .balance, .cap:
      if isManaged { return ("ask the organization's administrator", nil) }
      if reason == .cap {
        return ("raise the cap at claude.ai, money does not help", state == nil ? nil : "c")
      }
      if state?.balance.amount ?? .zero > .zero {
        return ("check the money at claude.ai, then type in the balance", "b")
      }
      return ("top up at claude.ai/settings/usage", state == nil ? nil : "t")
    case .planWindow:
      let wait = renews(for: state).flatMap {
        $0 > now ? ($0 - now).text : nil
      }
      let waiting = wait.map { "wait \($0) for the reset" } ?? "wait for the reset"
      guard latest.extraOff != nil else { return (waiting + ", or use extra usage", nil) }
      let isOwn = state?.account.billing == .me
      return (
        waiting + (isOwn ? ", or switch it on at claude.ai" : ", or ask the administrator"), nil
      )
    case .entitlement: return ("choose another model, or a smaller context", nil)
    case .administrator: return ("ask the administrator", nil)
    case .console: return ("an API key paid: see console.anthropic.com", nil)
    case .rateLimit:
      return ("the API key's rate limit is reached: wait a few minutes", nil)
    }
  }
}

extension Rejection {
  /// The tool's name and what it showed, without the protocol's prefix, "API Error: 400 ".
  package var quoted: String { "\(tool.title): \(plainText)" }

  /// The text without the protocol's prefix; our own words if the tool showed none.
  package var plainText: String {
    guard !text.isEmpty else { return reason.title }
    guard text.hasPrefix("API Error: ") else { return text }
    return String(text.dropFirst("API Error: ".count).drop { $0.isNumber }.drop { $0 == " " })
  }
}

extension Rejection.Reason {
  /// What happened, in a few words.
  package var title: String {
    switch self {
    case .balance: "balance empty"
    case .cap: "spending cap reached"
    case .planWindow: "plan window used up"
    case .entitlement: "not in the plan"
    case .administrator: "switched off"
    case .console: "Console credit used up"
    case .rateLimit: "rate limit of a key"
    }
  }
}
