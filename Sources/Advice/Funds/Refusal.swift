import Ledger
import Values

/// That requests are refused for one reason, and none of the same account and credential has gone through
/// since.
package struct Refusal: Equatable, Sendable {
  /// The latest request that was refused.
  package var latest: Rejection
  /// The name of the account that was refused; nil: unknown, or a key was refused.
  package var account: String?
  /// How many were refused for it in the last hour.
  package var count: Int

  package var reason: Rejection.Reason { latest.reason }
  /// What tells it from others of the same account.
  package var part: String { "\(latest.tool.rawValue)/\(reason.rawValue)" }

  /// A refusal of its parts.
  package init(latest: Rejection, account: String?, count: Int = 1) {
    self.latest = latest
    self.account = account
    self.count = count
  }

  /// After how long a rate limit lets a key ask again.
  package static let rateLimitLasts = Span.minutes(5)
  /// After how long nobody can say that it still is so, unless a window's renewal is yet to come.
  package static let lasts = Span.day

  /// Whether it is still so: nothing is known to have happened since that ends it. That a request has gone
  /// through does too, but such a refusal is not made in the first place.
  /// - Parameter state: of the account; nil: it is not known here.
  package func stands(for state: AccountState?, at now: Instant) -> Bool {
    let time = latest.time
    let age = now - time
    if let resets = latest.resets {
      if resets <= now { return false }
    } else if age >= Refusal.lasts {
      return false
    }
    switch reason {
    case .rateLimit: return age < Refusal.rateLimitLasts
    case .balance: return state.map { !$0.hasMoneyCome(since: time) } ?? true
    case .cap:
      let isRaised = state?.observed.capRaised.map { $0 > time } ?? false
      return !isRaised && time >= now.startOfUTCMonth
    case .planWindow: return !isRenewed(for: state, at: now)
    case .entitlement, .administrator, .console: return true
    }
  }

  /// Whether the window that was used up has begun anew, as far as its readings or its length tell.
  private func isRenewed(for state: AccountState?, at now: Instant) -> Bool {
    let isOver = now - latest.time >= .hours(5)
    if latest.window == "fiveHour", isOver { return true }
    guard let window = state?.observed.windows.first(where: { $0.id == latest.window }),
      window.asOf > latest.time
    else { return false }
    return window.usedPercent < 100 || window.hasReset(by: now)
  }

  /// When the window that was used up begins anew; nil: not known.
  package func renews(for state: AccountState?) -> Instant? {
    latest.resets
      ?? state?.observed.windows.first { $0.id == latest.window }?.resetsAt.flatMap {
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
      let isLeft = refusal.account.map { !signIns.isEmpty && !inUse.contains($0) } ?? false
      return !isLeft && refusal.stands(for: state(of: refusal.account), at: now)
    }
    for index in accounts.indices {
      let name = accounts[index].account.name
      accounts[index].refused.forMoney =
        refusals.first { $0.account == name && $0.reason == .balance }?.latest
      accounts[index].refused.isByCap = refusals.contains {
        $0.account == name && $0.reason == .cap
      }
    }
  }

  /// Whether a login's requests are refused, whatever the reason.
  func isRefused(_ account: String) -> Bool {
    refusals.contains { $0.account == account && !$0.reason.isOfKey }
  }
}
