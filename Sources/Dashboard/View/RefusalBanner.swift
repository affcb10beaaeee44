import Canvas
import Ledger
import Themes

/// The latest refused request and what helps.
struct RefusalBanner {
  private let model: DashboardModel
  /// Refusals that are news, the latest first.
  private let recent: [Rejection]

  /// - Parameter isEmptyTold: a warning says already that the balance is empty.
  init(_ model: DashboardModel, isEmptyTold: Bool) {
    self.model = model
    recent = (model.snapshot?.rejections ?? []).filter {
      model.now.milliseconds - $0.time.milliseconds < Rejection.isNewsFor
        && !(isEmptyTold && $0.reason == .balance)
    }
  }

  /// How it ranks among warnings; nil: nothing was refused.
  var severity: Warning.Severity? {
    recent.first.map { $0.reason == .planWindow ? .warning : .critical }
  }

  /// One line if both fit, else two, in a low terminal without the words of the tool.
  var lines: [[Frame.Piece]] {
    guard let latest = recent.first else { return [] }
    let look = model.look
    let color: KeyPath<Palette, Color> = latest.reason == .planWindow ? \.warning : \.bad
    let strong = look.palette.style(color, [.bold])
    let label = look.palette.style(\.label)
    let head = "\(look.glyphs.cross) \(model.days.clock(of: latest.time)) "
    let room = model.size.width - 2 - TextWidth.columns(of: head)
    let quoted = latest.quoted
    let help = latest.reason.remedy
    let isMany = recent.count == UsageSnapshot.mostRejections
    let count =
      recent.count > 1 ? "  (\(recent.count)\(isMany ? " or more" : "") in the last hour)" : ""
    func fitted(_ text: String) -> Frame.Piece {
      Frame.Piece(
        TextWidth.fit(text, min(room, TextWidth.columns(of: text)), glyphs: look.glyphs), strong)
    }
    if model.size.height < 20 {
      return [[Frame.Piece(head, strong), fitted("\(latest.reason.title): \(help)")]]
    }
    let both = "  " + help + count
    if TextWidth.columns(of: quoted + both) <= room {
      return [[Frame.Piece(head + quoted, strong), Frame.Piece(both, label)]]
    }
    return [
      [Frame.Piece(head, strong), fitted(quoted)],
      [Frame.Piece(TextWidth.spaces(TextWidth.columns(of: head)) + help + count, label)],
    ]
  }
}

extension Rejection.Reason {
  /// What happened, in a few words.
  fileprivate var title: String {
    switch self {
    case .balance: "balance empty"
    case .cap: "spending cap reached"
    case .planWindow: "plan window used up"
    case .entitlement: "not in the plan"
    case .administrator: "switched off"
    case .console: "Console credit used up"
    }
  }

  /// What helps, in a few words.
  fileprivate var remedy: String {
    switch self {
    case .balance: "top up at claude.ai/settings/usage"
    case .cap: "raise the cap, money does not help"
    case .planWindow: "wait for the reset, or use extra usage"
    case .entitlement: "the account may not use that"
    case .administrator: "ask the administrator"
    case .console: "an API key paid: console.anthropic.com"
    }
  }
}
