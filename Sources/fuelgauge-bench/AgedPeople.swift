import Advice
import Foundation
import Values

/// A chart of forecasts for made-up people, hour by hour through their first two weeks, against what happened.
///
/// Each balance is enough for one average day of its owner. Every column is the median of half a day over all people of
/// a kind, on a logarithmic scale from one hour to a week.
struct AgedPeople {
  private static let people: UInt64 = 12
  private static let days = 14
  private static let hoursInColumn = 12

  func printChart() {
    let columns = AgedPeople.days * 24 / AgedPeople.hoursInColumn
    print(
      "hours that a balance for one average day lasts; a column is half a day, low is 1 h, high 7 d"
    )
    for kind in MadeUpPerson.Kind.allCases {
      var predicted = [[Double]](repeating: [], count: columns)
      var actual = predicted
      var inside = (hits: 0, all: 0)
      for seed in 1...AgedPeople.people {
        age(kind, seed) { hour, estimate, hours, isInside in
          predicted[hour / AgedPeople.hoursInColumn].append(estimate)
          actual[hour / AgedPeople.hoursInColumn].append(hours)
          inside.all += 1
          inside.hits += isInside ? 1 : 0
        }
      }
      let errors = zip(predicted, actual).map { predicted, actual in
        median(zip(predicted, actual).map { log($0 / $1) })
      }
      print("")
      print("\(kind.rawValue): inside \(inside.hits * 100 / max(1, inside.all)) %")
      print("  predicted  \(predicted.map { bar(median($0)) }.joined())")
      print("  actual     \(actual.map { bar(median($0)) }.joined())")
      print(
        "  ln(predicted ÷ actual) by day: "
          + stride(from: 0, to: columns, by: 2).map {
            String(format: "%+.1f", (errors[$0] + errors[$0 + 1]) / 2)
          }
          .joined(separator: " "))
    }
  }

  private func age(
    _ kind: MadeUpPerson.Kind, _ seed: UInt64,
    _ record: (_ hour: Int, _ predicted: Double, _ actual: Double, _ isInside: Bool) -> Void
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
      record(
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
