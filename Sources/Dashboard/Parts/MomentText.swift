import Values

extension CivilDays {
  /// The time of day for today, else with the date: "17:13", "2026-02-11 17:13".
  func moment(_ time: Instant, now: Instant) -> String {
    let date = date(of: time)
    return date == self.date(of: now) ? clock(of: time) : "\(date) \(clock(of: time))"
  }
}
