import Foundation
import Values

/// How people's days usually go, for a history too short to show its own habits.
///
/// People work in a daily window: a short look, an evening, an office day, or around the clock as a pipeline does.
/// Within it work is dense or sparse; outside it there is hardly any. The window opened with the first use or was half
/// over by then, and it opens every day or only on some. Each combination of these is a pattern. The hours with use
/// and without it since the first use say how likely each pattern is (Bayes' theorem).
///
/// A pattern says how much is drawn by a time: the present work fades to the mean of the window, the window ends, and
/// later windows follow. How much is really drawn varies around that as a lognormal. The probability that an amount
/// has been drawn is averaged over the patterns. Windows open gradually, so that the forecast does not jump at an hour
/// or a day.
///
/// The numbers were fitted to three people's histories, begun on each of their days, and to made-up people of eight
/// kinds, by the likelihood of how long balances lasted and the pinball loss of the quantiles. Two people were held
/// out. `fuelgauge-bench forecast --young` and `--made-up` show how well they do.
struct TypicalDays: Sendable {
  /// What one pattern expects, with later windows opening at their usual hour or late.
  private struct Course {
    /// Its probability, 0…1.
    var weight: Double
    /// The logarithm of what is drawn by each time asked for, in nano-units.
    var drawn: [Double]
    /// How many of the times are within the present window.
    var inWindow: Int
  }

  private let courses: [Course]

  private enum Rule {
    /// Hours a day. The second number, here and in the next three, is the probability.
    static let windows = [(0.75, 0.11), (5, 0.05), (10, 0.21), (24, 0.63)]
    /// The share of a window's hours with use.
    static let duties = [(0.1, 0.41), (0.3, 0.03), (0.7, 0.56)]
    /// The share of days with a window.
    static let days = [(0.4, 0.03), (0.995, 0.97)]
    /// The part of the first window that was over at the first use.
    static let begun = [(0.0, 0.39), (0.5, 0.61)]
    /// The probability that an hour outside a window has use.
    static let outside = 0.047
    /// How much the evidence of a day counts after the first one: its hours are not independent.
    static let evidence = 0.407
    /// Hours of pause after which it is e times less likely that the spell of work goes on.
    static let pause = 0.497
    /// Hours in which a spell of work fades to the mean of the window, and to nothing after the window.
    static let (spell, linger) = (1.694, 0.138)
    /// How far the last hour alone sets the present pace, 0…1.
    static let lastHour = 0.179
    /// What share of the present pace lasts, and what share of a usual day is drawn in a later window.
    static let (stretch, nextDay) = (0.628, 0.881)
    /// Hours by which later windows may open late, equally likely.
    static let late = [-3, 1.5, 6]
    /// Hours in which they open before that, and close afterwards.
    static let gradual = 0.5
    /// Hours before the last hour is empty in which its part in the pace fades; otherwise the pace would jump.
    static let fading = 0.25
    /// The shortest time with use to take a pace from, in hours: of all hours together, and of one, because a minute or
    /// two can hold a whole hour's use.
    static let (shortest, shortestHour) = (0.355, 0.03)
    /// The least pace of an hour with use, as a share of the mean: one small request must not make it tiny.
    static let leastPace = 0.1
    /// Standard deviations of the logarithm of what is drawn, within the present window and beyond.
    static let (spread, laterSpread) = (1.268, 1.392)
    /// Less likely patterns are left out.
    static let negligible = 0.003
  }

  /// One way that days go.
  private struct Pattern {
    /// Hours a day.
    var window: Double
    /// The share of the window's hours with use.
    var duty: Double
    /// The share of days with a window.
    var days: Double
    /// Hours of the first window before the first use.
    var begun: Double
    /// Its probability before anything is known.
    var prior: Double
  }

