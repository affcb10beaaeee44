import Canvas
import Testing
import Themes

@Suite struct ThemeFileTests {
  @Test(arguments: [
    ("theme[main_fg]=\"#C0ffEE\"", Color(hex: 0xC0FFEE)),
    ("theme[main_fg]='#c0ffee'", Color(hex: 0xC0FFEE)),
    ("theme[main_fg]=#c0ffee", Color(hex: 0xC0FFEE)),
    ("theme[main_fg]=#c0ffee   # coffee", Color(hex: 0xC0FFEE)),
    ("theme[main_fg]=\"#c0ffee\" # coffee", Color(hex: 0xC0FFEE)),
    ("  theme[ main_fg ] = \"#c0ffee\" \t", Color(hex: 0xC0FFEE)),
    ("\u{feff}theme[main_fg]=\"#80\"\r", Color(hex: 0x808080)),
    ("theme[main_fg]=\"12 34  255\"", .rgb(12, 34, 255)),
    ("theme[main_fg]=12 34 255 # blue", .rgb(12, 34, 255)),
    ("theme[main_fg]=\"\"", .terminal),
    ("theme[main_fg]=", .terminal),
  ])
  func `a colour may be written in any way btop accepts`(line: String, color: Color) {
    let (theme, problems) = ThemeFile.parse(line)
    #expect(theme.colors == ["main_fg": color])
    #expect(problems.isEmpty)
  }

  @Test(arguments: [
    ("theme[main_fg]=\"#12345\"", "\"#12345\""),
    ("theme[main_fg]=\"#+1\"", "\"#+1\""),
    ("theme[main_fg]=\"#１２\"", "\"#１２\""),
    ("theme[main_fg]=\"1 2 256\"", "\"1 2 256\""),
    ("theme[main_fg]=\"-1 2 3\"", "\"-1 2 3\""),
    ("theme[main_fg]=\"1 2\"", "\"1 2\""),
    ("theme[main_fg]=\"red\"", "\"red\""),
    ("theme[main_fg]=\"#ffffff", "\"#ffffff"),
    ("theme[main_fg]=\"#ff\" \"#00\"", "\"#ff\" \"#00\""),
    ("theme[main_fg]=\"\u{1b}[31m\"", "\"·[31m\""),
  ])
  func `an invalid colour is reported`(line: String, shown: String) {
    let (theme, problems) = ThemeFile.parse(line)
    #expect(theme.colors.isEmpty)
    #expect(
      problems.map(\.text) == [
        "“main_fg” must be \"#RRGGBB\", \"#GG\", \"R G B\" or \"\", not \(shown)"
      ])
  }

  @Test func `wrong lines are reported by number and the rest is used`() {
    let (theme, problems) = ThemeFile.parse(
      """
      # a theme
      theme[hi_fg]="#ff0000"

      hello \u{1b}]0;there
      theme[colour]="#ff"
      theme[hi_fg]="#00ff00"
      theme hi_fg "#ff"
      """)
    #expect(theme.colors == ["hi_fg": Color(hex: 0x00FF00)])
    #expect(
      problems.map(\.description) == [
        "line 4: “hello ·]0;there” is not of the form theme[key]=\"value\"",
        "line 5: there is no key “colour”",
        "line 7: “theme hi_fg \"#ff\"” is not of the form theme[key]=\"value\"",
      ])
  }

  @Test func `only the start of an endless line is shown`() {
    let (_, problems) = ThemeFile.parse(String(repeating: "x", count: 10_000))
    #expect((problems.first?.text.count ?? 0) < 100)
  }
}
