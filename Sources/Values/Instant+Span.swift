extension Instant {
  /// The beginning of a UTC minute, counted from the epoch.
  @inlinable package init(minute: Int64) {
    self.init(milliseconds: minute.multipliedClamped(by: Instant.perMinute))
  }

  /// The moment a span later.
  @inlinable package static func + (moment: Instant, span: Span) -> Instant {
    moment.advanced(by: span.milliseconds)
  }

  /// The moment a span earlier.
  @inlinable package static func - (moment: Instant, span: Span) -> Instant {
    Instant(milliseconds: moment.milliseconds.subtractingClamped(span.milliseconds))
  }
}
