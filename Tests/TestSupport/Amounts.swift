import Values

/// A whole number of dollars.
package func dollars(_ count: some BinaryInteger) -> Money {
  Money(nanos: Int64(count) * 1_000_000_000)
}

/// Dollars and a fraction, to the nearest nano-dollar: `dollars(12.34)`.
package func dollars(_ amount: Double) -> Money {
  Money(nanos: Int64((amount * 1e9).rounded()))
}

/// A number of cents.
package func cents(_ count: some BinaryInteger) -> Money {
  Money(nanos: Int64(count) * 10_000_000)
}
