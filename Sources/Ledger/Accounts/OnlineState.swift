import Values

/// The state of asking claude.ai for an account's readings: when it was last asked, how that went, and when to ask
/// again.
///
/// The endpoints belong to Claude Code and reject frequent callers. So rounds are always at least five minutes
/// apart; failures and the answers themselves can make the wait longer.
package struct OnlineState: Equatable, Sendable {
  /// When the latest round began.
  package var askedAt: Instant?
  /// When an answer last contained a reading.
  package var answeredAt: Instant?
  /// The earliest time of the next round.
  package var nextAt: Instant
  /// Why the latest round failed, fully or partly; nil if it succeeded.
  package var failure: OnlineFailure?
  /// How many rounds have failed in a row.
  package var failures = 0
  /// The expiry of the token that was rejected. A token with another expiry is a new one.
  package var refusedToken: Instant?

  /// Creates the state of an account that has not been asked about yet.
  package init() { nextAt = Instant(milliseconds: 0) }

  /// The state as a sentence without a full stop. It may quote text from outside, so it is not safe to print.
  package func sentence(at now: Instant) -> String {
    let answered = answeredAt.map { (now - $0).agoText }
    guard let failure else { return answered.map { "claude.ai answered \($0)" } ?? "not asked yet" }
    let left = nextAt - now
    let next = left < .minute ? "soon" : "in \(left.text)"
    let isHeld = failure.kind == .refused || failure.kind == .forbidden
    return
      ([failure.reason, failure.remedy, isHeld ? nil : "next try \(next)"].compactMap { $0 })
      .joined(separator: "; ") + (answered.map { ", last answer \($0)" } ?? "")
  }

  /// The shortest time between two rounds.
  package static let interval = Span.minutes(5)
  /// The time between two checks for something missing locally. They send no request.
  private static let look = Span.minute
  /// The longest pause that failures alone can cause.
  private static let longestPause = Span.hour
  /// The longest wait an answer can ask for.
  private static let longestWait = Span.day

  /// Whether a round may begin.
  package func isDue(at now: Instant) -> Bool {
    // The clock may have been far ahead when this was set, which must not block asking for good.
    nextAt <= now || nextAt - now > OnlineState.longestWait
  }

  /// The state when a round begins. The next round waits whatever happens to this one, or to this process.
  package func begun(at now: Instant) -> OnlineState {
    var state = self
    state.askedAt = now
    state.nextAt = now + OnlineState.interval
    return state
  }

  /// Why a token that expires at `ends` should not be sent again; nil if it may be.
  package func refusal(ofTokenEnding ends: Instant?, at now: Instant) -> OnlineFailure? {
    guard let failure, failure.kind == .refused || failure.kind == .forbidden, let ends,
      ends == refusedToken, let askedAt,
      (.zero..<OnlineState.longestPause).contains(now - askedAt)
    else { return nil }
    return failure
  }

  /// The state after a round.
  package func after(_ round: OnlineRound, at now: Instant) -> OnlineState {
    var state = self
    state.failure = round.failure
    if round.usage != nil || round.credits != nil { state.answeredAt = round.asOf }
    guard let failure = round.failure else {
      state.failures = 0
      state.refusedToken = nil
      return state
    }
    guard !round.isUnsent else {
      // Nothing was sent, so only the interval since the last request has to pass. The clock may have been set back
      // since then.
      let rested = askedAt.map { min($0, now) + OnlineState.interval } ?? now
      state.nextAt = max(rested, now + OnlineState.look)
      return state
    }
    if round.usage != nil, failure.kind != .tooOften {
      // Everything but the balance came. The balance may never be available.
      state.failures = 0
      state.refusedToken = nil
      return state
    }
    state.failures = failures + 1
    if failure.kind == .refused || failure.kind == .forbidden {
      state.refusedToken = round.tokenEnds
    }
    let doublings = min(failures, 10)
    let pause = min(OnlineState.longestPause, OnlineState.interval.times(1 << Int64(doublings)))
    let asked = min(OnlineState.longestWait, max(.zero, round.retryAfter ?? .zero))
    state.nextAt = now + max(pause, asked)
    return state
  }
}

/// The result of one round of asking claude.ai.
package struct OnlineRound: Equatable, Sendable {
  /// When the request was made.
  package var asOf: Instant
  /// Windows, spend and cap; nil if missing.
  package var usage: UsageAnswer?
  /// The prepaid balance; nil if missing.
  package var credits: PrepaidCredits?
  /// What went wrong, fully or partly.
  package var failure: OnlineFailure?
  /// How long the answer asks to wait.
  package var retryAfter: Span?
  /// When the token that was sent expires.
  package var tokenEnds: Instant?
  /// Whether no request was sent.
  package var isUnsent = false

  /// Creates a round without results.
  package init(asOf: Instant) { self.asOf = asOf }

  /// Creates a round that failed before anything was sent.
  package static func unsent(_ failure: OnlineFailure, asOf: Instant) -> OnlineRound {
    var round = OnlineRound(asOf: asOf)
    round.failure = failure
    round.isUnsent = true
    return round
  }
}

/// What claude.ai reports about a prepaid balance.
package struct PrepaidCredits: Equatable, Sendable {
  /// What is left, negative if overspent; nil if missing.
  package var amount: Money?
  /// The currency; nil if missing.
  package var currency: Currency?
  package var autoReload: AutoReload.Settings?
  /// Descriptions of values that cannot be right. Those values are left out above.
  package var faults: [String] = []

  /// Creates an empty answer.
  package init() {}
}
