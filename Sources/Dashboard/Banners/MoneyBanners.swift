import Advice
import Canvas
import Themes

/// Warnings about money, most severe first, as many as there are lines for.
struct MoneyBanners {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  /// Maximum number of lines: on a low screen the view matters more than warnings.
  private var most: Int { model.size.height >= 24 ? 3 : model.size.height >= 20 ? 2 : 1 }

  /// Warnings of the current account, and those of other accounts that are critical or about a login. At
  /// equal severity the current account's come first.
  var warnings: [Warning] {
    let told = model.funds.warnings.filter {
      isOwn($0) || $0.severity == .critical
        || $0.id == .wrongAccount || $0.id == .apiKeyOverrides
    }.filter { warning in
      // A refusal for an empty balance already says that it is empty.
      warning.id != .outOfUsage
        || !model.funds.warnings.contains {
          $0.reason == .balance && $0.account == warning.account
        }
    }
    return [Warning.Severity.critical, .warning, .info].flatMap { severity in
      let equal = told.filter { $0.severity == severity }
      return equal.filter(isOwn) + equal.filter { !isOwn($0) }
    }
  }

  /// Whether it is about the current account or about no account.
  private func isOwn(_ warning: Warning) -> Bool {
    warning.account == nil || warning.account == model.funds.current
  }

  var lines: [[Frame.Piece]] {
    let entries = warnings.map(lines(of:))
    var shown: [[Frame.Piece]] = []
    var count = 0
    for entry in entries where shown.isEmpty || shown.count + entry.count <= most {
      guard count == 0 || shown.count < most else { break }
      shown += entry
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

  private func lines(of warning: Warning) -> [[Frame.Piece]] {
    let look = model.look
    let (sign, style) = sign(warning.severity)
    // Switching accounts is no help for a refusal without a key, such as one that only needs waiting.
    let isElsewhere =
      !isOwn(warning) && (warning.id != .refused || warning.key != nil)
    let other = isElsewhere ? warning.account : nil
    let key = other == nil ? warning.key : "w"
    let what =
      other.map { "w switches to \($0)" } ?? "\(warning.action)\(key.map { " (\($0))" } ?? "")"
    let target = key.flatMap { Action.of(.character($0), in: model.view) }.map {
      Frame.Target.action($0.id)
    }
    if let refusal = RefusalBanner(warning, model) {
      return refusal.lines(help: SafeText.clean(what), target: target)
    }
    let message = SafeText.clean(warning.message)
    let room = width - 2
    let action = "  " + SafeText.clean(what)
    let rest = room - TextWidth.columns(of: action)
    // Drop the action rather than cut the message to a fragment.
    let hasAction = rest >= min(TextWidth.columns(of: message), 24)
    let text = TextWidth.fit(
      message, min(hasAction ? rest : room, TextWidth.columns(of: message)), glyphs: look.glyphs)
    let line = [
      Frame.Piece("\(sign) ", style, target),
      Frame.Piece(text, warning.severity == .info ? .plain : style, target),
    ]
    return [line + (hasAction ? [Frame.Piece(action, look.palette.style(\.label), target)] : [])]
  }

  /// Adds a text to the end of a line, shortening the longest piece to make room.
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

extension Action {
  /// Snoozes the top warning for a day.
  static let snooze = Action(
    .snooze, [.character("z")], "z", label: "snooze", isRare: true,
    "Snooze the top warning for a day.",
    whyNot: { MoneyBanners($0).warnings.isEmpty ? "there is no warning to snooze" : nil }
  ) { model in
    guard let warning = MoneyBanners(model).warnings.first else { return [] }
    let id = warning.id.rawValue
    model.tell(
      "snoozed for a day; fuelgauge snooze \(id) --for 0m shows it again",
      "snoozed for a day")
    return [.snooze(warning.episode), .readSnapshot]
  }
}
