/// An amount of money as a person types it: plain digits with at most one point. Bad input is rejected, never
/// repaired.
package enum Amount {
  /// The largest amount one action may move, in any currency: ten million.
  package static let most = Money(nanos: 10_000_000 * 1_000_000_000)

  /// Amounts from here up, in any currency, must be typed a second time.
  package static let confirmedTwiceAbove = Money(nanos: 1000 * 1_000_000_000)

  /// Why a text is not a usable amount. The description is a whole sentence.
  package enum Fault: Error, Equatable, CustomStringConvertible {
    case text(DecimalText.Fault)
    /// Zero where something has to move.
    case zero
    case aboveMost

    package var description: String {
      switch self {
      case .text(let fault): fault.description
      case .zero: "an amount of 0 would change nothing"
      case .aboveMost: "the largest amount allowed at once is ten million"
      }
    }
  }

  /// Reads an amount.
  /// - Parameters:
  ///   - decimals: how many decimals the text may have, usually those of the currency.
  ///   - mayBeZero: whether zero is valid, as it is for a cap.
  package static func read(
    _ text: some StringProtocol, decimals: Int, mayBeZero: Bool = false
  ) throws(Fault) -> Money {
    let money: Money
    do {
      money = try Money(text: text, decimals: decimals)
    } catch {
      throw .text(error)
    }
    guard money > .zero || mayBeZero else { throw .zero }
    guard money <= most else { throw .aboveMost }
    return money
  }
}
