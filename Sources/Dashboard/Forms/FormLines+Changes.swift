import Advice
import Canvas

/// What an action would change: each figure before and after, and other consequences.
extension FormLines {
  /// The preview; while the form is incomplete, it shows the present figures.
  private var preview: MoneyPreview? {
    // No pending change has the number 0, so this action changes nothing.
    form.isList || form.rules.asksNothing
      ? nil
      : MoneyPreview(action ?? .cancel(pending: 0), of: state, at: model.now, days: model.days)
  }

  var changes: [FormLine] {
    let rows = preview?.rows ?? []
    let labelWidth = max(
      FormLines.labelWidth + 1, (rows.map { TextWidth.columns(of: $0.label) }.max() ?? 0) + 2)
    let beforeWidth = rows.filter(\.isChange).map { TextWidth.columns(of: $0.before) }.max() ?? 0
    return rows.flatMap { row -> [FormLine] in
      let head = Frame.Piece("  " + TextWidth.fit(row.label, labelWidth), label)
      guard row.isChange else {
        return [FormLine(pieces: [head, Frame.Piece(row.before, label)], rank: .unchanged)]
      }
      let before = Frame.Piece(TextWidth.fit(row.before, beforeWidth), .plain)
      let arrow = Frame.Piece(" \(look.glyphs.right) ", look.palette.style(\.accent))
      let after = Frame.Piece(row.after, strong)
      let pieces = [head, before, arrow, after]
      if pieces.reduce(0, { $0 + $1.width }) <= width {
        return [FormLine(pieces: pieces, rank: .change)]
      }
      let indent = Frame.Piece(TextWidth.spaces(head.width - 3), label)
      return [
        FormLine(pieces: [head, Frame.Piece(row.before, .plain)], rank: .change),
        FormLine(pieces: [indent, arrow, after], rank: .change),
      ]
    }
  }

  var notices: [FormLine] {
    (preview?.notices ?? []).flatMap {
      wrapped($0, .plain, .notice, sign: "\(look.glyphs.bullet) ")
    }
  }
}