  private static let patterns: [Pattern] = Rule.windows.flatMap { window, a in
    Rule.duties.flatMap { duty, b in
      Rule.days.flatMap { days, c in
        // Around the clock there is no beginning.
        (window == 24 ? [(0, 1)] : Rule.begun).map { begun, d in
          Pattern(
            window: window, duty: duty, days: days, begun: begun * window, prior: a * b * c * d)
        }
      }
    }
  }

  /// - Parameters:
  ///   - history: a history with use.
  ///   - times: hours from now, ascending.
  init(_ history: DrawHistory, at now: Instant, times: [Double]) {
    let hours = TypicalDays.hours(history, at: now)
    let age = hours.last?.until ?? 0
    let pace = Pace(
      hours, pause: history.lastUse.map { (now - $0).inHours } ?? age,
      lastHour: Double(history.lastHour.nanos))
    let likely = TypicalDays.probabilities(hours)
    courses = zip(TypicalDays.patterns, likely).flatMap { pattern, weight -> [Course] in
      guard weight > Rule.negligible else { return [] }
      let left = max(0, pattern.window - age - pattern.begun)
      // What never closes never opens late.
      let late = pattern.window == 24 ? [0] : Rule.late
      return late.map { hours in
        Course(
          weight: weight / Double(late.count),
          drawn: times.map { log(max(1, pace.drawn(by: $0, pattern, age: age, late: hours))) },
          inWindow: times.count { $0 <= left })
      }
    }
  }

  /// The probability that an amount in nano-units has been drawn by each time.
  func share(of amount: Double) -> [Double] {
    var share = [Double](repeating: 0, count: courses.first?.drawn.count ?? 0)
    let amount = log(amount)
    let whole = courses.reduce(0) { $0 + $1.weight }
    for course in courses {
      for (index, drawn) in course.drawn.enumerated() {
        let spread = index < course.inWindow ? Rule.spread : Rule.laterSpread
        share[index] += course.weight / whole * Forecast.normal((drawn - amount) / spread)
      }
    }
    // The wider spread after the window must not take back what was likely before.
    for index in share.indices.dropFirst() { share[index] = max(share[index], share[index - 1]) }
    return share
  }

  // MARK: - The past

  /// A clock hour, as far as it lies between the first use and now.
  private struct Hour {
    /// Hours since the first use.
    var from: Double
    var until: Double
    /// What was drawn in it, in nano-units.
    var drawn: Double
    var length: Double { until - from }
  }

  private static func hours(_ history: DrawHistory, at now: Instant) -> [Hour] {
    let first = Instant(milliseconds: history.firstHour * Instant.perHour)
    let start = max(0, min(1, (history.firstUse - first).inHours))
    let end = max(start, (now - first).inHours)
    return history.drawn.enumerated().compactMap { index, drawn in
      let (from, until) = (max(start, Double(index)), min(end, Double(index + 1)))
      return from <= until
        ? Hour(from: from - start, until: until - start, drawn: Double(drawn)) : nil
    }
  }

  /// The probability of each pattern.
  private static func probabilities(_ hours: [Hour]) -> [Double] {
    let logs = patterns.map { pattern in
      var (sum, day) = (log(pattern.prior), 0)
      var (worked, idle) = (0.0, 0.0)
      func close() {
        // The first day has a window for sure, and counts in full.
        sum += day == 0 ? worked : evidence(ofDay: pattern.days, worked: worked, idle: idle)
        (worked, idle) = (0, 0)
      }
      for hour in hours {
        var from = hour.from + pattern.begun
        let end = hour.until + pattern.begun
        // An hour may lie in two days.
        while from < end {
          let today = Int(nearest: (from / 24).rounded(.down))
          if today != day { close() }
          day = today
          let until = min(end, Double(day + 1) * 24)
          let inside = max(0, min(until, Double(day) * 24 + pattern.window) - from)
          let outside = until - from - inside
          let used = hour.drawn > 0
          let off = log(used ? Rule.outside : 1 - Rule.outside)
          worked += inside * log(used ? pattern.duty : 1 - pattern.duty) + outside * off
          idle += (inside + outside) * off
          from = until
        }
      }
      close()
      return sum
    }
    let most = logs.max() ?? 0
    let weights = logs.map { exp($0 - most) }
    let whole = weights.reduce(0, +)
    return weights.map { $0 / whole }
  }

