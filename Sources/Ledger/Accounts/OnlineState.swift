import Values

/// What is known of asking claude.ai for an account's readings: when it was done, what became of it, and when
/// it may be done again.
///
/// The endpoints belong to Claude Code and refuse who asks often. So there are five minutes between two
/// rounds whatever happens, more after failures, and as much as an answer asks for.
package struct OnlineState: Equatable, Sendable {
  /// When the latest round began.
  package var askedAt: Instant?
  /// When an answer last told something.
  package var answeredAt: Instant?
  /// There is no round before this moment.
  package var nextAt: Instant
  /// Why the latest round failed, in part or whole; nil: it did not.
  package var failure: OnlineFailure?
  /// Rounds that have failed since one did not.
  package var failures = 0
  /// When the token ends that was not accepted; one that ends at another moment is another token.
  package var refusedToken: Instant?

  /// The state of one that has not been asked yet.
  package init() { nextAt = Instant(milliseconds: 0) }

  /// How it stands, in a sentence without a full stop; may quote text from outside, not safe to print.
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

  /// The least time between two rounds.
  package static let interval = Span.minutes(5)
  /// The time between two looks for what is missing here, which cost no request.
  private static let look = Span.minute
  /// The longest that failures alone put off a round.
  private static let longestPause = Span.hour
  /// The longest that an answer may ask to wait.
  private static let longestWait = Span.day

  /// Whether a round may begin.
  package func isDue(at now: Instant) -> Bool {
    // A clock that was far ahead when it was set must not silence it for good.
    nextAt <= now || nextAt - now > OnlineState.longestWait
  }

  /// The state once a round has begun: whatever becomes of it, and of this process, the next one waits.
  package func begun(at now: Instant) -> OnlineState {
    var state = self
    state.askedAt = now
    state.nextAt = now + OnlineState.interval
    return state
  }

  /// Why a token that ends at `ends` need not be shown again; nil: it may be.
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
      // Nothing was sent, so nothing has to rest longer than what was sent before; the clock may have been
      // set back since then.
      let rested = askedAt.map { min($0, now) + OnlineState.interval } ?? now
      state.nextAt = max(rested, now + OnlineState.look)
      return state
    }
    if round.usage != nil, failure.kind != .tooOften {
      // What everybody may see was told; that the balance is not may stay so.
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

/// What one round of asking for an account's readings has brought.
package struct OnlineRound: Equatable, Sendable {
  /// When it was asked.
  package var asOf: Instant
  /// Windows, spend and cap; nil: not told.
  package var usage: UsageAnswer?
  /// The prepaid balance; nil: not told.
  package var credits: PrepaidCredits?
  /// What went wrong, in part or whole.
  package var failure: OnlineFailure?
  /// How long the answer asks to wait.
  package var retryAfter: Span?
  /// When the token ends that was shown.
  package var tokenEnds: Instant?
  /// Whether no request was sent.
  package var isUnsent = false

  /// A round that has brought nothing yet.
  package init(asOf: Instant) { self.asOf = asOf }

  /// A round that did not come about.
  package static func unsent(_ failure: OnlineFailure, asOf: Instant) -> OnlineRound {
    var round = OnlineRound(asOf: asOf)
    round.failure = failure
    round.isUnsent = true
    return round
  }
}

/// What claude.ai says of a prepaid balance.
package struct PrepaidCredits: Equatable, Sendable {
  /// What is left; below zero where more was spent than there was; nil: not told.
  package var amount: Money?
  /// What it is in; nil: not told.
  package var currency: Currency?
  package var autoReload: AutoReload.Settings?
  /// What it says that cannot be so, in words; none of it is above.
  package var faults: [String] = []

  /// An answer that says nothing.
  package init() {}
}
