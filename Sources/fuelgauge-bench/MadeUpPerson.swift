import Foundation
import Values

/// Someone who works in spells with pauses, at the hours of their kind.
struct MadeUpPerson {
  enum Kind: String, CaseIterable {
    case office = "9 to 5"
    case night = "night worker"
    case pipeline = "pipeline"
    case weekend = "weekend"
  }

  /// In chronological order.
  let draws: [(time: Instant, amount: Money)]

  /// A person whose first day has work in it.
  init(_ kind: Kind, days: Int, seed: UInt64) {
    var random = SeededRandom(seed: seed)
    func unit() -> Double { (Double(random.pick(0...999_998)) + 0.5) / 999_999 }
    func normal() -> Double { (-2 * log(unit())).squareRoot() * cos(2 * .pi * unit()) }
    func waiting(_ mean: Double) -> Double { -log(unit()) * mean }
    // UTC midnight can fall into anybody's working day.
    let zone = unit() * 24
    let start = Instant(year: 2026, month: 1, day: 3)
    var (draws, level): ([(time: Instant, amount: Money)], Double) = ([], exp(0.7 * normal()))
    for day in 0..<days {
      // The pipeline has no weekend; the weekend worker starts on a Saturday, the others on a Monday.
      let isWeekend = (day + (kind == .weekend ? 0 : 2)) % 7 < 2
      let (share, from, to): (Double, Double, Double) =
        switch kind {
        case .office: (isWeekend ? 0.05 : 0.95, 9, 17)
        case .night: (0.8, 20, 28)
        case .pipeline: (1, 0, 24)
        case .weekend: (isWeekend ? 0.95 : 0.05, 10, 20)
        }
      guard day == 0 || unit() < share else { continue }
      level *= exp(0.1 * normal())
      func draw(at hour: Double, _ dollars: Double) {
        let hours = Double(day) * 24 + zone + hour
        draws.append(
          (start.advanced(by: Int64(hours * 3_600_000)), Money(nanos: Int64(dollars * 1e9))))
      }
      var hour = kind == .pipeline ? from : from + waiting(0.5)
      while hour < to {
        let isPipeline = kind == .pipeline
        let length = isPipeline ? to - hour : waiting(0.6) + 0.1
        let rate = level * exp(0.6 * normal()) * 8
        var at = hour + waiting(1.0 / 30)
        while at < min(hour + length, to) {
          draw(at: at, rate / 30 * waiting(1))
          at += waiting(1.0 / 30)
        }
        hour += length + (isPipeline ? 0 : waiting(0.8))
      }
    }
    self.draws = draws.sorted { $0.time < $1.time }
  }
}
