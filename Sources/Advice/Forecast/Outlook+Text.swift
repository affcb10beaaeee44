import Values

extension Outlook.Event.Kind {
  /// Its name in reports.
  package var id: String {
    switch self {
    case .reload: "reload"
    case .maximumReached: "monthlyMaximumReached"
    case .capReached: "capReached"
    case .limitReached: "limitReached"
    case .creditExpires: "creditExpires"
    case .monthResets: "monthResets"
    case .zero: "zero"
    }
  }

  /// The amount involved; nil: none.
  package var amount: Money? {
    switch self {
    case .reload(let amount), .creditExpires(let amount): amount
    case .limitReached(let limit): limit.amount
    case .maximumReached, .capReached, .monthResets, .zero: nil
    }
  }

  /// In a few words.
  package func title(in currency: Currency) -> String {
    switch self {
    case .reload(let amount): "reload of \(amount.fullDisplay(in: currency))"
    case .maximumReached: "reloads reach their maximum"
    case .capReached: "cap reached"
    case .limitReached(let limit): "\(limit.title) reached"
    // How much is left by then is a guess.
    case .creditExpires(let amount): "about \(amount.wholeDisplay(in: currency)) expires unspent"
    case .monthResets: "a new month begins"
    case .zero: "empty"
    }
  }
}

extension Outlook.Event {
  /// "in 3 h 10 min".
  package func when(at now: Instant) -> String {
    let left = at - now
    return left <= .zero ? "now" : "in \(Outlook.rough(left))"
  }
}

extension Outlook {
  /// "2 h – 7 h 30", from now, no finer than a forecast can be. "35 d+" means the horizon or beyond.
  package func span(_ low: Instant, _ high: Instant, at now: Instant) -> String {
    let ends = [low, high].map { end in
      let left = end - now
      // An hour's margin, because time passes while it is shown.
      return Outlook.rough(left)
        + (left < Forecast.farthest - .hour ? "" : "+")
    }
    return ends[0] == ends[1] ? ends[0] : ends.joined(separator: " – ")
  }

  /// A duration no finer than a forecast can be: "45 min", "7 h 30", "14 h", "3.5 d".
  package static func rough(_ span: Span) -> String {
    let minutes = Double(max(0, span.milliseconds)) / 60_000
    if minutes < 5 { return span.text }
    if minutes < 57.5 { return "\(Int(nearest: minutes / 5) * 5) min" }
    if minutes < 9.75 * 60 {
      let halves = max(2, Int(nearest: minutes / 30))
      return "\(halves / 2) h" + (halves % 2 == 1 ? " 30" : "")
    }
    if minutes < 47.5 * 60 { return "\(Int(nearest: minutes / 60)) h" }
    let days = minutes / 60 / 24
    let halves = Int(nearest: days * 2)
    return days < 9.75 && halves % 2 == 1 ? "\(halves / 2).5 d" : "\(Int(nearest: days)) d"
  }

  /// When it will be empty, in words.
  package func text(at now: Instant) -> String {
    if zero == .never { return "not within five weeks" }
    guard case .at(let time) = zero else { return zero.text(at: now) }
    return Outlook.soon(time - now)
  }

  /// The same with the interval, if there is one.
  package func textWithSpan(at now: Instant) -> String {
    guard let low, let high else { return text(at: now) }
    let doubt = hasLittleHistory ? ", \(Outlook.littleHistory)" : ""
    return "\(text(at: now)) (\(span(low, high, at: now))\(doubt))"
  }

  /// Why a forecast is rough, in a few words and in a sentence.
  package static let littleHistory = "little history yet"
  package static let littleHistorySentence =
    "\(littleHistory): this assumes days like most people's until your own habits show"

  /// "in about 2 h", or "within 5 min" for anything sooner.
  private static func soon(_ span: Span) -> String {
    span <= .minutes(5) ? "within 5 min" : "in about \(rough(span))"
  }

  /// The first event before it is empty that matters; nil: none does.
  package var first: Event? {
    next.first { $0.kind != .zero && $0.kind != .monthResets && $0.kind != .maximumReached }
  }

  /// When a cap stops everything before the balance is empty; nil: no cap does.
  package var stop: Event? { next.first { $0.kind == .capReached } }

  /// When a stop comes, in words: "now, at the cap".
  package func text(ofStop stop: Event, at now: Instant) -> String {
    let left = stop.at - now
    return "\(left <= .zero ? "now" : Outlook.soon(left)), at the cap"
  }
}

extension AccountState {
  /// The mean amount an hour that the forecast expects until the balance is empty; nil if it expects no end, or if a
  /// reload or an expiring credit comes first.
  ///
  /// It differs from the pace of the last minutes: nobody works round the clock.
  package func expectedPace(at now: Instant) -> (perHour: Money, spansNights: Bool)? {
    guard let outlook = ahead.outlook, case .at(let end) = outlook.zero,
      let amount = balance.amount,
      amount > .zero, end > now
    else { return nil }
    let isDrawnAlone = outlook.next.allSatisfy { event in
      switch event.kind {
      case .reload, .creditExpires: event.at > end
      case .maximumReached, .capReached, .limitReached, .monthResets, .zero: true
      }
    }
    guard isDrawnAlone else { return nil }
    let left = end - now
    let perHour = Int128(amount.nanos) * Int128(Instant.perHour) / Int128(left.milliseconds)
    return (Money(nanos: Int64(clamping: perHour)), left >= .day)
  }

  /// The same in words: "~$0.85 an hour on average, nights included".
  package func expectedPaceText(at now: Instant) -> String? {
    expectedPace(at: now).map { pace in
      "~\(pace.perHour.fullDisplay(in: account.currency)) an hour on average"
        + (pace.spansNights ? ", nights included" : "")
    }
  }
}
