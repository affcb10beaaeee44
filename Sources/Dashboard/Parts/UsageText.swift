import Canvas
import Ledger

extension UsageTotals {
  /// The cost with its doubts, in the characters there are: a sign for "at least" where output counts
  /// are missing, `*` for parts without a price.
  func costText(_ look: Look) -> String {
    if unpriced > 0, cost == .zero { return "unpriced" }
    let atLeast = unfinished > 0 ? (look.glyphs.isUnicode ? "≥" : ">=") : ""
    return atLeast + cost.shortDisplay + (unpriced > 0 ? "*" : "")
  }
}

extension Look {
  /// What people call a part of usage, cut where it tells least: of a model the beginning that all
  /// share, of a path its beginning, of a session the end of its folder.
  func fitTitle(_ title: String, _ dimension: UsageDimension, width: Int) -> String {
    if dimension == .session {
      return TextWidth.fit(title, min(width, TextWidth.columns(of: title)), glyphs: glyphs)
    }
    let isLong = TextWidth.columns(of: title) > width && title.hasPrefix("claude-")
    return TextWidth.fitEnd(
      isLong ? String(title.dropFirst("claude-".count)) : title, width, glyphs: glyphs)
  }
}

/// A share as people read it: "41%", "<1%".
enum PercentText {
  static func of(_ share: Double) -> String {
    let percent = Int(nearest: share * 100)
    return percent == 0 && share > 0 ? "<1%" : "\(percent)%"
  }
}

extension Purse {
  /// What people call it.
  var title: String {
    switch self {
    case .extra: "extra"
    case .plan: "plan"
    case .apiKey: "API key"
    case .ownPlan: "own plan"
    case .cloud: "cloud"
    case .unknown: "unknown"
    }
  }

  /// What people call it, with how sure it is where that says something.
  /// - Parameters:
  ///   - tool: whose requests it pays.
  ///   - basis: how sure it is.
  ///   - isProbable: whether cache writes say so.
  func title(of tool: Tool, _ basis: Basis, isProbable: Bool = false) -> String {
    // Transcripts alone seldom prove it; whoever reports usage says it.
    guard tool.leavesTranscripts, basis != .proven else { return title }
    return switch self {
    case .extra: isProbable || basis == .likely ? "extra, probably" : "extra, assumed"
    case .plan: "plan, probably"
    default: title
    }
  }
}
