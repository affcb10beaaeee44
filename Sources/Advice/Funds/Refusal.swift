import Ledger
import Values

/// A standing state: requests are refused for one reason, and none with the same account and credential has succeeded
/// since. One refused request is a ``Rejection``.
package struct Refusal: Equatable, Sendable {
  /// The latest refused request.
  package var latest: Rejection
  /// The name of the account that was refused; nil: unknown, or a key was refused.
  package var account: String?
  /// How many requests were refused for this reason in the last hour.
  package var count: Int

  package var reason: Rejection.Reason { latest.reason }
  /// Distinguishes it from other refusals on the same account.
  package var part: String { "\(latest.tool.rawValue)/\(reason.rawValue)" }

  /// Creates a refusal from its parts.
  package init(latest: Rejection, account: String?, count: Int = 1) {
    self.latest = latest
    self.account = account
    self.count = count
  }

  /// How long a rate limit stands: then the key may ask again.
  package static let rateLimitLasts = Span.minutes(5)
  /// How long a refusal stands at most, unless the reset of a window is known.
  package static let lasts = Span.day

  /// Whether it still stands: nothing is known to have ended it. A request that succeeded would end it too, but then
  /// no refusal is created in the first place.
  /// - Parameter state: the account's state; nil: unknown.
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

  /// Whether the used-up window has reset, judging by its readings or its length.
  private func isRenewed(for state: AccountState?, at now: Instant) -> Bool {
    let isOver = now - latest.time >= .hours(5)
    if latest.window == "fiveHour", isOver { return true }
    guard let window = state?.observed.windows.first(where: { $0.id == latest.window }),
      window.asOf > latest.time
    else { return false }
    return window.usedPercent < 100 || window.hasReset(by: now)
  }

  /// When the used-up window resets; nil: unknown.
  package func renews(for state: AccountState?) -> Instant? {
    latest.resets
      ?? state?.observed.windows.first { $0.id == latest.window }?.resetsAt.flatMap {
        $0 > latest.time ? $0 : nil
      }
  }
}

extension AccountState {
  /// Whether money has arrived since a moment: a credit, or a reading that shows some.
  func hasMoneyCome(since time: Instant) -> Bool { moneyCame.map { $0 >= time } ?? false }
}

extension Funds {
  /// Keeps the refusals that still stand. One on an account that nobody is signed in to any more, and that no tool is
  /// set to spend from, affects nobody and is dropped.
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

  /// Whether an account's requests are refused for any reason other than a key's.
  func isRefused(_ account: String) -> Bool {
    refusals.contains { $0.account == account && !$0.reason.isOfKey }
  }
}
