import Values

/// Adds an amount whenever the balance falls below a threshold, up to a monthly maximum.
package struct AutoReload: Equatable, Sendable {
  /// The settings, in the account's currency.
  package struct Settings: Hashable, Sendable, Codable {
    package var isOn: Bool
    /// The threshold: a reload is due when the balance is below it.
    package var below: Money
    /// The amount of one reload, more than 0. It is added as many times as it takes to reach the threshold.
    package var add: Money
    /// The most to add in a UTC calendar month; nil for no maximum.
    package var monthlyMax: Money?

    /// Creates settings from their parts.
    package init(isOn: Bool, below: Money, add: Money, monthlyMax: Money? = nil) {
      self.isOn = isOn
      self.below = below
      self.add = add
      self.monthlyMax = monthlyMax
    }

    /// Off; once switched on, adds 50 whenever less than 5 is left, as Claude's own page suggests.
    package static let initial = Settings(
      isOn: false, below: Money(nanos: 5_000_000_000), add: Money(nanos: 50_000_000_000))
  }

  /// Where the settings come from.
  package enum Source: String, Sendable {
    /// Set here; Fuelgauge does the reloads.
    case local
    /// Read from claude.ai's settings; claude.ai does the reloads.
    case reading
  }

  /// Why a reload that was due added less than needed.
  package enum Obstacle: String, Sendable, CaseIterable {
    /// Auto-reload's own monthly maximum.
    case maximum
    /// The account's monthly cap, which adding money does not raise.
    case cap

    /// A few words to follow "stopped by".
    package var title: String {
      switch self {
      case .maximum: "its monthly maximum"
      case .cap: "the monthly cap"
      }
    }
  }

  /// The settings; nil if unknown.
  package var settings: Settings?
  /// Where the settings come from; nil if unknown.
  package var source: Source?
  /// What reloads have added in the current UTC month.
  package var addedThisMonth = Money.zero
  /// The reloads of the last 24 hours, the latest first.
  package var recent: [Reload] = []
  /// When the pause after a reload or a failure ends; nil if there is none.
  package var coolDownUntil: Instant?
  /// What stopped or limited the latest reload, if anything.
  package var obstacle: Obstacle?

  /// One reload.
  package struct Reload: Equatable, Sendable {
    package var time: Instant
    package var amount: Money

    /// Creates a reload from its parts.
    package init(time: Instant, amount: Money) {
      self.time = time
      self.amount = amount
    }
  }

  /// Creates auto-reload with nothing known about its history.
  package init(settings: Settings? = nil, source: Source? = nil) {
    self.settings = settings
    self.source = source
  }

  /// Whether auto-reload is known to be on.
  package var isOn: Bool { settings?.isOn == true }

  /// The pause after a reload and after a failure.
  package static let coolDown = Span.minutes(1)
}

extension AutoReload {
  /// The result of an evaluation.
  package enum Verdict: Equatable, Sendable {
    /// Off, not needed, or paused.
    case nothing
    /// Add this much; less than needed if there is an obstacle.
    case add(Money, obstacle: Obstacle?)
    /// A reload is needed but nothing may be added.
    case stopped(Obstacle)
  }

  /// Decides whether to reload, and how much.
  ///
  /// Adds n × the amount, with the smallest n that brings the balance up to the threshold. A month's reloads stay
  /// within the monthly maximum and the account's monthly cap. Nothing is added once that cap is reached, because
  /// it could not be spent.
  /// - Parameters:
  ///   - balance: what is left; nil (unknown) never triggers a reload.
  ///   - cap: the account's monthly cap and what has been spent of it, the tightest if there are several; nil if
  ///     there is none.
  package func verdict(
    balance: Money?, cap: (amount: Money, used: Money)?, at now: Instant
  ) -> Verdict {
    guard let settings, settings.isOn, settings.add > .zero, let balance, balance < settings.below,
      restLeft(at: now) == nil
    else { return .nothing }
    if let cap, cap.used >= cap.amount { return .stopped(.cap) }
    let needed = Int128(settings.below.nanos) - Int128(balance.nanos)
    let most = Int128(Int64.max / 2 / settings.add.nanos)
    let wanted = Int64(min((needed - 1) / Int128(settings.add.nanos) + 1, most))
    func times(_ bound: Money?) -> Int64 {
      bound.map { max(0, ($0 - addedThisMonth).nanos / settings.add.nanos) } ?? .max
    }
    let (byMaximum, byCap) = (times(settings.monthlyMax), times(cap?.amount))
    let count = min(wanted, byMaximum, byCap)
    let obstacle: Obstacle? = count == wanted ? nil : byMaximum <= byCap ? .maximum : .cap
    if count == 0, let obstacle { return .stopped(obstacle) }
    return .add(Money(nanos: count * settings.add.nanos), obstacle: obstacle)
  }

  /// How much of the pause is left; nil if there is none. A pause longer than ``coolDown`` was left behind by a clock
  /// that was set back, and does not count.
  package func restLeft(at now: Instant) -> Span? {
    guard let coolDownUntil else { return nil }
    let left = coolDownUntil - now
    return left > .zero && left <= AutoReload.coolDown ? left : nil
  }

  /// Whether a reload will come before the balance is empty.
  package func canAdd(cap: LimitState?) -> Bool {
    guard isOn, let add = settings?.add, cap?.isReached != true else { return false }
    return roomThisMonth(cap: cap?.limit.amount).map { $0 >= add } ?? true
  }

  /// Whether it refills an empty balance at once. Where claude.ai does the reloads, an empty balance means that it
  /// did not.
  package func refillsEmpty(cap: LimitState?) -> Bool { source == .local && canAdd(cap: cap) }

  /// How much reloads can still add this month; nil for no bound.
  package func roomThisMonth(cap: Money?) -> Money? {
    let bounds = [settings?.monthlyMax, cap].compactMap { $0 }
    return bounds.min().map { max(.zero, $0 - addedThisMonth) }
  }
}