  /// The logarithm of the probability of a day that may have a window or none.
  /// - Parameters:
  ///   - share: the share of days with a window.
  ///   - worked: the logarithm of the probability of the day's hours if it has one.
  ///   - idle: the same if it has none.
  private static func evidence(ofDay share: Double, worked: Double, idle: Double) -> Double {
    let (a, b) = (log(share) + Rule.evidence * worked, log(1 - share) + Rule.evidence * idle)
    let most = max(a, b)
    return most + log(exp(a - most) + exp(b - most))
  }

  // MARK: - The future

  /// How fast money is drawn during work.
  private struct Pace {
    /// Nano-units an hour with use, over all of the history, and at present.
    var usual: Double
    var present: Double
    /// The probability that the spell of work goes on, 0…1.
    var goesOn: Double

    /// - Parameters:
    ///   - pause: hours since the last use.
    ///   - lastHour: what was drawn within the last sixty minutes, in nano-units.
    init(_ hours: [Hour], pause: Double, lastHour: Double) {
      let used = hours.filter { $0.drawn > 0 }
      let lengths = used.map { max(Rule.shortestHour, $0.length) }
      let active = lengths.reduce(0, +)
      let mean = used.reduce(0) { $0 + $1.drawn } / max(Rule.shortest, active)
      let least = mean * Rule.leastPace
      let logs = zip(used, lengths).reduce(0) { $0 + $1.1 * log(max(least, $1.0.drawn / $1.1)) }
      // The geometric mean, so that a storm at the start is not taken for the habit.
      usual = active > 0 ? max(1, min(mean, exp(logs / active))) : 1
      let recent = max(least, lastHour / max(Rule.shortest, min(1, active)))
      let share = Rule.lastHour * max(0, min(1, (1 - pause) / Rule.fading))
      present = lastHour > 0 ? pow(recent, share) * pow(usual, 1 - share) : usual
      goesOn = exp(-max(0, pause) / Rule.pause)
    }

    /// What is drawn within `time` hours from now, in nano-units.
    /// - Parameters:
    ///   - age: hours since the first use.
    ///   - late: hours by which later windows open late.
    func drawn(by time: Double, _ pattern: Pattern, age: Double, late: Double) -> Double {
      let phase = age + pattern.begun
      let left = max(0, pattern.window - phase)
      let within = min(time, left)
      let (duty, spell) = (pattern.duty, Rule.spell)
      var hours = duty * within + (goesOn - duty) * spell * (1 - exp(-within / spell))
      if time > left {
        // Someone still at work after the window soon stops; someone at work hours later does not.
        let since = (phase - pattern.window) / max(1, 24 - pattern.window)
        let lasts =
          phase < 24 ? Rule.linger + (spell - Rule.linger) * max(0, min(1, since)) : spell
        let still = left > 0 ? duty + (goesOn - duty) * exp(-left / spell) : goesOn
        hours += still * lasts * (1 - exp(-(time - left) / lasts))
      }
      var drawn = present * Rule.stretch * hours
      let day = pattern.days * Rule.nextDay * usual * duty * pattern.window
      // A later window draws evenly from a little before to a little after it.
      let span = pattern.window + 2 * Rule.gradual
      let first = 24 * max(1, ((phase - pattern.window - Rule.gradual) / 24).rounded(.down))
      var opens = first - phase - Rule.gradual + late
      while opens < time {
        if opens + span > 0 {
          drawn += day * (min(1, (time - opens) / span) - max(0, -opens / span))
        }
        opens += 24
      }
      return drawn
    }
  }
}
