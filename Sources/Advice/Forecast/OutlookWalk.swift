import Ledger
import Values

/// Walks from event to event along the median of what is drawn.
struct OutlookWalk {
  let estimate: (Money) -> Forecast.Estimate
  let now: Instant
  var balance: Money
  var reload: AutoReload
  let cap: LimitState?
  var pools: [CreditPools.Pool]
  /// Whether the next events are shown; beyond those, the walk takes large steps.
  var isShown = true

  private var time: Instant
  private var spent = Money.zero
  /// Where a cap stopped everything: what had been drawn by then, and when the stop ended.
  private var stops: [(spent: Money, ends: Instant)] = []
  /// What expired unspent.
  private var losses: [Loss] = []
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

  private struct Loss {
    var at: Instant
    var amount: Money
  }

  /// The next events, all at one moment; nil: there are no more within the horizon.
  mutating func step() -> [Outlook.Event]? {
    guard time - now < Forecast.farthest else { return nil }
    var (what, amount) = (Threshold.zero, balance)
    if let settings = reload.settings, canReload(settings.add) {
      // With unlimited reloads the balance never ends.
      guard isShown || roomThisMonth != nil else { return nil }
      // A balance at the threshold does not reload; one below it does.
      let above = Int128(balance.nanos) - Int128(settings.below.nanos)
      (what, amount) = (.reload, above < 0 ? .zero : Money(nanos: Int64(clamping: above + 1)))
    }
    if let capLeft, capLeft < amount {
      (what, amount) = (.cap, max(.zero, capLeft))
    }
    // A negative balance that no reload lifts is empty at once.
    amount = max(.zero, amount)
    let reached = moment(of: amount)
    // Whatever probably comes after the horizon is no event.
    let next = min(reached, monthEnds, pools.first?.expires ?? monthEnds)
    guard next - now < Forecast.farthest else { return nil }
    if let pool = pools.first, pool.expires < min(reached, monthEnds) {
      return expire(pool, before: reached, of: amount)
    }
    if reached >= monthEnds { return newMonth(before: reached, of: amount) }
    advance(to: reached, drawing: amount)
    switch what {
    case .zero: return [Outlook.Event(at: time, kind: .zero)]
    case .cap:
      var events = [Outlook.Event(at: time, kind: .capReached)]
      stops.append((spent, monthEnds))
      // Nothing is drawn until the month ends, but credits expire all the same.
      while let pool = pools.first, pool.expires < monthEnds {
        events += expire(pool, before: pool.expires, of: .zero)
        if events.last?.kind == .zero { return events }
      }
      guard monthEnds - now < Forecast.farthest else {
        time = monthEnds
        return events
      }
      return events + newMonth(before: monthEnds, of: .zero)
    case .reload: return add()
    }
  }

  /// When a further `amount` has been drawn; the horizon if it probably lasts longer.
  private func moment(of amount: Money) -> Instant {
    guard amount > .zero else { return time }
    let estimate = estimate(spent + amount)
    guard estimate.beyond <= 0.5 else { return now + Forecast.farthest }
    return max(time, delayed(estimate, \.median))
  }

  /// A quantile of when an amount has been drawn, delayed by the stops: with fast drawing each wait is longer, with
  /// slow drawing there may be none.
  private func delayed(
    _ estimate: Forecast.Estimate, _ quantile: KeyPath<Forecast.Estimate, Instant>
  ) -> Instant {
    var wait = Span.zero
    for stop in stops {
      let reached =
        stop.spent > .zero
        ? self.estimate(stop.spent)[keyPath: quantile] + wait : now
      wait = wait + max(.zero, stop.ends - reached)
    }
    return estimate[keyPath: quantile] + wait
  }

