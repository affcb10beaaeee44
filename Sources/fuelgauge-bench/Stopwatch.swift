import Foundation

/// Times of repeated runs.
struct Stopwatch {
  /// The milliseconds taken by each of `runs` calls, sorted, after one call that is not counted.
  static func milliseconds(runs: Int, _ body: () throws -> Void) rethrows -> [Double] {
    try body()
    let clock = ContinuousClock()
    return try (0..<runs).map { _ in
      let time = try clock.measure(body)
      return time / .milliseconds(1)
    }.sorted()
  }

  /// A summary such as "median 1.23 ms (1.10 … 2.00)".
  static func summary(_ sorted: [Double]) -> String {
    func text(_ value: Double) -> String { String(format: "%.2f", value) }
    guard let first = sorted.first, let last = sorted.last else { return "no runs" }
    return "median \(text(sorted[sorted.count / 2])) ms (\(text(first)) … \(text(last)))"
  }

  /// The median and the 99th percentile: "1.23 / 2.00".
  static func tail(_ times: [Double]) -> String {
    let sorted = times.sorted()
    guard let last = sorted.last else { return "no runs" }
    let nearWorst = sorted.dropFirst(sorted.count * 99 / 100).first ?? last
    return String(format: "%5.2f /%6.2f", sorted[sorted.count / 2], nearWorst)
  }
}
