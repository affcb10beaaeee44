import Advice
import Canvas
import Themes
import Values

/// A current refusal: when it happened, what the tool printed, and what helps.
struct RefusalBanner {
  private let model: DashboardModel
  private let warning: Warning
  private let refusal: Refusal

  /// Returns nil if the warning is not about a current refusal.
  init?(_ warning: Warning, _ model: DashboardModel) {
    let refusal = model.funds.refusals.first {
      $0.account == warning.account && $0.part == warning.episode.part
    }
    guard warning.id == .refused, let refusal else { return nil }
    (self.model, self.warning, self.refusal) = (model, warning, refusal)
  }

  /// One line if both fit, else two. A low terminal gets one line without what the tool printed.
  /// - Parameters:
  ///   - help: what to do, with its key.
  ///   - target: the click target.
  func lines(help: String, target: Frame.Target?) -> [[Frame.Piece]] {
    let look = model.look
    let strong = look.palette.style(\.bad, [.bold])
    let label = look.palette.style(\.label)
    let head = "\(look.glyphs.cross) \(model.days.clock(of: refusal.latest.time)) "
    let room = model.size.width - 2 - TextWidth.columns(of: head)
    let quoted = SafeText.clean(warning.message)
    let count = refusal.count > 1 ? "  (\(CountDisplay.full(refusal.count)) in the last hour)" : ""
    func fitted(_ text: String) -> Frame.Piece {
      Frame.Piece(
        TextWidth.fit(text, min(room, TextWidth.columns(of: text)), glyphs: look.glyphs), strong,
        target)
    }
    if model.size.height < 20 {
      return [[Frame.Piece(head, strong, target), fitted("\(refusal.reason.title): \(help)")]]
    }
    let both = "  " + help + count
    if TextWidth.columns(of: quoted + both) <= room {
      return [[Frame.Piece(head + quoted, strong, target), Frame.Piece(both, label, target)]]
    }
    return [
      [Frame.Piece(head, strong, target), fitted(quoted)],
      [Frame.Piece(TextWidth.spaces(TextWidth.columns(of: head)) + help + count, label, target)],
    ]
  }
}
