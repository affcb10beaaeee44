import Ledger
import Values

/// What becomes of a balance, as far as the past tells: when it is empty, and what comes first and next.
package struct Outlook: Equatable, Sendable {
  /// Something that happens on the way.
  package struct Event: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
      /// Auto-reload adds so much.
      case reload(Money)
      /// Auto-reload has added all that it may in the month.
      case maximumReached
      case capReached
      /// A limit of a tool or of a day, which only Fuelgauge keeps: it is told of, and nothing waits for it.
      case limitReached(Limit)
      /// So much expires unspent.
      case creditExpires(Money)
      /// A new month: caps and maximums begin anew.
      case monthResets
      case zero
    }

    package var at: Instant
    package var kind: Kind
  }

  /// When it is empty.
  package private(set) var zero: TimeToZero
  /// Between these two with 80 %; nil where `zero` is no moment.
  package private(set) var low: Instant?
  package private(set) var high: Instant?
  /// The next events in their order.
  package private(set) var next: [Event] = []

  /// Events after which no further ones are looked for to be told.
  private static let most = 8
  /// Steps that are gone at most; no account has so much to come within what can be looked ahead.
  private static let mostSteps = 500

  /// - Parameters:
  ///   - estimate: when an amount will have been drawn; nil: nothing was ever drawn.
  ///   - cap: the account's monthly cap.
  ///   - expiring: credits that expire, the first to do so first.
  package init(
    balance: Money?, estimate: ((Money) -> Forecast.Estimate)?,
    autoReload: AutoReload = AutoReload(),
    cap: LimitState? = nil, expiring: [CreditPools.Pool] = [], at now: Instant
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
    // The end is looked for beyond the events that are told.
    for _ in 0..<Outlook.mostSteps {
      walk.isTold = next.count < Outlook.most
      guard let events = walk.step() else { break }
      if walk.isTold { next += events }
      guard case .zero? = events.last?.kind, let at = events.last?.at else { continue }
      let (low, high) = walk.interval()
      (zero, self.low, self.high) =
        at <= now ? (.now, nil, nil) : (.at(at), min(low, at), max(high, at))
      break
    }
  }
}

extension Outlook {
  /// Tells of limits that are reached before the balance is empty, each once, and not while a cap stops everything.
  /// - Parameter estimate: when an amount will have been drawn of what a limit counts; nil: nothing tells.
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
