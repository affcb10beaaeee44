import Foundation
import Values

/// When an amount will have been drawn, judged by how long the same amount lasted before.
///
/// Every past hour is a starting point: from it, the amount lasted so and so long (or longer than is known
/// yet). Starting points count more that are at the same time of day and of the week as now, after a similar pause,
/// and not long ago; amounts are scaled by how much was drawn in the week or the four before each. Their distribution
/// (by Kaplan and Meier, because some are not over; where hardly any is so long ago, a larger amount lasts as many times
/// longer as it is larger) is mixed with two others: a broad guess for who has little history, and, as long as work goes
/// on, that it goes on at the pace of the last hour.
///
/// The weights are those with the least mean pinball loss of the three quantiles, in the logarithm of time, on one person's
/// month, on nine made-up people's ten weeks and on the first four days of others; what lasts less than an hour at the
/// pace of the last one counts once more. They were found from random starts, one weight at a time. Two people had no part
/// in that: their median error was 0.70 of the best average's. What they are worth on one's own history says
/// `fuelgauge forecast --backtest`.
package struct Forecast: Sendable {
  private let now: Instant
  private let starts: [Start]
  /// What had been drawn by each full hour and by now, and how many hours before now that was.
  private let drawnBy: [Double]
  private let ages: [Double]
  private let weight: Double
  /// Money an hour, over the last week or four, of what is known.
  private let level: Double
  /// The same, as if nothing was drawn in the weeks before that, or the rest of the first day.
  private let cautious: Double
  /// What was drawn after half of the starting points, and how likely it was by each time of the grid.
  private var told: (amount: Double, lasted: [Double]) = (0, [])
  /// Money within the last hour.
  private let lastHour: Double
  /// How much the pace of the last hour counts.
  private let session: Double

  private struct Start {
    /// Hours to now.
    var age: Double
    /// Of the grid.
    var step: Int
    var weight: Double
    /// What had been drawn by then.
    var drawn: Double
    /// How much more was drawn an hour before it than before now.
    var level: Double
  }

  /// What the judgement rests on; times in hours.
  private enum Rule {
    static let pause = 1.5  // spread of the logarithm of pauses that are alike
    static let timeOfDay = 1.5
    static let timeOfWeek = 18.0
    static let otherDays = 0.1  // what another time of the week counts
    static let ofThisPause = 24  // hours after the last use
    static let memory = 42.0 * 24
    static let level = (power: 0.8, most: 200.0)
    static let guess = (weight: 1.0, hours: 3.5, spread: 1.6)
    /// Where less than this share of the starting points is so long ago, what is to come goes as a smaller amount did, or
    /// by the mean pace.
    static let beyond = (share: 0.1, alike: 0.8, spread: 1.2)
    /// It fades with a pause since the last use, and the more the longer it would have to go on.
    static let session = (share: 0.6, fades: 0.35, lasts: 16.0, stretch: 0.8, spread: 1.0)
    /// Within the outer two lay 78 % of what the one person saw and 87 % of what the made-up ones did, who are more
    /// regular.
    static let quantiles = (low: 0.08, median: 0.5, high: 0.92)
  }

  /// - Returns: nil if nothing was drawn within the time that is looked back.
  package init?(_ history: DrawHistory, at now: Instant) {
    guard let lastUse = history.lastUse, history.drawn.contains(where: { $0 > 0 }) else {
      return nil
    }
    self.now = now
    let hours = history.drawn.count
    let start = (now - Instant(milliseconds: history.firstHour * Instant.perHour)).inHours
    // In hours before now at which each hour began, and now.
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

    // A week without use is no sign of less; four are.
    func drawnAnHour(before hour: Int, known: Double) -> Double {
      let weeks = [168, 672].map { drawn(hour - $0, hour) / min(Double($0), max(8, known)) }
      return (weeks.max() ?? 0) + 1
    }
    level = drawnAnHour(before: hours, known: Double(hours))
    // A day is the least that tells anything of the days to come.
    let week = hours < 168 ? max(24, Double(hours)) : .infinity
    cautious = drawnAnHour(before: hours, known: week)
    let logPause = log(Forecast.pause(pauseNow))
    // What began later than this counts for nothing: that it lasted until now says only that now is in a pause.
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
      // What has only begun tells little yet; counted in full at once it would make the forecast jump every hour.
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
    var rest = weight / 2
    let lasting = starts.map { (amount: (sum - $0.drawn) / $0.level, weight: $0.weight) }
    told.amount =
      lasting.sorted { $0.amount > $1.amount }.first { start in
        rest -= start.weight
        return rest <= 0
      }?.amount ?? 0
    if told.amount > 0 { told.lasted = lasted(told.amount, beyond: beyond(told.amount)) }
  }

  /// A pause in hours, within what makes a difference.
  private static func pause(_ hours: Double) -> Double { min(720, max(1.0 / 12, hours)) }

  /// How far an age is from a whole number of periods.
  private static func distance(_ age: Double, _ period: Double) -> Double {
    let rest = age.truncatingRemainder(dividingBy: period)
    return min(rest, period - rest)
  }

  // MARK: - When

  /// When an amount has been drawn.
  package struct Estimate: Equatable, Sendable {
    /// About as likely before as after it.
    package var median: Instant
    /// Between these two with 80 %; what would come later than is looked ahead is at its end.
    package var low: Instant
    package var high: Instant
    /// How likely it lasts longer than is looked ahead, 0…1.
    package var beyond: Double
  }

  /// How far ahead a forecast looks.
  package static let farthest = Span.days(35)

  /// The times that are looked at, in hours, each a little later than the one before.
  private static let grid: [Double] = logs.map(exp)
  /// Their logarithms, which lie evenly.
  private static let logs: [Double] = (0...160).map { step in
    log(1.0 / 12) + logStep * Double(step)
  }
  private static let logStep = (log(35.0 * 24) - log(1.0 / 12)) / 160

  /// When an amount, more than nothing, will have been drawn.
  package func estimate(of amount: Money) -> Estimate {
    estimate(distribution(of: amount), from: 0, to: 1, within: Forecast.farthest)
  }

  /// When an amount will have been drawn, given that it lasts no longer than `horizon` and no less than
  /// `soonest`.
  package func estimate(of amount: Money, within horizon: Span, soonest: Span) -> Estimate {
    let share = distribution(of: amount)
    func reached(_ time: Span) -> Double { Forecast.interpolated(share, at: time.inHours) }
    return estimate(share, from: reached(soonest), to: reached(horizon), within: horizon)
  }

  /// - Parameters:
  ///   - first: how likely it has been drawn by then, of what is known not to be so.
  ///   - last: how likely it ever is.
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

  /// How likely an amount has been drawn by each time of the grid.
  private func distribution(of money: Money) -> [Double] {
    let amount = Double(max(1, money.nanos))
    let past = lasted(amount, beyond: beyond(amount))
    let center = log(Rule.guess.hours + amount / cautious)
    let guessed = Rule.guess.weight / (Rule.guess.weight + weight)
    // Where little else is known, work in hand is what there is to go by.
    let lasts = guessed + (1 - guessed) * exp(-amount / max(1, lastHour) / Rule.session.lasts)
    let pace = lastHour > 0 ? log(Rule.session.stretch * amount / lastHour) : 0
    return Forecast.grid.indices.map { index in
      let time = Forecast.logs[index]
      let usual =
        (1 - guessed) * past[index]
        + guessed * Forecast.normal((time - center) / Rule.guess.spread)
      guard lastHour > 0, session > 0.01 else { return usual }
      let sooner = Forecast.normal((time - pace) / Rule.session.spread) - usual
      // Only work that is faster than usual fades: were a slow hour to, more money would be told to last less.
      return usual + session * (sooner > 0 ? lasts : 1) * sooner
    }
  }

  /// How likely an amount lasts longer than a step of the grid, by the mean pace, and, where it is more than the past
  /// tells of, as many times longer as what is known.
  private func beyond(_ amount: Double) -> (Int) -> Double {
    let center = log(Rule.guess.hours + amount / level)
    let times = amount / max(1, told.amount)
    let later = log(max(1, times)) / Forecast.logStep
    return { step in
      let byPace = 1 - Forecast.normal((Forecast.logs[step] - center) / Rule.beyond.spread)
      guard times > 1, !told.lasted.isEmpty else { return byPace }
      let alike = 1 - Forecast.interpolated(told.lasted, atStep: Double(step) - later)
      return Rule.beyond.alike * alike + (1 - Rule.beyond.alike) * byPace
    }
  }

  /// How likely an amount had been drawn by each time of the grid after a past hour that is like now.
  /// - Parameter stays: how likely it lasts longer than a step where the past does not tell.
  private func lasted(_ amount: Double, beyond stays: (Int) -> Double) -> [Double] {
    let steps = Forecast.grid.count
    // Weights by the step within which a starting point's amount was drawn, or until which it is known not to be.
    var (ended, open) = (
      [Double](repeating: 0, count: steps + 1), [Double](repeating: 0, count: steps + 1)
    )
    // The weight of the starting points that began so long ago.
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

  /// The first step of the grid that is not before a time in hours.
  private static func step(_ hours: Double) -> Int {
    let place = (log(hours) - logs[0]) / logStep
    return min(grid.count, max(0, Int(nearest: place.rounded(.up))))
  }

  private static func normal(_ value: Double) -> Double { 0.5 * erfc(-value / 2.squareRoot()) }

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
