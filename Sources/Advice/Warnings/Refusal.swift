import Ledger
import Values

/// That requests are refused for one reason, and none of the same account and credential has gone through
/// since.
package struct Refusal: Equatable, Sendable {
  /// The latest request that was refused.
  package var latest: Rejection
  /// The name of the account that was refused; empty: not known, or it was a key.
  package var account: String
  /// How many were refused for it in the last hour.
  package var count: Int

  package var reason: Rejection.Reason { latest.reason }
  /// What tells it from others of the same account.
  package var part: String { "\(latest.tool.rawValue)/\(reason.rawValue)" }

  /// A refusal of its parts.
  package init(latest: Rejection, account: String, count: Int = 1) {
    self.latest = latest
    self.account = account
    self.count = count
  }

  /// Milliseconds after which a rate limit lets a key ask again.
  package static let rateLimitLasts = 5 * Instant.perMinute
  /// Milliseconds after which nobody can say that it still is so, unless a window's renewal is yet to come.
  package static let lasts = Instant.perDay

  /// Whether it is still so: nothing is known to have happened since that ends it. That a request has gone
  /// through does too, but such a refusal is not made in the first place.
  /// - Parameter state: of the account; nil: it is not known here.
  package func stands(for state: AccountState?, at now: Instant) -> Bool {
    let time = latest.time
    let age = now.milliseconds - time.milliseconds
    if let resets = latest.resets {
      if resets <= now { return false }
    } else if age >= Refusal.lasts {
      return false
    }
    switch reason {
    case .rateLimit: return age < Refusal.rateLimitLasts
    case .balance: return state.map { !$0.hasMoneyCome(since: time) } ?? true
    case .cap:
      let isRaised = state?.capRaised.map { $0 > time } ?? false
      return !isRaised && time >= now.startOfUTCMonth
    case .planWindow: return !isRenewed(for: state, at: now)
    case .entitlement, .administrator, .console: return true
    }
  }

  /// Whether the window that was used up has begun anew, as far as its readings or its length tell.
  private func isRenewed(for state: AccountState?, at now: Instant) -> Bool {
    let isOver = now.milliseconds - latest.time.milliseconds >= 5 * Instant.perHour
    if latest.window == "fiveHour", isOver { return true }
    guard let window = state?.windows.first(where: { $0.id == latest.window }),
      window.asOf > latest.time
    else { return false }
    return window.usedPercent < 100 || window.hasReset(by: now)
  }

  /// When the window that was used up begins anew; nil: not known.
  package func renews(for state: AccountState?) -> Instant? {
    latest.resets
      ?? state?.windows.first { $0.id == latest.window }?.resetsAt.flatMap {
        $0 > latest.time ? $0 : nil
      }
  }
}

extension AccountState {
  /// Whether money has come after a moment: a credit, or a reading that shows some.
  func hasMoneyCome(since time: Instant) -> Bool { moneyCame.map { $0 >= time } ?? false }
}

extension Funds {
  /// Keeps of refusals those that still stand. One of a login that nobody is signed in to any more, and that
  /// no tool is said to spend from, stops nobody.
  package mutating func setRefusals(_ found: [Refusal], at now: Instant) {
    let inUse = Set(
      signIns.map(\.account) + tools.filter { $0.evidence == .said }.compactMap(\.account))
    refusals = found.filter { refusal in
      let name = refusal.account
      let isLeft = !name.isEmpty && !signIns.isEmpty && !inUse.contains(name)
      return !isLeft && refusal.stands(for: state(of: name), at: now)
    }
    for index in accounts.indices {
      let name = accounts[index].account.name
      accounts[index].refusal =
        refusals.first { $0.account == name && $0.reason == .balance }?.latest
      accounts[index].isCapRefused = refusals.contains {
        $0.account == name && $0.reason == .cap
      }
    }
  }

  /// Whether a login's requests are refused, whatever the reason.
  func isRefused(_ account: String) -> Bool {
    refusals.contains { $0.account == account && !$0.reason.isOfKey }
  }

  /// What is to be warned of: every refusal that stands, quoted.
  package func refusalWarnings(
    begun: [Warning.Episode: Instant], at now: Instant
  ) -> [Warning] {
    refusals.map { refusal in
      let state = state(of: refusal.account)
      let (action, key) = refusal.remedy(for: state, at: now)
      let episode = Warning.Episode(id: .refused, account: refusal.account, part: refusal.part)
      // Nobody looks for it in another account.
      let isElsewhere = !refusal.account.isEmpty && refusal.account != current
      let whose = isElsewhere ? "\(refusal.account): " : ""
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
  /// What the tool printed, and who keeps extra usage from helping.
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
  /// What the tool showed, without the protocol's part of it, "API Error: 400 ", after its name.
  package var quoted: String { "\(tool.title): \(plainText)" }

  /// The text without the protocol's part of it; what happened in our words where it showed none.
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
