import Foundation
import Values

/// The proof of a forecast on a history: at many past moments balances are predicted whose end is known now.
package struct Backtest: Sendable {
  /// How a way to predict has done in a group of cases.
  package struct Score: Equatable, Sendable {
    /// Median of |ln(predicted ÷ actual)|.
    package var medianAbsLogError: Double
    /// Median of ln(predicted ÷ actual): above zero too late.
    package var bias: Double
  }

  /// The cases of one size of balance, or all.
  package struct Group: Equatable, Sendable {
    /// What they are: "0.5 h" of the mean hour of the week before, or "all".
    package var name: String
    /// Cases whose end is known, and those that outlasted the history or the horizon.
    package var cases: Int
    package var censored: Int
    package var ours: Score
    /// Share of the known ends within the interval of 80 %.
    package var coverage: Double
    /// Shares of all cases that the forecast says to outlast the horizon rather than not, and that it does not know.
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

  /// Balances, in hours of the mean hourly burn of the week before.
  package static let sizes: [Double] = [0.5, 1, 2, 5, 10, 20, 50]
  /// Runs that are shorter are left out: nobody plans by less.
  private static let shortest = Span.minutes(15)

  private struct Case {
    var size: Double
    /// Nil: it outlasted what is known.
    var actual: Double?
    /// Hours; nil: unknown.
    var ours: Double?
    /// Whether it is told to outlast the horizon rather than not.
    var isNever = false
    var low = 0.0
    var high = 0.0
    var baselines: [Double] = []
  }

  /// - Parameters:
  ///   - histories: whole ones, each of one person; the cases of all are judged together.
  ///   - since: moments before it are not tried.
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
        Backtest.cases(draws, at: now, until: last, horizon, into: &cases)
        now = now + step
      }
    }
    overall = Backtest.group("all", cases)
    groups = Backtest.sizes.map { size in
      Backtest.group("\(size.formatted()) h", cases.filter { $0.size == size })
    }
  }

  private static func cases(
    _ draws: DrawLog, at now: Instant, until last: Instant, _ horizon: Span,
    into cases: inout [Case]
  ) {
    let week = draws.drawn(from: now - .days(7), to: now)
    guard week > .zero else { return }
    let forecast = Forecast(draws.history(at: now), at: now)
    for size in sizes {
      let balance = Money(nanos: max(1, Int64(Int(nearest: Double(week.nanos) / 168 * size))))
      let end = draws.end(of: balance, after: now)
      let length = end.map { $0 - now }
      if let length, length < shortest { continue }
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
      // They are told the same of the run as ours is: that it ends within the horizon, and not at once.
      let bounds = shortest.inHours...horizon.inHours
      tried.baselines = Baseline.allCases.map {
        min(bounds.upperBound, max(bounds.lowerBound, $0.hours(balance, draws, at: now)))
      }
      cases.append(tried)
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
    let told = known.filter { $0.ours != nil }
    let covered = told.count { tried in
      tried.actual.map { (tried.low...max(tried.low, tried.high)).contains($0) } ?? false
    }
    func share(_ count: Int, of all: Int) -> Double {
      all == 0 ? .nan : Double(count) / Double(all)
    }
    return Group(
      name: name, cases: known.count, censored: cases.count - known.count,
      ours: score { $0.ours }, coverage: share(covered, of: told.count),
      never: share(cases.count { $0.isNever }, of: cases.count),
      unknown: share(cases.count { $0.ours == nil }, of: cases.count),
      baselines: Baseline.allCases.enumerated().map { index, baseline in
        (baseline.rawValue, score { $0.baselines[index] })
      })
  }

  /// Not a number for none.
  private static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    if sorted.count % 2 == 1 || sorted[middle - 1] == sorted[middle] { return sorted[middle] }
    return (sorted[middle - 1] + sorted[middle]) / 2
  }
}
