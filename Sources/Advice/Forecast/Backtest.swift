import Foundation
import Values

/// Tests the forecast against a history: at many past moments it predicts the end of balances whose end is known now.
package struct Backtest: Sendable {
  /// How well one way of predicting did in a group of cases.
  package struct Score: Equatable, Sendable {
    /// Median of |ln(predicted ÷ actual)|.
    package var medianAbsLogError: Double
    /// Median of ln(predicted ÷ actual); above zero means predicted too late.
    package var bias: Double
  }

  /// The cases with one size of balance, or all cases.
  package struct Group: Equatable, Sendable {
    /// "all", the size of the balance in hours of mean burn, such as "0.5 h", or the age of the history, such as "2 h".
    package var name: String
    /// How many cases have a known end, and how many outlasted the history or the horizon.
    package var cases: Int
    package var censored: Int
    package var ours: Score
    /// The share of known ends inside the 80 % interval.
    package var coverage: Double
    /// The share of all cases that the forecast expects to outlast the horizon, and the share it has no answer for.
    package var never: Double
    package var unknown: Double
    package var baselines: [(name: String, score: Score)]

    package static func == (left: Group, right: Group) -> Bool {
      left.name == right.name && left.cases == right.cases && left.censored == right.censored
        && left.ours == right.ours && left.coverage == right.coverage
        && left.baselines.map(\.score) == right.baselines.map(\.score)
    }
  }

  package private(set) var overall: Group
  package private(set) var groups: [Group] = []

  /// The balances to try, in hours of mean burn: over the previous week, or over a young history so far.
  package static let sizes: [Double] = [0.5, 1, 2, 5, 10, 20, 50]
  /// The ages of the young histories to try.
  package static let ages: [Span] =
    [.minutes(30), .hours(2), .hours(8)] + [1, 2, 3, 7].map(Span.days)
  /// Shorter runs are left out: nobody plans around less.
  private static let shortest = Span.minutes(15)

  private struct Case {
    var size: Double
    /// Hours; nil: it outlasted the history or the horizon.
    var actual: Double?
    /// Hours; nil: unknown.
    var ours: Double?
    /// Whether it is predicted to outlast the horizon.
    var isNever = false
    var low = 0.0
    var high = 0.0
    var baselines: [Double] = []
  }

  /// - Parameters:
  ///   - histories: complete histories, one per person; their cases are pooled.
  ///   - since: the earliest moment to try.
  ///   - horizon: runs that last longer are censored.
  ///   - step: the time between two moments.
  package init(
    _ histories: [DrawLog], since: Instant? = nil, horizon: Span,
    step: Span = .minutes(20)
  ) {
    var cases: [Case] = []
    for draws in histories {
      guard let first = draws.times.first, let last = draws.times.last else { continue }
      var now = max(since ?? first, first + .hours(6))
      while now < last {
        let week = draws.drawn(from: now - .days(7), to: now)
        let perHour = Double(week.nanos) / 168
        cases += Backtest.cases(
          draws, knowing: draws, perHour: perHour, at: now, until: last, horizon)
        now = now + step
      }
    }
    overall = Backtest.group("all", cases)
    groups = Backtest.sizes.map { size in
      Backtest.group("\(size.formatted()) h", cases.filter { $0.size == size })
    }
  }

  /// Tests forecasts from young histories: the first use of each UTC day serves as the beginning of a history, and
  /// the forecast knows nothing from before it. ``groups`` has one group for each of ``ages``.
  /// - Parameters:
  ///   - histories: complete histories, one per person; their cases are pooled.
  ///   - horizon: runs that last longer are censored.
  package init(firstDaysOf histories: [DrawLog], horizon: Span) {
    let byAge = Backtest.ages.map { age in
      histories.flatMap { draws -> [Case] in
        guard let last = draws.times.last else { return [] }
        return draws.firstOfDays.flatMap { first -> [Case] in
          let now = first + age
          guard now < last else { return [] }
          let known = draws.since(first)
          let perHour =
            Double(known.drawn(from: first.advanced(by: -1), to: now).nanos) / age.inHours
          return Backtest.cases(
            draws, knowing: known, perHour: perHour, at: now, until: last, horizon)
        }
      }
    }
    overall = Backtest.group("all", byAge.flatMap(\.self))
    groups = zip(Backtest.ages, byAge).map { Backtest.group(Outlook.rough($0), $1) }
  }

  /// The cases at one moment, one for each of ``sizes``.
  /// - Parameters:
  ///   - draws: all that was drawn, which decides when a balance ends.
  ///   - known: the part that the forecast and the averages may look at.
  ///   - perHour: the mean burn, in nano-units an hour.
  private static func cases(
    _ draws: DrawLog, knowing known: DrawLog, perHour: Double, at now: Instant,
    until last: Instant, _ horizon: Span
  ) -> [Case] {
    guard perHour > 0 else { return [] }
    let forecast = Forecast(known.history(at: now), at: now)
    return sizes.compactMap { size in
      let balance = Money(nanos: max(1, Int64(Int(nearest: perHour * size))))
      let end = draws.end(of: balance, after: now)
      let length = end.map { $0 - now }
      if let length, length < shortest { return nil }
      let isKnown = length.map { $0 <= horizon } ?? false
      var tried = Case(
        size: size, actual: isKnown ? length?.inHours : nil)
      if let estimate = forecast?.estimate(
        of: balance, within: horizon, soonest: shortest)
      {
        func hours(_ time: Instant) -> Double { (time - now).inHours }
        tried.ours = hours(estimate.median)
        tried.isNever = estimate.beyond > 0.5
        (tried.low, tried.high) = (hours(estimate.low), hours(estimate.high))
      }
      // The baselines know the same as our forecast: the run ends within the horizon, and not at once.
      let bounds = shortest.inHours...horizon.inHours
      tried.baselines = Baseline.allCases.map {
        min(bounds.upperBound, max(bounds.lowerBound, $0.hours(balance, known, at: now)))
      }
      return tried
    }
  }

  private static func group(_ name: String, _ cases: [Case]) -> Group {
    let known = cases.filter { $0.actual != nil }
    func score(_ predicted: (Case) -> Double?) -> Score {
      let errors = known.compactMap { tried -> Double? in
        guard let predicted = predicted(tried), let actual = tried.actual else { return nil }
        return log(predicted / actual)
      }
      return Score(medianAbsLogError: median(errors.map(abs)), bias: median(errors))
    }
    let answered = known.filter { $0.ours != nil }
    let covered = answered.count { tried in
      tried.actual.map { (tried.low...max(tried.low, tried.high)).contains($0) } ?? false
    }
    func share(_ count: Int, of all: Int) -> Double {
      all == 0 ? .nan : Double(count) / Double(all)
    }
    return Group(
      name: name, cases: known.count, censored: cases.count - known.count,
      ours: score { $0.ours }, coverage: share(covered, of: answered.count),
      never: share(cases.count { $0.isNever }, of: cases.count),
      unknown: share(cases.count { $0.ours == nil }, of: cases.count),
      baselines: Baseline.allCases.enumerated().map { index, baseline in
        (baseline.rawValue, score { $0.baselines[index] })
      })
  }

  /// NaN if there are no values.
  private static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    if sorted.count % 2 == 1 || sorted[middle - 1] == sorted[middle] { return sorted[middle] }
    return (sorted[middle - 1] + sorted[middle]) / 2
  }
}
