/// A colour as a panel asks for it; reduced later to what the terminal can show.
package enum Color: Equatable, Hashable, Sendable {
  /// The terminal's own foreground or background.
  case terminal
  /// Red, green and blue, each 0…255.
  case rgb(UInt8, UInt8, UInt8)
  /// One of the 16 palette colours: 0…7 normal, 8…15 bright. Larger numbers count modulo 16.
  case ansi(UInt8)

  /// The colour `0xRRGGBB`; higher bits are ignored.
  package init(hex: UInt32) {
    self = .rgb(
      UInt8(truncatingIfNeeded: hex >> 16), UInt8(truncatingIfNeeded: hex >> 8),
      UInt8(truncatingIfNeeded: hex))
  }
}

extension Color: CustomStringConvertible {
  /// `terminal`, `#rrggbb` or `ansi 3`.
  package var description: String {
    switch self {
    case .terminal: return "terminal"
    case .rgb(let red, let green, let blue):
      let digits = String(UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue), radix: 16)
      return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    case .ansi(let number): return "ansi \(number % 16)"
    }
  }
}
