import Canvas
import Ledger

extension UsageTotals {
  /// The cost with its caveats: "≥" or ">=" where output counts are missing, `*` where some requests have
  /// no price.
  func costText(_ look: Look) -> String {
    if unpriced > 0, cost == .zero { return "unpriced" }
    let atLeast = unfinished > 0 ? (look.glyphs.isUnicode ? "≥" : ">=") : ""
    return atLeast + cost.shortDisplay + (unpriced > 0 ? "*" : "")
  }
}

extension Look {
  /// A title cut where it matters least: a model loses its "claude-" prefix, a path its beginning, a
  /// session the end of its folder.
  func fitTitle(_ title: String, _ dimension: UsageDimension, width: Int) -> String {
    if dimension == .session {
      return TextWidth.fit(title, min(width, TextWidth.columns(of: title)), glyphs: glyphs)
    }
    let isLong = TextWidth.columns(of: title) > width && title.hasPrefix("claude-")
    return TextWidth.fitEnd(
      isLong ? String(title.dropFirst("claude-".count)) : title, width, glyphs: glyphs)
  }
}

/// A share for display: "41%", "<1%".
enum PercentText {
  static func of(_ share: Double) -> String {
    let percent = Int(nearest: share * 100)
    return percent == 0 && share > 0 ? "<1%" : "\(percent)%"
  }
}
