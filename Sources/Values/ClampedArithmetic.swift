/// Arithmetic that stops at the largest or smallest value, where `+`, `-` and `*` would crash the program.
extension FixedWidthInteger where Self: SignedInteger {
  /// The sum, clamped to the range of the type.
  @inline(__always)
  @inlinable package func addingClamped(_ other: Self) -> Self {
    let (sum, isBeyond) = addingReportingOverflow(other)
    return isBeyond ? (other < 0 ? .min : .max) : sum
  }

  /// The difference, clamped to the range of the type.
  @inline(__always)
  @inlinable package func subtractingClamped(_ other: Self) -> Self {
    let (difference, isBeyond) = subtractingReportingOverflow(other)
    return isBeyond ? (other < 0 ? .max : .min) : difference
  }

  /// The product, clamped to the range of the type.
  @inline(__always)
  @inlinable package func multipliedClamped(by other: Self) -> Self {
    let (product, isBeyond) = multipliedReportingOverflow(by: other)
    return isBeyond ? ((self < 0) == (other < 0) ? .max : .min) : product
  }
}

extension Int {
  /// The nearest whole number, clamped to the range of `Int`; 0 for NaN.
  package init(nearest value: Double) {
    self = value.isNaN ? 0 : Int(exactly: value.rounded()) ?? (value < 0 ? .min : .max)
  }
}
