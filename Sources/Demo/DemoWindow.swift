import Values

/// A five-hour window of the plan. Extra usage pays for anything beyond its allowance.
struct DemoWindow: Sendable {
  /// When it begins and when it resets, in minutes of the day.
  let minutes: Range<Int>
  /// The minute when its use ends, or when it is used up.
  let usedUntil: Int
  /// The percentage used by then.
  let most: Int

  private init(_ from: Int, usedUntil: Int, most: Int) {
    minutes = from..<from + 5 * 60
    self.usedUntil = usedUntil
    self.most = most
  }

  /// The windows of a day, including last night's. From four to eight nobody works, so none is open.
  static let ofDay = [
    DemoWindow(-60, usedUntil: 3 * 60, most: 38),
    DemoWindow(8 * 60, usedUntil: 9 * 60 + 30, most: 100),
    DemoWindow(13 * 60, usedUntil: 14 * 60 + 15, most: 100),
    DemoWindow(18 * 60, usedUntil: 22 * 60 + 10, most: 64),
    DemoWindow(23 * 60, usedUntil: 27 * 60, most: 38),
  ]

  /// The minutes in which it is used up and extra usage pays; nil if it lasts.
  var dry: Range<Int>? { most < 100 ? nil : usedUntil..<minutes.upperBound }

  /// How much of it is used some time after the start of the day, in tenths of a percent.
  func tenths(after past: Span) -> Int {
    let begin = Span.minutes(Int64(minutes.lowerBound))
    let whole = Span.minutes(Int64(usedUntil)) - begin
    let used = min(max(.zero, past - begin), whole)
    return Int(Int64(most * 10) * used.milliseconds / whole.milliseconds)
  }
}
