import Canvas

/// Turns canvas colours into the numbers for a terminal's colour depth.
package struct ColorReducer: Equatable, Sendable {
  /// How many colours there are.
  package let depth: ColorDepth

  /// A reducer.
  package init(_ depth: ColorDepth) { self.depth = depth }

  /// The terminal's own colour, as curses writes it.
  package static let terminalColor: Int32 = -1

  /// The number of a colour: -1 for the terminal's own, else 0…15, 0…255 or 0xRRGGBB by depth.
  package func number(_ color: Color) -> Int32 {
    switch (color, depth) {
    case (.terminal, _), (_, .none): return ColorReducer.terminalColor
    case (.ansi(let number), _): return Int32(number % 16)
    case (.rgb(let red, let green, let blue), .truecolor):
      // 0…15 would mean the palette; the darkest blues become 16 instead, which looks the same.
      return max(16, Int32(red) << 16 | Int32(green) << 8 | Int32(blue))
    case (.rgb(let red, let green, let blue), .palette256):
      return ColorReducer.nearest256(Int(red), Int(green), Int(blue))
    case (.rgb(let red, let green, let blue), .ansi16):
      return ColorReducer.nearest16(Int(red), Int(green), Int(blue))
    }
  }

  /// Both numbers of a style. Different colours stay different: text must not vanish because it and its background
  /// became the same.
  package func numbers(_ style: Style) -> (foreground: Int32, background: Int32) {
    let foreground = number(style.foreground)
    let background = number(style.background)
    if foreground == background, foreground >= 0, style.foreground != style.background {
      let isDark = [0, 1, 4, 5, 8].contains(background) || (16...51).contains(background)
      return (isDark ? 15 : 0, background)
    }
    return (foreground, background)
  }

  /// The nearest colour in the cube and the greys, 16…255: the lower colours are the user's own.
  static func nearest256(_ red: Int, _ green: Int, _ blue: Int) -> Int32 {
    func step(_ part: Int) -> Int { part < 48 ? 0 : part < 115 ? 1 : (part - 35) / 40 }
    func level(_ step: Int) -> Int { step == 0 ? 0 : 55 + 40 * step }
    let cube = (step(red), step(green), step(blue))
    let shade = min(max(0, ((red + green + blue) / 3 - 3) / 10), 23)
    let grey = 8 + 10 * shade
    let toCube = distance((red, green, blue), (level(cube.0), level(cube.1), level(cube.2)))
    let toGrey = distance((red, green, blue), (grey, grey, grey))
    if toGrey < toCube { return Int32(232 + shade) }
    return Int32(16 + 36 * cube.0 + 6 * cube.1 + cube.2)
  }

  /// The nearest of xterm's 16 colours.
  static func nearest16(_ red: Int, _ green: Int, _ blue: Int) -> Int32 {
    var best = 0
    var least = Int.max
    for (number, color) in palette.enumerated() {
      let apart = distance((red, green, blue), color)
      if apart < least { (best, least) = (number, apart) }
    }
    return Int32(best)
  }

  private static let palette: [(Int, Int, Int)] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
    (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255),
    (255, 0, 255), (0, 255, 255), (255, 255, 255),
  ]

  private static func distance(_ left: (Int, Int, Int), _ right: (Int, Int, Int)) -> Int {
    let (red, green, blue) = (left.0 - right.0, left.1 - right.1, left.2 - right.2)
    return red * red + green * green + blue * blue
  }
}
