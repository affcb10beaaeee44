/// An amount of money as a person gives it: plain digits with at most one point, never repaired.
package enum Amount {
  /// The most that one action moves, in any currency: ten million.
  package static let most = Money(nanos: 10_000_000 * 1_000_000_000)

  /// From this much on, in any currency, the amount has to be typed a second time.
  package static let confirmedTwiceAbove = Money(nanos: 1000 * 1_000_000_000)

  /// Why a text is no amount that can be used. Its description is a whole sentence.
  package enum Fault: Error, Equatable, CustomStringConvertible {
    case text(DecimalText.Fault)
    /// Zero where something has to move.
    case zero
    case aboveMost

    package var description: String {
      switch self {
      case .text(let fault): fault.description
      case .zero: "an amount of 0 would change nothing"
      case .aboveMost: "ten million is the most that can be moved at once"
      }
    }
  }

  /// Reads an amount.
  /// - Parameters:
  ///   - decimals: how many decimals it may have, as a rule those of the currency.
  ///   - mayBeZero: whether nothing is an amount here, as it is for a cap.
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
