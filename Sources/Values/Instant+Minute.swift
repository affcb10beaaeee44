extension Instant {
  /// To the minute, for sentences: "2026-03-10 14:05 UTC".
  package var minuteText: String {
    "\(rfc3339.prefix(10)) \(rfc3339.dropFirst(11).prefix(5)) UTC"
  }
}
