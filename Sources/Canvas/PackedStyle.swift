/// A style in one word: 26 bits for each colour, then the attributes.
struct PackedStyle: Equatable, Sendable {
  private let bits: UInt64

  init(_ style: Style) {
    bits =
      PackedStyle.pack(style.foreground) | PackedStyle.pack(style.background) << 26
      | UInt64(style.attributes.rawValue) << 52
  }

  var style: Style {
    Style(
      PackedStyle.unpack(bits), on: PackedStyle.unpack(bits >> 26),
      Attributes(rawValue: UInt8(truncatingIfNeeded: bits >> 52)))
  }

  private static let isRGB: UInt64 = 1 << 24
  private static let isANSI: UInt64 = 1 << 25

  private static func pack(_ color: Color) -> UInt64 {
    switch color {
    case .terminal: return 0
    case .rgb(let red, let green, let blue):
      return isRGB | UInt64(red) << 16 | UInt64(green) << 8 | UInt64(blue)
    case .ansi(let number): return isANSI | UInt64(number)
    }
  }

  private static func unpack(_ bits: UInt64) -> Color {
    if bits & isRGB != 0 { return Color(hex: UInt32(bits & 0xff_ffff)) }
    if bits & isANSI != 0 { return .ansi(UInt8(truncatingIfNeeded: bits)) }
    return .terminal
  }
}