  /// The interval around the end just reached, too wide rather than too narrow: fast drawing loses less to expiry,
  /// and each expiring credit counts as lost entirely or not at all.
  func interval() -> (low: Instant, high: Instant) {
    func end(_ lost: ArraySlice<Loss>, _ quantile: KeyPath<Forecast.Estimate, Instant>) -> Instant {
      let drawn = lost.reduce(max(Money(nanos: 1), spent)) { $0 + $1.amount }
      return delayed(estimate(drawn), quantile)
    }
    var (drawn, low) = (losses[...], now)
    while let first = drawn.first, end(drawn, \.low) > first.at {
      low = first.at
      drawn.removeFirst()
    }
    let isByExpiry = losses.last?.at == time
    return (max(low, end(drawn, \.low)), isByExpiry ? time : end([], \.high))
  }

  private var roomThisMonth: Money? { reload.roomThisMonth(cap: cap?.limit.amount) }

  private func canReload(_ add: Money) -> Bool {
    guard reload.isOn, add > .zero, capLeft.map({ $0 > .zero }) ?? true else { return false }
    return roomThisMonth.map { $0 >= add } ?? true
  }

  /// Reloads that are not shown are bundled into this many steps a month. Bundling brings money early, which changes
  /// the result by one part in this many at most.
  private static let stepsOfMonth: Int64 = 50

  private mutating func add() -> [Outlook.Event] {
    guard let settings = reload.settings else { return [] }
    // The fewest reloads that lift the balance to the threshold, as far as there is room.
    let missing = max(1, Int128(settings.below.nanos) - Int128(balance.nanos))
    let room = roomThisMonth?.nanos ?? (.max / 4)
    let whole = [settings.monthlyMax, cap?.limit.amount].compactMap { $0?.nanos }.min() ?? room
    let bundle = isShown ? 1 : max(1, whole / settings.add.nanos / OutlookWalk.stepsOfMonth)
    let wanted = max((missing - 1) / Int128(settings.add.nanos) + 1, Int128(bundle))
    let times = min(wanted, Int128(max(settings.add.nanos, room) / settings.add.nanos))
    let added = Money(nanos: Int64(clamping: times * Int128(settings.add.nanos)))
    reload.addedThisMonth = reload.addedThisMonth + added
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
    losses.append(Loss(at: time, amount: lost))
    let event = Outlook.Event(at: time, kind: .creditExpires(lost))
    if balance > .zero { return [event] }
    if let add = reload.settings?.add, canReload(add) { return [event] + self.add() }
    return [event, Outlook.Event(at: time, kind: .zero)]
  }

  private mutating func newMonth(before reached: Instant, of amount: Money) -> [Outlook.Event] {
    drawUntil(monthEnds, before: reached, of: amount)
    reload.addedThisMonth = .zero
    capLeft = cap?.limit.amount
    monthEnds = time.startOfNextUTCMonth
    let matters = cap != nil || reload.isOn && reload.settings?.monthlyMax != nil
    return matters ? [Outlook.Event(at: time, kind: .monthResets)] : []
  }

  /// Draws the part of `amount` that is drawn by `end`, given that all of it is drawn by `reached`, which is later.
  private mutating func drawUntil(_ end: Instant, before reached: Instant, of amount: Money) {
    var (least, most) = ((Money.zero, time), (amount, reached))
    let enough = max(1000, (end - time).milliseconds / 200)
    // First a linear guess, then bisection, with much smaller steps where the upper bound is far too high.
    for step in 0..<16 where (end - least.1).milliseconds > enough {
      let whole = Double(max(1, (most.1 - least.1).milliseconds))
      let line = Double((end - least.1).milliseconds) / whole
      let part = step == 0 ? line : least.0.nanos < most.0.nanos / 64 ? 1.0 / 64 : 0.5
      let more = Int(nearest: Double((most.0 - least.0).nanos) * min(1, max(0, part)))
      let tried = least.0 + Money(nanos: Int64(more))
      let time = moment(of: tried)
      if time <= end { least = (tried, time) } else { most = (tried, time) }
    }
    advance(to: end, drawing: least.0)
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
