import Foundation
import Values

/// Predicts when an amount will have been drawn, from how long the same amount lasted before.
///
/// Every past hour is a starting point, from which the amount lasted some time, or longer than is known yet. A
/// starting point counts more if it is at the same time of day and of the week as now, follows a similar pause, and
/// is recent. Amounts are scaled by how much was drawn in the week or the four weeks before each starting point. The
/// durations form a Kaplan–Meier distribution, because some runs are not over yet; where hardly any starting point is
/// old enough, a larger amount is taken to last proportionally longer. That distribution is mixed with two others: a
/// broad guess, which matters when hardly any starting point is similar, and, while work goes on, the pace of the last
/// hour. In the first days most people's days (``TypicalDays``) count more than all of that.
///
/// The weights minimize the mean pinball loss of the three quantiles, in log time, on one person's month, on ten
/// weeks of nine made-up people, and on the first four days of others. Amounts that last less than an hour at the
/// last hour's pace count twice. The search started from random points and changed one weight at a time. Two people
/// were held out: on them the median error was 0.70 of the best average's. `fuelgauge forecast --backtest` shows how
/// well the forecast does on your own history.
package struct Forecast: Sendable {
  private let now: Instant
  private let starts: [Start]
  /// What had been drawn by each full hour and by now, and how many hours ago each of those was.
  private let drawnBy: [Double]
  private let ages: [Double]
  private let weight: Double
  /// Money an hour over the last week or four weeks, as far as the history goes.
  private let level: Double
  /// The same, as if nothing was drawn in the weeks before the history, or in the rest of its first day.
  private let cautious: Double
  /// Most people's days; nil: they no longer matter.
  private let typical: TypicalDays?
  /// How much they count, 0…1; the history counts for the rest.
  private let borrowed: Double
  /// The amount that was drawn after half of the starting points, and the probability that it was by each time of the
  /// grid.
  private var reference: (amount: Double, lasted: [Double]) = (0, [])
  /// Money drawn within the last hour.
  private let lastHour: Double
  /// The weight of the last hour's pace.
  private let session: Double

  private struct Start {
    /// Hours before now.
    var age: Double
    /// Its age as a step of the grid.
    var step: Int
    var weight: Double
    /// What had been drawn by then.
    var drawn: Double
    /// The burn rate before it relative to that before now, damped.
    var level: Double
  }

  /// The fitted weights; times in hours.
  private enum Rule {
    static let pause = 1.5  // spread of the logarithm of similar pauses
    static let timeOfDay = 1.5
    static let timeOfWeek = 18.0
    static let otherDays = 0.1  // the weight of another time of the week
    static let ofThisPause = 24  // hours after the last use
    static let memory = 42.0 * 24
    static let level = (power: 0.8, most: 200.0)
    static let guess = (weight: 1.0, hours: 3.5, spread: 1.6)
    /// Most people's days count as much as this many starting points at first, and less each hour. Below the least
    /// share they are left out.
    static let typical = (weight: 40.0, fades: 24.0, least: 0.01)
    /// Where less than this share of the starting points is old enough, a smaller amount and the mean pace stand in.
    static let beyond = (share: 0.1, alike: 0.8, spread: 1.2)
    /// The weight of the last hour's pace. It fades with the pause since the last use, and with how long the pace
    /// would have to continue.
    static let session = (share: 0.6, fades: 0.35, lasts: 16.0, stretch: 0.8, spread: 1.0)
    /// The outer two enclosed 78 % of the one person's outcomes, and 87 % of those of the made-up people, who are
    /// more regular.
    static let quantiles = (low: 0.08, median: 0.5, high: 0.92)
  }

  /// - Returns: nil if nothing was drawn within the history.
  package init?(_ history: DrawHistory, at now: Instant) {
    guard let lastUse = history.lastUse, history.drawn.contains(where: { $0 > 0 }) else {
      return nil
    }
    self.now = now
    let hours = history.drawn.count
    let start = (now - Instant(milliseconds: history.firstHour * Instant.perHour)).inHours
    // How many hours ago each hour began; the last is the present.
    ages = (0..<hours).map { start - Double($0) } + [0]
    var (drawnBy, sum) = ([0.0], 0.0)
    drawnBy.reserveCapacity(hours + 1)
    for amount in history.drawn {
      sum += Double(amount)
      drawnBy.append(sum)
    }
    self.drawnBy = drawnBy
    func drawn(_ from: Int, _ to: Int) -> Double { drawnBy[max(0, to)] - drawnBy[max(0, from)] }
    lastHour = Double(history.lastHour.nanos)
    let pauseNow = (now - lastUse).inHours
    session = Rule.session.share * exp(-max(0, pauseNow) / Rule.session.fades)

    // A week without use does not mean that use has dropped; four weeks do.
    func drawnAnHour(before hour: Int, known: Double) -> Double {
      let weeks = [168, 672].map { drawn(hour - $0, hour) / min(Double($0), max(8, known)) }
      return (weeks.max() ?? 0) + 1
    }
    level = drawnAnHour(before: hours, known: Double(hours))
    // Less than a day says nothing about the days to come.
    let week = hours < 168 ? max(24, Double(hours)) : .infinity
    cautious = drawnAnHour(before: hours, known: week)
    let logPause = log(Forecast.pause(pauseNow))
    // Later starting points don't count: that the amount has lasted since then only means that there is a pause.
    let last = (history.drawn.lastIndex { $0 > 0 } ?? 0) + Rule.ofThisPause
    var lastDrawn = -1
    var (starts, weight): ([Start], Double) = ([], 0)
    starts.reserveCapacity(hours)
    for hour in 0...min(hours - 1, last) {
      defer { if history.drawn[hour] > 0 { lastDrawn = hour } }
      let age = ages[hour]
      guard age > 0 else { continue }
      let pause = lastDrawn < 0 ? 720 : Double(hour - lastDrawn - 1)
      let unlike = (log(Forecast.pause(pause)) - logPause) / Rule.pause
      let ofDay = Forecast.distance(age, 24) / Rule.timeOfDay
      let ofWeek = Forecast.distance(age, 168) / Rule.timeOfWeek
      // A starting point that has only just begun says little; at full weight it would make the forecast jump every
      // hour.
      let alike =
        min(1, age) * exp(-0.5 * (unlike * unlike + ofDay * ofDay) - age / Rule.memory)
      let day = Rule.otherDays + (1 - Rule.otherDays) * exp(-0.5 * ofWeek * ofWeek)
      let times = drawnAnHour(before: hour, known: Double(hour)) / level
      starts.append(
        Start(
          age: age, step: Forecast.step(age), weight: alike * day, drawn: drawnBy[hour],
          level: pow(
            min(Rule.level.most, max(1 / Rule.level.most, times)), Rule.level.power)))
      weight += alike * day
    }
    self.starts = starts
    self.weight = weight
    let trust = Rule.typical.weight * exp(-Double(hours) / Rule.typical.fades)
    borrowed = trust / (trust + weight)
    typical =
      borrowed > Rule.typical.least
      ? TypicalDays(history, at: now, times: Forecast.grid) : nil
    var rest = weight / 2
    let lasting = starts.map { (amount: (sum - $0.drawn) / $0.level, weight: $0.weight) }
    reference.amount =
      lasting.sorted { $0.amount > $1.amount }.first { start in
        rest -= start.weight
        return rest <= 0
      }?.amount ?? 0
    if reference.amount > 0 {
      reference.lasted = lasted(reference.amount, beyond: beyond(reference.amount))
    }
  }

  /// A pause in hours, clamped to the range that makes a difference.
  private static func pause(_ hours: Double) -> Double { min(720, max(1.0 / 12, hours)) }

  /// How far an age is from a whole number of periods.
  private static func distance(_ age: Double, _ period: Double) -> Double {
    let rest = age.truncatingRemainder(dividingBy: period)
    return min(rest, period - rest)
  }

  /// Whether most people's days count more than the history does.
  package var hasLittleHistory: Bool { borrowed >= 0.5 }

  // MARK: - When

  /// When an amount will have been drawn.
  package struct Estimate: Equatable, Sendable {
    /// Earlier and later are about equally likely.
    package var median: Instant
    /// The 80 % interval; a time after the horizon is set to its end.
    package var low: Instant
    package var high: Instant
    /// The probability that it lasts beyond the horizon, 0…1.
    package var beyond: Double
  }

  /// How far ahead a forecast looks.
  package static let farthest = Span.days(35)

  /// The times that are evaluated, in hours, ascending.
  private static let grid: [Double] = logs.map(exp)
  /// Their logarithms, evenly spaced.
  private static let logs: [Double] = (0...160).map { step in
    log(1.0 / 12) + logStep * Double(step)
  }
  private static let logStep = (log(35.0 * 24) - log(1.0 / 12)) / 160

  /// When an amount greater than zero will have been drawn.
  package func estimate(of amount: Money) -> Estimate {
    estimate(distribution(of: amount), from: 0, to: 1, within: Forecast.farthest)
  }

  /// When an amount will have been drawn, given that it lasts at least `soonest` and at most `horizon`.
  package func estimate(of amount: Money, within horizon: Span, soonest: Span) -> Estimate {
    let share = distribution(of: amount)
    func reached(_ time: Span) -> Double { Forecast.interpolated(share, at: time.inHours) }
    return estimate(share, from: reached(soonest), to: reached(horizon), within: horizon)
  }

  /// - Parameters:
  ///   - first: the probability that it was drawn before the earliest possible time, which is ruled out.
  ///   - last: the probability that it was drawn by the latest possible time.
  private func estimate(
    _ share: [Double], from first: Double, to last: Double, within horizon: Span
  ) -> Estimate {
    let end = horizon.inHours
    func time(_ quantile: Double) -> Instant {
      let wanted = first + (last - first) * quantile
      let hours = last - first <= 1e-9 ? end : Forecast.inverse(share, wanted)
      return now + Span(milliseconds: Int64(min(hours, end) * 3_600_000))
    }
    return Estimate(
      median: time(Rule.quantiles.median), low: time(Rule.quantiles.low),
      high: time(Rule.quantiles.high), beyond: 1 - Forecast.interpolated(share, at: end))
  }

  /// The probability that an amount has been drawn by each time of the grid.
  private func distribution(of money: Money) -> [Double] {
    let amount = Double(max(1, money.nanos))
    let past = lasted(amount, beyond: beyond(amount))
    let center = log(Rule.guess.hours + amount / cautious)
    let guessed = Rule.guess.weight / (Rule.guess.weight + weight)
    // Where little else is known, the current work is all there is to go by.
    let lasts = guessed + (1 - guessed) * exp(-amount / max(1, lastHour) / Rule.session.lasts)
    let pace = lastHour > 0 ? log(Rule.session.stretch * amount / lastHour) : 0
    let own = Forecast.grid.indices.map { index in
      let time = Forecast.logs[index]
      let usual =
        (1 - guessed) * past[index]
        + guessed * Forecast.normal((time - center) / Rule.guess.spread)
      guard lastHour > 0, session > 0.01 else { return usual }
      let sooner = Forecast.normal((time - pace) / Rule.session.spread) - usual
      // Only a pace faster than usual fades: if a slow hour faded too, more money could be predicted to last less.
      return usual + session * (sooner > 0 ? lasts : 1) * sooner
    }
    guard let typical else { return own }
    return zip(own, typical.share(of: amount)).map { $0 + borrowed * ($1 - $0) }
  }

  /// The probability that an amount lasts beyond a step of the grid: by the mean pace and, for an amount larger than
  /// that of `reference`, by scaling up how long that one lasted.
  private func beyond(_ amount: Double) -> (Int) -> Double {
    let center = log(Rule.guess.hours + amount / level)
    let times = amount / max(1, reference.amount)
    let later = log(max(1, times)) / Forecast.logStep
    return { step in
      let byPace = 1 - Forecast.normal((Forecast.logs[step] - center) / Rule.beyond.spread)
      guard times > 1, !reference.lasted.isEmpty else { return byPace }
      let alike = 1 - Forecast.interpolated(reference.lasted, atStep: Double(step) - later)
      return Rule.beyond.alike * alike + (1 - Rule.beyond.alike) * byPace
    }
  }

  /// The probability that an amount had been drawn by each time of the grid, after a past hour similar to now.
  /// - Parameter stays: the probability that it lasts beyond a step, for steps that the past does not cover.
  private func lasted(_ amount: Double, beyond stays: (Int) -> Double) -> [Double] {
    let steps = Forecast.grid.count
    // Weights of starting points, by the step in which their amount was drawn, or up to which it is known not to be.
    var (ended, open) = (
      [Double](repeating: 0, count: steps + 1), [Double](repeating: 0, count: steps + 1)
    )
    // Weights of starting points by age.
    var old = [Double](repeating: 0, count: steps + 1)
    for start in starts {
      old[start.step] += start.weight
      let target = start.drawn + amount * start.level
      var (low, high) = (0, drawnBy.count)
      while low < high {
        let middle = (low + high) / 2
        if drawnBy[middle] < target { low = middle + 1 } else { high = middle }
      }
      if low == drawnBy.count {
        open[start.step] += start.weight
      } else {
        let (before, after) = (drawnBy[max(0, low - 1)], drawnBy[low])
        let part = after > before ? (target - before) / (after - before) : 1
        let age = ages[max(0, low - 1)] + (ages[low] - ages[max(0, low - 1)]) * part
        ended[Forecast.step(max(1.0 / 60, start.age - age))] += start.weight
      }
    }
    var (atRisk, known, surviving) = (weight, weight, 1.0)
    return (0..<steps).map { step in
      defer {
        atRisk -= ended[step] + open[step]
        known -= old[step]
      }
      if known > Rule.beyond.share * weight {
        if atRisk > 1e-12 { surviving *= max(0, 1 - ended[step] / atRisk) }
      } else {
        let before = stays(max(0, step - 1))
        surviving *= before > 1e-9 ? stays(step) / before : 0
      }
      return 1 - surviving
    }
  }

  /// The first step of the grid at or after a time in hours.
  private static func step(_ hours: Double) -> Int {
    let place = (log(hours) - logs[0]) / logStep
    return min(grid.count, max(0, Int(nearest: place.rounded(.up))))
  }

  /// The probability that a standard normal variable is below a value.
  static func normal(_ value: Double) -> Double { 0.5 * erfc(-value / 2.squareRoot()) }

  private static func interpolated(_ share: [Double], at hours: Double) -> Double {
    interpolated(share, atStep: (log(hours) - logs[0]) / logStep)
  }

  private static func interpolated(_ share: [Double], atStep place: Double) -> Double {
    guard place > 0 else { return share[0] }
    let index = min(grid.count - 2, Int(nearest: place.rounded(.down)))
    let part = min(1, place - Double(index))
    return share[index] + (share[index + 1] - share[index]) * part
  }

  private static func inverse(_ share: [Double], _ wanted: Double) -> Double {
    guard let index = share.firstIndex(where: { $0 >= wanted }) else { return grid[grid.count - 1] }
    guard index > 0 else { return grid[0] }
    let (before, after) = (share[index - 1], share[index])
    let part = after > before ? (wanted - before) / (after - before) : 1
    return exp(logs[index - 1] + logStep * part)
  }
}
