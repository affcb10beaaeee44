import Advice
import Foundation
import Values

/// What made-up people of each kind are told, hour by hour through their first two weeks, and what then happens.
///
/// Each has a balance for one average day of theirs. Every column is the median of half a day, over all people of the
/// kind; a row rises from one hour to a week on a logarithmic scale.
struct AgedPeople {
  private static let people: UInt64 = 12
  private static let days = 14
  private static let hoursInColumn = 12

  func printChart() {
    let columns = AgedPeople.days * 24 / AgedPeople.hoursInColumn
    print("a balance for one average day; a column is half a day, low is 1 h, high 7 d")
    for kind in MadeUpPerson.Kind.allCases {
      var told = [[Double]](repeating: [], count: columns)
      var truth = told
      var inside = (hits: 0, all: 0)
      for seed in 1...AgedPeople.people {
        age(kind, seed) { hour, estimate, hours, isInside in
          told[hour / AgedPeople.hoursInColumn].append(estimate)
          truth[hour / AgedPeople.hoursInColumn].append(hours)
          inside.all += 1
          inside.hits += isInside ? 1 : 0
        }
      }
      let errors = zip(told, truth).map { told, truth in
        median(zip(told, truth).map { log($0 / $1) })
      }
      print("")
      print("\(kind.rawValue): inside \(inside.hits * 100 / max(1, inside.all)) %")
      print("  told   \(told.map { bar(median($0)) }.joined())")
      print("  truth  \(truth.map { bar(median($0)) }.joined())")
      print(
        "  ln(told/truth) by day: "
          + stride(from: 0, to: columns, by: 2).map {
            String(format: "%+.1f", (errors[$0] + errors[$0 + 1]) / 2)
          }
          .joined(separator: " "))
    }
  }

  private func age(
    _ kind: MadeUpPerson.Kind, _ seed: UInt64,
    _ tell: (_ hour: Int, _ told: Double, _ truth: Double, _ isInside: Bool) -> Void
  ) {
    let log = DrawLog(MadeUpPerson(kind, days: 42, seed: seed).draws)
    guard let first = log.times.first, let last = log.times.last else { return }
    let day =
      log.drawn(from: first, to: last).nanos
      / Int64((last - first).milliseconds / Span.day.milliseconds + 1)
    let balance = Money(nanos: max(1, day))
    for hour in 1..<AgedPeople.days * 24 {
      let now = first + .hours(Int64(hour))
      guard let end = log.end(of: balance, after: now),
        let estimate = Forecast(log.history(at: now), at: now)?.estimate(of: balance)
      else { continue }
      tell(
        hour, (estimate.median - now).inHours, (end - now).inHours,
        (estimate.low...estimate.high).contains(end))
    }
  }

  private func median(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.sorted()[values.count / 2]
  }

  private func bar(_ hours: Double) -> String {
    guard hours.isFinite else { return " " }
    let place = log(max(1, hours)) / log(168)
    return String(Array("▁▂▃▄▅▆▇█")[min(7, Int(place * 8))])
  }
}
