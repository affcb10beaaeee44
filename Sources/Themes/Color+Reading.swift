import Canvas
import Foundation

/// How colours look to people: how bright they are, how readable one is on another, and how far apart two are.
/// Colours defined by the terminal have no such figures.
extension Color {
  /// Relative luminance by WCAG 2, 0 (black) to 1 (white).
  package var luminance: Double? {
    linear.map { 0.2126 * $0.red + 0.7152 * $0.green + 0.0722 * $0.blue }
  }

  /// Contrast by WCAG 2, 1 (none) to 21. It asks for 4.5 for text and 3 for large text and signs.
  package func contrast(with other: Color) -> Double? {
    guard let mine = luminance, let others = other.luminance else { return nil }
    return (max(mine, others) + 0.05) / (min(mine, others) + 0.05)
  }

  /// The colour itself, or if its contrast on `ground` is too low, the closest lighter or darker one with enough
  /// contrast. Any ratio up to 4.5 is possible on any ground.
  package func readable(on ground: Color?, atLeast ratio: Double) -> Color {
    guard let ground, contrast(with: ground) != nil else { return self }
    for percent in stride(from: 0, through: 100, by: 5) {
      for extreme in [Color.white, .black] {
        let candidate = mixed(with: extreme, percent)
        if let contrast = candidate.contrast(with: ground), contrast >= ratio { return candidate }
      }
    }
    return self
  }

  /// A colour that many percent of the way to another.
  package func mixed(with other: Color, _ percent: Int) -> Color {
    Ramp(from: self, to: other)[Double(percent) / 100].foreground
  }

  /// Whether it needs dark text on it.
  var isBright: Bool { (luminance ?? 0) > 0.18 }

  /// Degrees around the OKLab circle (red 29, yellow 110, green 142, blue 264); nil for greys.
  package var hue: Double? {
    guard let lab, hypot(lab.a, lab.b) >= 0.04 else { return nil }
    let degrees = atan2(lab.b, lab.a) * 180 / .pi
    return degrees < 0 ? degrees + 360 : degrees
  }

  /// The distance in OKLab: 1 from black to white. Below about 0.05 people cannot tell two colours apart.
  package func distance(to other: Color) -> Double? {
    guard let mine = lab, let others = other.lab else { return nil }
    return hypot(hypot(mine.lightness - others.lightness, mine.a - others.a), mine.b - others.b)
  }

  static let white = Color(hex: 0xFFFFFF)
  static let black = Color(hex: 0x000000)

  private var linear: (red: Double, green: Double, blue: Double)? {
    guard case .rgb(let red, let green, let blue) = self else { return nil }
    func light(_ level: UInt8) -> Double {
      let share = Double(level) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return (light(red), light(green), light(blue))
  }

  /// Björn Ottosson's OKLab, in which equal distances look about equal.
  private var lab: (lightness: Double, a: Double, b: Double)? {
    guard let (red, green, blue) = linear else { return nil }
    let long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    let middle = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    let short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
      0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
      1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
      0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    )
  }
}
