import Canvas
import Ledger
import Themes

/// What is to be warned of about money, the most severe first, as many lines as may be spent on it.
struct MoneyBanners {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  /// Lines there may be: a low screen shows the view, not its warnings.
  private var most: Int { model.size.height >= 24 ? 3 : model.size.height >= 20 ? 2 : 1 }

  /// Those of the current account, and what is critical or about a login in another; of equal ones its own
  /// come first.
  var warnings: [Warning] {
    let current = model.funds.current
    let told = model.funds.warnings.filter {
      $0.account == current || $0.account.isEmpty || $0.severity == .critical
        || $0.id == .wrongAccount || $0.id == .apiKeyOverrides
    }
    return [Warning.Severity.critical, .warning, .info].flatMap { severity in
      let equal = told.filter { $0.severity == severity }
      return equal.filter { $0.account == current } + equal.filter { $0.account != current }
    }
  }

  private struct Entry {
    var severity: Warning.Severity
    var lines: [[Frame.Piece]]
  }

  var lines: [[Frame.Piece]] {
    let warnings = self.warnings
    let refusal = RefusalBanner(
      model, isEmptyTold: warnings.contains { $0.id == .outOfUsage })
    var entries = warnings.map { Entry(severity: $0.severity, lines: [line($0)]) }
    if let severity = refusal.severity {
      // What happened just now stands before what is so, if it is as severe.
      let place = entries.firstIndex { $0.severity <= severity } ?? entries.endIndex
      entries.insert(Entry(severity: severity, lines: refusal.lines), at: place)
    }
    var shown: [[Frame.Piece]] = []
    var count = 0
    for entry in entries where shown.isEmpty || shown.count + entry.lines.count <= most {
      guard count == 0 || shown.count < most else { break }
      shown += entry.lines
      count += 1
    }
    let hidden = entries.count - count
    if hidden > 0, let last = shown.popLast() { shown.append(adding("+\(hidden) more", to: last)) }
    return shown
  }

  private var width: Int { model.size.width - 2 }

  private func sign(_ severity: Warning.Severity) -> (Unicode.Scalar, Style) {
    let look = model.look
    return switch severity {
    case .critical: (look.glyphs.cross, look.palette.style(\.bad, [.bold]))
    case .warning: (look.glyphs.warning, look.palette.style(\.warning, [.bold]))
    case .info: (look.glyphs.bullet, look.palette.style(\.accent))
    }
  }

  private func line(_ warning: Warning) -> [Frame.Piece] {
    let look = model.look
    let (sign, style) = sign(warning.severity)
    // What is about no account, such as a source, is mended in its own place.
    let isElsewhere = !warning.account.isEmpty && warning.account != model.funds.current
    let key = isElsewhere ? "w" : warning.key
    let what = isElsewhere ? "w switches to it" : "\(warning.action)\(key.map { " (\($0))" } ?? "")"
    let target = key.flatMap { Action.of(.character($0), in: model.view) }.map {
      Frame.Target.action($0.id)
    }
    let message = SafeText.clean(warning.message)
    let room = width - 2
    let action = "  " + SafeText.clean(what)
    let rest = room - TextWidth.columns(of: action)
    // A sentence that is cut to pieces tells less than the action would help.
    let hasAction = rest >= min(TextWidth.columns(of: message), 24)
    let text = TextWidth.fit(
      message, min(hasAction ? rest : room, TextWidth.columns(of: message)), glyphs: look.glyphs)
    return [
      Frame.Piece("\(sign) ", style, target),
      Frame.Piece(text, warning.severity == .info ? .plain : style, target),
    ] + (hasAction ? [Frame.Piece(action, look.palette.style(\.label), target)] : [])
  }

  /// The line with something at its end, for which its longest piece gives way.
  private func adding(_ text: String, to line: [Frame.Piece]) -> [Frame.Piece] {
    var line = line
    let end = Frame.Piece("  " + text, model.look.palette.style(\.label))
    let excess = line.reduce(end.width) { $0 + $1.width } - width
    if excess > 0, let longest = line.indices.max(by: { line[$0].width < line[$1].width }) {
      let room = max(1, line[longest].width - excess)
      line[longest].text = TextWidth.fit(line[longest].text, room, glyphs: model.look.glyphs)
    }
    return line + [end]
  }
}
