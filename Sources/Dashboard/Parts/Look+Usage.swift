import Canvas
import Ledger
import Themes

/// Drawing usage, the same in every view.
extension Look {
  /// A tool's colour.
  func color(of tool: Tool) -> Color {
    palette.tool(Tool.allCases.firstIndex(of: tool) ?? 0)
  }

  /// A thin horizontal bar for a fraction 0…1, to half a column. Anything above 0 shows at least half a
  /// column.
  func bar(_ fraction: Double, width: Int) -> String {
    let halves = Int((min(max(0, fraction), 1) * Double(2 * width)).rounded(.up))
    guard halves > 0 else { return "" }
    let whole = String(repeating: String(glyphs.bar), count: halves / 2)
    return halves % 2 == 0 ? whole : whole + String(glyphs.halfBar)
  }
}
