import Canvas
import Ledger
import Themes

/// How usage looks wherever it is shown.
extension Look {
  /// The colour of a tool wherever it is shown.
  func color(of tool: Tool) -> Color {
    palette.tool(Tool.allCases.firstIndex(of: tool) ?? 0)
  }

  /// A thin horizontal bar of a length of 0…1, in halves of a column; never none for more than 0.
  func bar(_ fraction: Double, width: Int) -> String {
    let halves = Int((min(max(0, fraction), 1) * Double(2 * width)).rounded(.up))
    guard halves > 0 else { return "" }
    let whole = String(repeating: String(glyphs.bar), count: halves / 2)
    return halves % 2 == 0 ? whole : whole + String(glyphs.halfBar)
  }
}
