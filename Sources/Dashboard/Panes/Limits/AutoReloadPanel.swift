import Advice
import Canvas
import Ledger
import Values

/// The auto-reload settings, and what has been added this month.
struct AutoReloadPanel {
  private let model: DashboardModel
  private let state: AccountState

  init(_ model: DashboardModel, _ state: AccountState) {
    self.model = model
    self.state = state
  }

  private var reload: AutoReload { state.autoReload }
  private var label: Style { model.look.palette.style(\.label) }

  func draw(_ frame: inout Frame, in rect: Rect) {
    let look = model.look
    let inner = look.box("auto-reload of \(state.account.name)", note: source)
      .draw(into: &frame.canvas, in: rect).inset(rows: 0, columns: 1)
    frame.write(head, in: inner)
    guard reload.settings != nil else { return }
    drawMonth(&frame, in: inner.splitTop(1).rest)
    frame.write(facts, in: inner.splitTop(2).rest)
  }

  /// Who performs the reloads.
  private var source: String {
    let keeper: Account.Authority =
      switch reload.source {
      case .local: .local
      case .reading: .claude
      case nil: state.account.authority
      }
    return "done by \(keeper.keeper)"
  }

  private var head: [Frame.Piece] {
    let palette = model.look.palette
    guard let settings = reload.settings else {
      return [
        Frame.Piece(TextWidth.fit("unknown", 12), palette.style(\.warning, [.bold])),
        Frame.Piece("see claude.ai/settings/usage; a: note a change to make there", label),
      ]
    }
    let style = palette.style(settings.isOn ? \.good : \.label, [.bold])
    // The line below shows the maximum.
    var unbounded = settings
    unbounded.monthlyMax = nil
    let terms = unbounded.terms(in: state.account.currency)
    return [
      Frame.Piece(TextWidth.fit(settings.isOn ? "on" : "off", 12), style),
      Frame.Piece(
        settings.isOn ? terms : "press a to switch it on: \(terms)", settings.isOn ? .plain : label),
    ]
  }

  /// What was added this month, out of the monthly maximum.
  private func drawMonth(_ frame: inout Frame, in rect: Rect) {
    let currency = state.account.currency
    let palette = model.look.palette
    let added = reload.addedThisMonth
    var pieces = [
      Frame.Piece(TextWidth.fit("this month", 12), label),
      Frame.Piece("\(added.fullDisplay(in: currency)) added", .plain),
    ]
    guard let most = reload.settings?.monthlyMax, most > .zero else {
      frame.write(pieces + [Frame.Piece("  no monthly maximum", label)], in: rect)
      return
    }
    pieces.append(Frame.Piece(" of \(most.fullDisplay(in: currency))  ", label))
    let end = frame.write(pieces, in: rect)
    let bar = Rect(row: rect.row, column: end, width: min(40, rect.endColumn - end), height: 1)
    guard rect.height > 0, bar.width >= 6 else { return }
    let share = Double(added.nanos) / Double(most.nanos)
    Gauge(
      share, fill: Ramp(palette.style(share >= 1 ? \.bad : \.accent)), track: palette.trackStyle,
      glyphs: model.look.glyphs
    ).draw(into: &frame.canvas, in: bar)
  }

  private var facts: [Frame.Piece] {
    let look = model.look
    var pieces = [Frame.Piece(TextWidth.fit("now", 12), label)]
    if let obstacle = reload.obstacle {
      pieces.append(
        Frame.Piece(
          "\(look.glyphs.cross) stopped by \(obstacle.title)", look.palette.style(\.bad, [.bold])))
    } else if let left = reload.restLeft(at: model.now) {
      pieces.append(
        Frame.Piece(
          "paused for \((left.milliseconds + 999) / 1000) s after the last reload", .plain))
    } else if let last = reload.recent.first {
      let ago = (model.now - last.time).text
      pieces.append(
        Frame.Piece(
          "last added \(last.amount.fullDisplay(in: state.account.currency)) \(ago) ago", .plain))
    } else {
      pieces.append(Frame.Piece("nothing added in the last 24 hours", label))
    }
    return pieces
  }
}
