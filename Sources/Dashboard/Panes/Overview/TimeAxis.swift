import Advice
import Canvas
import Foundation
import Ledger
import Values

/// Labels for a chart's time axis, at round local times.
enum TimeAxis {
  /// "now" at the end and the round times before it, latest first, because where two would touch the earlier
  /// one is dropped.
  static func labels(_ chart: BurnChart, days: CivilDays, style: Style) -> [Axis.Label] {
    let marks = chart.window.step == Instant.perMinute ? clock(chart, days) : dates(chart, days)
    let length = Double(chart.window.length)
    return [Axis.Label(1, "now", style: style)]
      + marks.reversed().map { time, text in
        let position = Double((time - chart.start).milliseconds) / length
        return Axis.Label(position, text, style: style)
      }
  }

  /// Labels such as "13:30", every few minutes or hours.
  private static func clock(_ chart: BurnChart, _ days: CivilDays) -> [(Instant, String)] {
    let minutes: Int64 =
      switch chart.window {
      case .minutes15: 5
      case .hour1: 15
      case .hours6: 60
      default: 240
      }
    // Every zone's offset from UTC is a multiple of 15 minutes.
    let step = min(minutes, 15) * Instant.perMinute
    let first = (chart.start.bucket(of: step) + 1) * step
    return stride(from: first, to: chart.end.milliseconds, by: Int(step)).compactMap { time in
      let time = Instant(milliseconds: time)
      let text = days.clock(of: time)
      let parts = text.split(separator: ":").compactMap { Int64($0) }
      guard parts.count == 2, (parts[0] * 60 + parts[1]) % minutes == 0 else { return nil }
      return (time, text)
    }
  }

  /// Labels such as "Tue 17" at each midnight of a week, and "Feb 17" at every fifth midnight of a month.
  private static func dates(_ chart: BurnChart, _ days: CivilDays) -> [(Instant, String)] {
    var marks: [(Instant, String)] = []
    var midnight = days.start(of: chart.end)
    while midnight > chart.start {
      marks.insert((midnight, text(midnight, chart.window, days)), at: 0)
      let back = chart.window == .days7 ? 1 : 5
      for _ in 0..<back { midnight = days.start(of: midnight.advanced(by: -Instant.perHour)) }
    }
    return marks
  }

  private static func text(_ midnight: Instant, _ window: ChartWindow, _ days: CivilDays) -> String
  {
    let date = days.date(of: midnight)
    let parts = date.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3 else { return date }
    if window == .days30 { return "\(months[(parts[1] - 1) % 12]) \(parts[2])" }
    // 1970 began on a Thursday.
    let day = Instant(year: parts[0], month: parts[1], day: parts[2]).utcDay
    return "\(weekdays[Int((day + 3) % 7)]) \(parts[2])"
  }

  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
