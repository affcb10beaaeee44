/// Sums that end at the largest and the smallest number there is, where `+` and `-` would end the program.
extension FixedWidthInteger where Self: SignedInteger {
  /// The sum, or the nearest number to it.
  @inline(__always)
  @inlinable package func addingClamped(_ other: Self) -> Self {
    let (sum, isBeyond) = addingReportingOverflow(other)
    return isBeyond ? (other < 0 ? .min : .max) : sum
  }

  /// The difference, or the nearest number to it.
  @inline(__always)
  @inlinable package func subtractingClamped(_ other: Self) -> Self {
    let (difference, isBeyond) = subtractingReportingOverflow(other)
    return isBeyond ? (other < 0 ? .max : .min) : difference
  }

  /// The product, or the nearest number to it.
  @inline(__always)
  @inlinable package func multipliedClamped(by other: Self) -> Self {
    let (product, isBeyond) = multipliedReportingOverflow(by: other)
    return isBeyond ? ((self < 0) == (other < 0) ? .max : .min) : product
  }
}

extension Int {
  /// The whole number nearest to a fraction: the largest there is for what is beyond it, 0 for what is no
  /// number.
  package init(nearest value: Double) {
    self = value.isNaN ? 0 : Int(exactly: value.rounded()) ?? (value < 0 ? .min : .max)
  }
}
