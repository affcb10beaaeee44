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

  /// Events that are told at most.
  private static let most = 8

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
    guard balance > .zero else {
      zero = autoReload.canAdd(cap: cap) ? .noUsage : .now
      return
    }
    guard let estimate else {
      zero = .noUsage
      return
    }
    zero = .never
    var walk = Walk(
      estimate: estimate, now: now, balance: balance, reload: autoReload, cap: cap,
      pools: expiring)
    while next.count < Outlook.most, let event = walk.step() {
      next += event
      guard case .zero? = event.last?.kind, let at = event.last?.at else { continue }
      let (low, high, beyond) = walk.interval()
      // What may well last longer than can be looked ahead has no end that could be named.
      if beyond > 0.5 {
        next.removeLast()
      } else {
        (zero, self.low, self.high) = (.at(at), min(low, at), max(high, at))
      }
      break
    }
  }
}

/// Goes along the median of what is drawn from event to event.
private struct Walk {
  let estimate: (Money) -> Forecast.Estimate
  let now: Instant
  var balance: Money
  var reload: AutoReload
  let cap: LimitState?
  var pools: [CreditPools.Pool]

  private var time: Instant
  private var spent = Money.zero
  /// Milliseconds in which nothing could be drawn.
  private var stopped: Int64 = 0
  private var capLeft: Money?
  private var monthEnds: Instant

  init(
    estimate: @escaping (Money) -> Forecast.Estimate, now: Instant, balance: Money,
    reload: AutoReload, cap: LimitState?, pools: [CreditPools.Pool]
  ) {
    self.estimate = estimate
    self.now = now
    self.balance = balance
    self.reload = reload
    self.cap = cap
    self.pools = pools
    time = now
    capLeft = cap?.left
    monthEnds = now.startOfNextUTCMonth
  }

  private enum Threshold { case reload, zero, cap }

  /// The next events, of one moment; nil: there are no more within what can be looked ahead.
  mutating func step() -> [Outlook.Event]? {
    guard time.milliseconds - now.milliseconds < Forecast.farthest else { return nil }
    var (what, amount) = (Threshold.zero, balance)
    if let settings = reload.settings, canReload(settings.add) {
      (what, amount) = (.reload, max(.zero, balance - settings.below))
    }
    if let capLeft, capLeft < amount { (what, amount) = (.cap, max(.zero, capLeft)) }
    let reached =
      amount > .zero
      ? max(time, estimate(spent + amount).median.advanced(by: stopped)) : time
    if let pool = pools.first, pool.expires < min(reached, monthEnds) {
      return expire(pool, before: reached, of: amount)
    }
    if reached >= monthEnds { return newMonth(before: reached, of: amount) }
    advance(to: reached, drawing: amount)
    switch what {
    case .zero: return [Outlook.Event(at: time, kind: .zero)]
    case .cap:
      let at = time
      stopped += monthEnds.milliseconds - time.milliseconds
      let after = newMonth(before: monthEnds, of: .zero) ?? []
      return [Outlook.Event(at: at, kind: .capReached)] + after
    case .reload: return add()
    }
  }

  /// The interval of the moment that has been reached.
  func interval() -> (low: Instant, high: Instant, beyond: Double) {
    let estimate = estimate(max(spent, Money(nanos: 1)))
    return (
      estimate.low.advanced(by: stopped), estimate.high.advanced(by: stopped), estimate.beyond
    )
  }

  private func canReload(_ add: Money) -> Bool {
    guard reload.isOn, add > .zero else { return false }
    return reload.roomThisMonth(cap: cap?.limit.amount).map { $0 >= add } ?? true
  }

  private mutating func add() -> [Outlook.Event] {
    guard let settings = reload.settings else { return [] }
    var added = Money.zero
    repeat {
      added = added + settings.add
      reload.addedThisMonth = reload.addedThisMonth + settings.add
    } while balance + added < settings.below && canReload(settings.add)
    balance = balance + added
    let event = Outlook.Event(at: time, kind: .reload(added))
    return canReload(settings.add)
      ? [event] : [event, Outlook.Event(at: time, kind: .maximumReached)]
  }

  private mutating func expire(
    _ pool: CreditPools.Pool, before reached: Instant, of amount: Money
  ) -> [Outlook.Event] {
    drawUntil(pool.expires, before: reached, of: amount)
    let lost = min(pools.removeFirst().left, balance)
    guard lost > .zero else { return [] }
    balance = balance - lost
    return [Outlook.Event(at: time, kind: .creditExpires(lost))]
      + (balance > .zero ? [] : [Outlook.Event(at: time, kind: .zero)])
  }

  private mutating func newMonth(before reached: Instant, of amount: Money) -> [Outlook.Event]? {
    drawUntil(monthEnds, before: reached, of: amount)
    reload.addedThisMonth = .zero
    capLeft = cap?.limit.amount
    monthEnds = time.startOfNextUTCMonth
    let matters = cap != nil || reload.isOn && reload.settings?.monthlyMax != nil
    return matters ? [Outlook.Event(at: time, kind: .monthResets)] : []
  }

  /// Draws the part of `amount` that is drawn by a moment on the way to when all of it is.
  private mutating func drawUntil(_ moment: Instant, before reached: Instant, of amount: Money) {
    let whole = Double(max(1, reached.milliseconds - time.milliseconds))
    let part = min(1, max(0, Double(moment.milliseconds - time.milliseconds) / whole))
    advance(to: moment, drawing: Money(nanos: Int64(Double(amount.nanos) * part)))
  }

  private mutating func advance(to moment: Instant, drawing amount: Money) {
    time = max(time, moment)
    spent = spent + amount
    balance = balance - amount
    capLeft = capLeft.map { $0 - amount }
    var left = amount
    for index in pools.indices {
      let taken = min(left, pools[index].left)
      pools[index].left = pools[index].left - taken
      left = left - taken
    }
  }
}
