import Foundation

/// Times of repeated runs.
struct Stopwatch {
  /// Milliseconds of each of `runs` calls, sorted; one more before them is not counted.
  static func milliseconds(runs: Int, _ body: () throws -> Void) rethrows -> [Double] {
    try body()
    let clock = ContinuousClock()
    return try (0..<runs).map { _ in
      let time = try clock.measure(body)
      return time / .milliseconds(1)
    }.sorted()
  }

  /// "median 1.23 ms (1.10 … 2.00)".
  static func summary(_ sorted: [Double]) -> String {
    func text(_ value: Double) -> String { String(format: "%.2f", value) }
    guard let first = sorted.first, let last = sorted.last else { return "no runs" }
    return "median \(text(sorted[sorted.count / 2])) ms (\(text(first)) … \(text(last)))"
  }
}
