import Canvas
import Testing
import Themes

/// The palette of a theme's text, which must be valid.
func palette(_ text: String) -> Palette {
  let (theme, problems) = ThemeFile.parse(text)
  #expect(problems.isEmpty)
  return Palette(theme)
}

@Suite struct PaletteTests {
  @Test func `an empty theme is the default`() {
    #expect(palette("") == .standard)
  }

  @Test func `a theme of btop looks as its author meant it`() {
    let made = palette(
      """
      theme[main_bg]="#101820"
      theme[main_fg]="#d0d8e0"
      theme[title]="#ffffff"
      theme[hi_fg]="#ffaa00"
      theme[selected_bg]="#304050"
      theme[selected_fg]="#f0f0f0"
      theme[inactive_fg]="#8090a0"
      theme[meter_bg]="#405060"
      theme[cpu_box]="#557799"
      theme[div_line]="#333333"
      theme[cpu_start]="#40c040"
      theme[cpu_mid]="#d0c040"
      theme[cpu_end]="#e04040"
      theme[download_mid]="#4080ff"
      theme[upload_mid]="#d060d0"
      theme[free_mid]="#30d0c0"
      """)
    #expect(made.background == Color(hex: 0x101820) && made.foreground == Color(hex: 0xD0D8E0))
    #expect(made.title == Color(hex: 0xFFFFFF) && made.accent == Color(hex: 0xFFAA00))
    #expect(made.selectedBackground == Color(hex: 0x304050))
    #expect(made.selectedForeground == Color(hex: 0xF0F0F0))
    #expect(made.label == Color(hex: 0x8090A0) && made.track == Color(hex: 0x405060))
    #expect(made.border == Color(hex: 0x557799))
    #expect(made.good == Color(hex: 0x40C040) && made.warning == Color(hex: 0xD0C040))
    #expect(made.bad == Color(hex: 0xE04040))
    #expect(made.burn[0].foreground == made.good && made.burn[1].foreground == made.bad)
    #expect(made.fuel[0].foreground == made.bad && made.fuel[1].foreground == made.good)
    #expect(made.fuel[0.5].foreground == made.warning)
    #expect(made.tools.first == made.accent)
    for hex: UInt32 in [0x4080FF, 0xD060D0, 0x30D0C0] {
      #expect(made.tools.contains(Color(hex: hex)))
    }
  }

  @Test func `bad is red in a theme without red, and grey only among greys`() {
    let ground = "theme[main_bg]=\"#101010\"\ntheme[main_fg]=\"#e0\"\n"
    let teal = palette(ground + "theme[cpu_start]=\"#20b0a0\"\ntheme[cpu_end]=\"#20d0b0\"")
    #expect(teal.bad == Palette.standard.bad && teal.warning == Palette.standard.warning)
    let grey = palette(ground + "theme[cpu_start]=\"#a0\"\ntheme[cpu_end]=\"#ff\"")
    #expect(grey.good == Color(hex: 0xA0A0A0) && grey.bad == Color(hex: 0xFFFFFF))
  }

  @Test func `our own keys win and are used unchanged`() {
    let made = palette(
      """
      theme[main_bg]="#000000"
      theme[main_fg]="#ffffff"
      theme[inactive_fg]="#cccccc"
      theme[label]="#111111"
      theme[cpu_start]="#00ff00"
      theme[cpu_end]="#ff0000"
      theme[good]="#0000ff"
      theme[burn_start]="#222222"
      theme[fuel_start]="#333333"
      theme[fuel_end]="#444444"
      theme[tool_2]="#123456"
      """)
    #expect(made.label == Color(hex: 0x111111) && made.good == Color(hex: 0x0000FF))
    #expect(made.bad == Color(hex: 0xFF0000))
    #expect(made.burn == Ramp(Style(Color(hex: 0x222222))))
    #expect(made.fuel == Ramp(from: Color(hex: 0x333333), to: Color(hex: 0x444444)))
    #expect(made.tools.count == 6 && made.tools[1] == Color(hex: 0x123456))
  }

  @Test func `labels are readable even if a theme hides inactive text`() {
    let dark = """
      theme[main_bg]="#202020"
      theme[main_fg]="#e0e0e0"
      theme[inactive_fg]="#30"

      """
    #expect(palette(dark + "theme[graph_text]=\"#a0a0a0\"").label == Color(hex: 0xA0A0A0))
    let mixed = palette(dark).label
    #expect(palette(dark + "theme[graph_text]=\"#e0e0e0\"").label == mixed)
    #expect((mixed.contrast(with: Color(hex: 0x202020)) ?? 0) >= 3.5)
    #expect((mixed.luminance ?? 1) < (Color(hex: 0xE0E0E0).luminance ?? 0))
  }

  @Test(arguments: ["#000000", "#2E3440", "#777777", "#808080", "#C0C0C0", "#FFFFFF", "#FF0000"])
  func `colours missing from a theme are readable on its background`(background: String) throws {
    let made = palette("theme[main_bg]=\"\(background)\"")
    for color in made.texts where color != .terminal {
      #expect(try #require(color.contrast(with: made.background)) >= 3.5, "\(color)")
    }
  }

  @Test func `the terminal's background is assumed to suit the text`() {
    let made = palette("theme[main_bg]=\"\"\ntheme[main_fg]=\"#333333\"\ntheme[hi_fg]=\"#ffff80\"")
    #expect(made.background == .terminal && made.foreground == Color(hex: 0x333333))
    #expect((made.accent.contrast(with: Color(hex: 0xFFFFFF)) ?? 0) >= 3.5)
  }

  @Test func `the selected row is reversed if the theme has no bar`() {
    let plain = palette("theme[main_bg]=\"#111111\"\ntheme[selected_fg]=\"#ff\"")
    #expect(plain.selectedForeground == .terminal && plain.selectedBackground == .terminal)
    let same = palette("theme[main_bg]=\"#111111\"\ntheme[selected_bg]=\"#11\"")
    #expect(same.selectedBackground == .terminal)
    let bar = palette("theme[selected_bg]=\"#336699\"\ntheme[selected_fg]=\"#336699\"")
    #expect((bar.selectedForeground.contrast(with: bar.selectedBackground) ?? 0) >= 4.5)
  }

  @Test func `tools differ even in a theme of one hue`() {
    let made = palette(
      """
      theme[main_bg]="#101010"
      theme[main_fg]="#d0d0d0"
      theme[hi_fg]="#5E81AC"
      theme[cpu_mid]="#5E81AC"
      theme[used_mid]="#6085B0"
      """)
    #expect(made.closestTools >= 0.04)
  }
}

extension Palette {
  /// All colours used for text.
  var texts: [Color] { [foreground, title, label, accent, good, warning, bad] + tools }

  /// The smallest distance between the colours of two tools.
  var closestTools: Double {
    var least = 1.0
    for (index, color) in tools.enumerated() {
      for other in tools[..<index] { least = min(least, color.distance(to: other) ?? 1) }
    }
    return least
  }
}
