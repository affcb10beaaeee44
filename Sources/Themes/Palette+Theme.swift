import Canvas

/// What the keys of a theme mean here. Themes were made for another program, often on one person's screen, so text
/// is made readable on the theme's background whatever the file says. Fuelgauge's own keys are used unchanged.
extension Palette {
  /// Creates the palette of a theme. What is missing follows from the rest, or is as in ``standard``.
  package init(_ theme: ThemeFile) {
    let mapping = Mapping(theme)
    let burn = mapping.stops("burn") ?? mapping.burn
    let fuel = mapping.stops("fuel") ?? burn.reversed()
    let selected = mapping.selected
    self.init(
      foreground: mapping.foreground, background: mapping.background,
      border: mapping.drawing(["cpu_box", "div_line"], Palette.standard.border, 1.5),
      title: mapping.drawing(["title"], Palette.standard.title, Mapping.textContrast),
      label: mapping.label,
      accent: mapping.drawing(["hi_fg"], Palette.standard.accent, Mapping.textContrast),
      selectedForeground: selected.foreground, selectedBackground: selected.background,
      track: mapping.drawing(["meter_bg", "inactive_fg"], Palette.standard.track, 1.3),
      good: theme["good"] ?? mapping.sign(118...172, from: 0, Palette.standard.good),
      warning: theme["warning"] ?? mapping.sign(45...117, from: 1, Palette.standard.warning),
      bad: theme["bad"] ?? mapping.sign(-10...44, from: 2, Palette.standard.bad),
      fuel: Ramp(stops: fuel), burn: Ramp(stops: burn), tools: mapping.tools)
  }
}

/// A theme with what follows from its background.
private struct Mapping {
  /// More than WCAG asks for large text but less than for small text: few themes have that much, and people should
  /// recognize their colours.
  static let textContrast = 3.5

  let theme: ThemeFile
  let background: Color
  let foreground: Color
  /// The colour behind text, as far as known: the background, or, if that is the terminal's, a dark or light one to
  /// suit the chosen text.
  let ground: Color?

  init(_ theme: ThemeFile) {
    self.theme = theme
    background = theme["main_bg"] ?? Palette.standard.background
    let text = theme["main_fg"] ?? Palette.standard.foreground
    if background != .terminal {
      ground = background
      let own = text == .terminal ? Color(hex: background.isBright ? 0x202020 : 0xE0E0E0) : text
      foreground = own.readable(on: background, atLeast: Mapping.textContrast)
    } else {
      ground = text == .terminal ? nil : text.isBright ? Color(hex: 0x1E1E1E) : .white
      foreground = text
    }
  }

  /// The first of these keys that is set, else the default, with at least this contrast.
  func drawing(_ keys: [String], _ standard: Color, _ contrast: Double) -> Color {
    let color = keys.lazy.compactMap { theme[$0] }.first ?? standard
    return color.readable(on: ground, atLeast: contrast)
  }

  /// What themes call inactive is often barely visible. Labels must be readable and still less prominent than the
  /// text.
  var label: Color {
    if let own = theme["label"] { return own }
    let given = ["inactive_fg", "graph_text"].compactMap { theme[$0] }
    guard let ground else { return given.first ?? Palette.standard.label }
    let most = (foreground.contrast(with: ground) ?? 21) * 0.9
    let fits = { (color: Color) in
      color.contrast(with: ground).map { $0 >= Mapping.textContrast && $0 <= most } ?? false
    }
    return given.first(where: fits)
      ?? foreground.mixed(with: ground, 35).readable(on: ground, atLeast: Mapping.textContrast)
  }

  /// Both the terminal's own, drawn in reverse, unless the theme has a visible bar.
  var selected: (foreground: Color, background: Color) {
    guard let bar = theme["selected_bg"], bar != .terminal, bar != background else {
      return (.terminal, .terminal)
    }
    let text = theme["selected_fg"].flatMap { $0 == .terminal ? nil : $0 } ?? foreground
    let known = text == .terminal ? Color.white : text
    return (known.readable(on: bar, atLeast: 4.5), bar)
  }

  /// The colours of a gradient as given: one, two or three; nil without a start.
  func stops(_ name: String) -> [Color]? {
    let colors = ThemeKey.gradient(name).map { theme[$0] ?? .terminal }
    return colors[0] == .terminal ? nil : colors.filter { $0 != .terminal }
  }

  /// From low to high. The processor's gradient is the one themes are known for.
  var burn: [Color] {
    let stops = ["cpu", "temp", "used"].lazy.compactMap { self.stops($0) }.first
    let standard = [Palette.standard.good, Palette.standard.warning, Palette.standard.bad]
    return (stops ?? standard).map { $0.readable(on: ground, atLeast: 2) }
  }

  /// A colour with a meaning: one of the theme's colours with a suitable hue, else the default. A theme of greys
  /// only keeps its greys.
  ///
  /// - Parameter place: 0…2, where in the gradients to look first.
  func sign(_ hues: ClosedRange<Double>, from place: Int, _ standard: Color) -> Color {
    let gradients = ThemeKey.gradients.compactMap { stops($0) }
    let places = [place] + [1, 2, 0].filter { $0 != place }
    let colors = places.flatMap { place in gradients.map { $0[min(place, $0.count - 1)] } }
    let telling = colors.first { color in
      color.hue.map { hues.contains($0) || hues.contains($0 - 360) } ?? false
    }
    let isGrey = colors.allSatisfy { $0.hue == nil }
    let color = telling ?? (isGrey ? colors.first : nil) ?? standard
    return color.readable(on: ground, atLeast: Mapping.textContrast)
  }

  /// Six colours, as far apart as the theme allows.
  var tools: [Color] {
    let given = ThemeKey.tools.map { theme[$0] }
    let keys =
      ["hi_fg"]
      + ["_mid", "_start", "_end"].flatMap { part in ThemeKey.gradients.map { $0 + part } }
      + ["cpu_box", "mem_box", "net_box", "proc_box"]
    let theirs = keys.compactMap { theme[$0] }.filter { $0 != .terminal }
    if theirs.isEmpty { return zip(given, Palette.standard.tools).map { $0 ?? asText($1) } }
    let hues = theirs.map(asText)
    // A theme of one hue still has light and dark.
    let far = ground.map { $0.isBright ? Color.black : .white } ?? .white
    let shades = [20, 40, 60, 80].flatMap { percent in
      [label, hues[0]].map { asText($0.mixed(with: far, percent)) }
    }
    var chosen = given.compactMap { $0 }
    func room(_ color: Color) -> Double {
      chosen.map { color.distance(to: $0) ?? 1 }.min() ?? 1
    }
    func farthest(_ colors: [Color]) -> Color? {
      colors.enumerated().max { (room($0.element), $1.offset) < (room($1.element), $0.offset) }?
        .element
    }
    return given.map { own in
      if let own { return own }
      var next = farthest(hues) ?? hues[0]
      if room(next) < 0.08 { next = farthest(hues + shades) ?? next }
      chosen.append(next)
      return next
    }
  }

  private func asText(_ color: Color) -> Color {
    color.readable(on: ground, atLeast: Mapping.textContrast)
  }
}

extension Ramp {
  /// A gradient through one, two or three colours.
  init(stops: [Color]) {
    switch stops.count {
    case 0, 1: self.init(Style(stops.first ?? .terminal))
    case 2: self.init(from: stops[0], to: stops[1])
    default: self.init(from: stops[0], through: stops[1], to: stops[2])
    }
  }
}
