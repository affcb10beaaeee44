import Values

/// A stretch of five hours over which the plan allows so much use. What goes beyond it, extra usage pays.
struct DemoWindow: Sendable {
  /// When it begins and when it begins anew, in minutes of the day.
  let minutes: Range<Int>
  /// The minute from which on it is no longer used, or used up.
  let usedUntil: Int
  /// How much of it is used by then, in percent.
  let most: Int

  private init(_ from: Int, usedUntil: Int, most: Int) {
    minutes = from..<from + 5 * 60
    self.usedUntil = usedUntil
    self.most = most
  }

  /// Those of a day, the one of the night before among them. From four to eight nobody works, so none is
  /// open.
  static let ofDay = [
    DemoWindow(-60, usedUntil: 3 * 60, most: 38),
    DemoWindow(8 * 60, usedUntil: 9 * 60 + 30, most: 100),
    DemoWindow(13 * 60, usedUntil: 14 * 60 + 15, most: 100),
    DemoWindow(18 * 60, usedUntil: 22 * 60 + 10, most: 64),
    DemoWindow(23 * 60, usedUntil: 27 * 60, most: 38),
  ]

  /// The minutes in which it is used up and extra usage pays; nil: it lasts.
  var dry: Range<Int>? { most < 100 ? nil : usedUntil..<minutes.upperBound }

  /// How much of it is used so many milliseconds after the day began, in tenths of a percent.
  func tenths(at milliseconds: Int64) -> Int {
    let begin = Int64(minutes.lowerBound) * Instant.perMinute
    let whole = Int64(usedUntil) * Instant.perMinute - begin
    return Int(Int64(most * 10) * min(max(0, milliseconds - begin), whole) / whole)
  }
}
