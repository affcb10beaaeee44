import Values

/// Adds an amount whenever the balance falls below a threshold, never more than a maximum a month.
package struct AutoReload: Equatable, Sendable {
  /// What a person sets, in the account's currency.
  package struct Settings: Hashable, Sendable, Codable {
    package var isOn: Bool
    /// It reloads when the balance is below this.
    package var below: Money
    /// What it adds, as many times as lift the balance to the threshold; more than 0.
    package var add: Money
    /// What it adds in a UTC calendar month at most; nil: as much as is needed.
    package var monthlyMax: Money?

    /// Settings of their parts.
    package init(isOn: Bool, below: Money, add: Money, monthlyMax: Money? = nil) {
      self.isOn = isOn
      self.below = below
      self.add = add
      self.monthlyMax = monthlyMax
    }

    /// Off, and once switched on 50 whenever there are less than 5: what Claude's own page suggests.
    package static let initial = Settings(
      isOn: false, below: Money(nanos: 5_000_000_000), add: Money(nanos: 50_000_000_000))
  }

  /// Who says so.
  package enum Source: String, Sendable {
    /// It was set here, and Fuelgauge does it.
    case local
    /// A reading of claude.ai's settings, which does it.
    case reading
  }

  /// Why a reload that was due did not bring all that was needed.
  package enum Obstacle: String, Sendable, CaseIterable {
    /// Its own monthly maximum.
    case maximum
    /// The account's monthly cap, which more money does not lift.
    case cap

    /// In a few words, after "stopped by".
    package var title: String {
      switch self {
      case .maximum: "its monthly maximum"
      case .cap: "the monthly cap"
      }
    }
  }

  /// What is set; nil: not known.
  package var settings: Settings?
  /// Who says so; nil: nobody.
  package var source: Source?
  /// What it has added in the running UTC month.
  package var addedThisMonth = Money.zero
  /// When it has added within the last 24 hours, the latest first, and how much.
  package var recent: [Reload] = []
  /// Until when it rests, after a reload or a failure; nil: it does not.
  package var coolDownUntil: Instant?
  /// What stopped the latest one, if anything did.
  package var obstacle: Obstacle?

  /// One reload.
  package struct Reload: Equatable, Sendable {
    package var time: Instant
    package var amount: Money

    /// A reload of its parts.
    package init(time: Instant, amount: Money) {
      self.time = time
      self.amount = amount
    }
  }

  /// Auto-reload of which nothing has been said.
  package init(settings: Settings? = nil, source: Source? = nil) {
    self.settings = settings
    self.source = source
  }

  /// Whether it is known to be on.
  package var isOn: Bool { settings?.isOn == true }

  /// How long it rests after a reload and after a failure.
  package static let coolDown = Span.minute
}

extension AutoReload {
  /// What an evaluation finds.
  package enum Verdict: Equatable, Sendable {
    /// It is off, not needed, or resting.
    case nothing
    /// So much is to be added; less than was needed if there is an obstacle.
    case add(Money, obstacle: Obstacle?)
    /// It was needed and nothing may be added.
    case stopped(Obstacle)
  }

  /// Decides whether to reload, and how much.
  ///
  /// n × amount is added, n the least that lifts the balance to the threshold. What reloads add in a
  /// month stays within the monthly maximum and within the account's monthly cap, and nothing is added
  /// once that cap is reached: it could not be spent.
  /// - Parameters:
  ///   - balance: what is left; unknown authorises nothing.
  ///   - cap: the account's monthly cap and what has been spent of it, the tightest if there are
  ///     several; nil: there is none.
  package func verdict(
    balance: Money?, cap: (amount: Money, used: Money)?, at now: Instant
  ) -> Verdict {
    guard let settings, settings.isOn, settings.add > .zero, let balance, balance < settings.below,
      !isResting(at: now)
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

  /// Whether it rests. A rest that would last longer than any can is one that a clock set back has
  /// left behind.
  private func isResting(at now: Instant) -> Bool {
    guard let coolDownUntil else { return false }
    let left = coolDownUntil - now
    return left > .zero && left <= AutoReload.coolDown
  }

  /// Whether a reload comes before the balance is empty.
  package func canAdd(cap: LimitState?) -> Bool {
    guard isOn, let add = settings?.add, cap?.isReached != true else { return false }
    return roomThisMonth(cap: cap?.limit.amount).map { $0 >= add } ?? true
  }

  /// Whether it fills an empty balance at once. Where claude.ai reloads, a balance that is empty says that it did not.
  package func refillsEmpty(cap: LimitState?) -> Bool { source == .local && canAdd(cap: cap) }

  /// How much it can still add this month; nil: any amount.
  package func roomThisMonth(cap: Money?) -> Money? {
    let bounds = [settings?.monthlyMax, cap].compactMap { $0 }
    return bounds.min().map { max(.zero, $0 - addedThisMonth) }
  }
}
