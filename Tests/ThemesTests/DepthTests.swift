import Canvas
import Testing
import Themes

@Suite struct DepthTests {
  @Test func `16 colours use only what is readable everywhere`() {
    let made = palette("theme[main_bg]=\"#2E3440\"\ntheme[main_fg]=\"#D8DEE9\"").inSixteenColors
    #expect(made.foreground == .terminal && made.background == .terminal)
    #expect(made.label == .terminal && made.border == .terminal)
    let safe: Set<Color> = [.terminal, .ansi(1), .ansi(2), .ansi(3), .ansi(5), .ansi(6)]
    let ramps = made.fuel.steps + made.burn.steps
    #expect(safe.isSuperset(of: made.texts + made.tools + ramps.map(\.foreground)))
    #expect(made.good == .ansi(2) && made.warning == .terminal && made.bad == .ansi(1))
    #expect(Set(ramps.map(\.foreground)) == [.ansi(1), .ansi(2), .ansi(3)])
  }

  @Test func `in 16 colours tools stay different and greys stay grey`() {
    #expect(Set(Palette.standard.inSixteenColors.tools).count == 6)
    let blues = (1...6).map { "theme[tool_\($0)]=\"#20\($0)0F0\"\n" }.joined()
    #expect(Set(palette(blues).inSixteenColors.tools).count == 6)
    let greys = (1...6).map { "theme[tool_\($0)]=\"#\($0)0\"\n" }.joined()
    #expect(Set(palette(greys).inSixteenColors.tools) == [.terminal])
  }

  @Test func `without colours the selected row is drawn in reverse`() {
    let made = palette("theme[selected_bg]=\"#336699\"").withoutColors
    #expect(made.selectedBackground == .terminal && made.selectedForeground == .terminal)
    #expect(Set(made.texts + made.tools) == [.terminal])
  }
}
