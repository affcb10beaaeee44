import Ledger
import Values

/// The expected course of a balance, based on past use: when it will be empty, and which events come before that.
package struct Outlook: Equatable, Sendable {
  /// An event on the way.
  package struct Event: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
      /// Auto-reload adds this much.
      case reload(Money)
      /// Auto-reload has reached its maximum for the month.
      case maximumReached
      case capReached
      /// A tool's limit or a daily limit is reached. Only Fuelgauge keeps those, so the event is shown but stops
      /// nothing.
      case limitReached(Limit)
      /// This much expires unspent.
      case creditExpires(Money)
      /// A new month: caps and maximums start over.
      case monthResets
      case zero
    }

    package var at: Instant
    package var kind: Kind
  }

  /// When the balance will be empty.
  package private(set) var zero: TimeToZero
  /// The 80 % interval of ``zero``; nil where that is not a moment.
  package private(set) var low: Instant?
  package private(set) var high: Instant?
  /// Whether ``zero`` is forecast from most people's days more than from the history, which is still too short.
  package private(set) var hasLittleHistory = false
  /// The next events in chronological order.
  package private(set) var next: [Event] = []

  /// How many events are shown; beyond them only the end is looked for.
  private static let most = 8
  /// The most steps to take; no account has more events within the horizon.
  private static let mostSteps = 500

  /// - Parameters:
  ///   - estimate: when an amount will have been drawn; nil: nothing was ever drawn.
  ///   - cap: the account's monthly cap.
  ///   - expiring: credits that expire, the earliest first.
  ///   - hasLittleHistory: whether the estimate rests on most people's days more than on the history.
  package init(
    balance: Money?, estimate: ((Money) -> Forecast.Estimate)?,
    autoReload: AutoReload = AutoReload(),
    cap: LimitState? = nil, expiring: [CreditPools.Pool] = [], hasLittleHistory: Bool = false,
    at now: Instant
  ) {
    guard let balance else {
      zero = .unknownBalance
      return
    }
    guard balance > .zero || autoReload.refillsEmpty(cap: cap) else {
      zero = .now
      return
    }
    guard let estimate else {
      zero = .noUsage
      return
    }
    zero = .never
    var walk = OutlookWalk(
      estimate: estimate, now: now, balance: balance, reload: autoReload, cap: cap,
      pools: expiring)
    // The search for the end continues beyond the events that are shown.
    for _ in 0..<Outlook.mostSteps {
      walk.isShown = next.count < Outlook.most
      guard let events = walk.step() else { break }
      if walk.isShown { next += events }
      guard case .zero? = events.last?.kind, let at = events.last?.at else { continue }
      let (low, high) = walk.interval()
      (zero, self.low, self.high) =
        at <= now ? (.now, nil, nil) : (.at(at), min(low, at), max(high, at))
      break
    }
    self.hasLittleHistory = hasLittleHistory && zero != .now
  }
}

extension Outlook {
  /// Adds limits that are reached before the balance is empty, each once, and not while a cap stops everything.
  /// - Parameter estimate: when an amount of what a limit counts will have been drawn; nil: unknown.
  mutating func add(
    _ limits: [LimitState], at now: Instant, estimate: (Limit) -> ((Money) -> Forecast.Estimate)?
  ) {
    guard zero != .now else { return }
    let goesOn = next.first { $0.kind == .monthResets && $0.at > stop?.at ?? now }?.at
    let stopped = stop.map { $0.at..<(goesOn ?? now + Forecast.farthest) }
    for state in limits {
      var reached = now
      if !state.isReached {
        guard let found = estimate(state.limit)?(state.left), found.beyond <= 0.5 else { continue }
        reached = found.median
      }
      guard reached < state.resetsAt, stopped?.contains(reached) != true else { continue }
      if case .at(let end) = zero, reached >= end { continue }
      let place = next.firstIndex { $0.at > reached } ?? next.count
      next.insert(Event(at: reached, kind: .limitReached(state.limit)), at: place)
    }
  }
}
