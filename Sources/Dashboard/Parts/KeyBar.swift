import Canvas

/// The last line: the likeliest keys, or the filter being typed.
struct KeyBar {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  func draw(_ frame: inout Frame, in rect: Rect) {
    let palette = model.look.palette
    let line = rect.inset(rows: 0, columns: 1)
    // A filter being typed and the keys of a form take precedence over a note.
    if let note = model.note, !Header(model).hasRoom(for: note), model.form == nil,
      !model.isFiltering
    {
      return drawNote(note, &frame, in: line)
    }
    if model.form != nil { return drawForForm(&frame, in: line) }
    if model.isFiltering {
      let cursor = Frame.Piece(" ", Style(.terminal, [.reverse]))
      let room = max(1, line.width - 40)
      let typed = TextWidth.fitEnd(model.filter, room, glyphs: model.look.glyphs)
      frame.write(
        [
          Frame.Piece("show only  ", palette.style(\.label)),
          Frame.Piece("/", palette.style(\.accent, [.bold])),
          Frame.Piece(typed, Style(.terminal, [.bold])), cursor,
          Frame.Piece("   Enter", palette.style(\.accent, [.bold])),
          Frame.Piece(" keep", palette.style(\.label)),
          Frame.Piece("   Esc", palette.style(\.accent, [.bold])),
          Frame.Piece(" all rows", palette.style(\.label)),
        ], in: line)
      return
    }
    if model.showsHelp { return drawForHelp(&frame, in: line) }
    // Quit gets its place first.
    let actions = Action.all(in: model.view)
    let quit = actions.filter { $0.id == .quit }.flatMap { pieces($0) }
    let (end, keys) = line.splitRight(quit.reduce(0) { $0 + $1.width })
    frame.write(quit, in: end)
    var rest = keys
    if let change = model.funds.account?.pending.first, let state = model.funds.account {
      let wish = change.wish.instruction(in: state.account.currency)
      let text = state.pending.count > 1 ? "\(state.pending.count) pending" : "pending: \(wish)"
      let style = model.look.palette.style(\.accent, [.bold])
      let pieces = [
        Frame.Piece("y ", style, .action(.settle)),
        Frame.Piece(
          TextWidth.fit(
            text, min(TextWidth.columns(of: text), max(10, rest.width / 2)),
            glyphs: model.look.glyphs),
          Style(.terminal, [.bold]), .action(.settle)),
      ]
      frame.write(pieces, in: rest)
      rest = rest.splitLeft(pieces.reduce(2) { $0 + $1.width }).rest
    }
    var useful = actions.filter {
      !$0.label.isEmpty && $0.id != .quit && $0.whyNot(model) == nil
    }
    // Until a balance is known, typing it in matters more than topping it up.
    if model.snapshot != nil, model.funds.account?.balance.amount == nil,
      let topUp = useful.firstIndex(where: { $0.id == .topUp }),
      let balance = useful.firstIndex(where: { $0.id == .balance }), topUp < balance
    {
      useful.insert(useful.remove(at: balance), at: topUp)
    }
    for action in useful.filter({ !$0.isRare }) + useful.filter(\.isRare) {
      let pieces = pieces(action)
      let width = pieces.reduce(0) { $0 + $1.width }
      guard width + 2 <= rest.width else { continue }
      frame.write(pieces, in: rest)
      rest = rest.splitLeft(width + 2).rest
    }
  }

  private func pieces(_ action: Action) -> [Frame.Piece] {
    let palette = model.look.palette
    return [
      Frame.Piece(
        model.look.keyText(action), palette.style(\.accent, [.bold]), .action(action.id)),
      Frame.Piece(" " + action.label, palette.style(\.label), .action(action.id)),
    ]
  }

  /// A note that the header has no room for replaces the keys while it lasts.
  private func drawNote(_ note: DashboardModel.Note, _ frame: inout Frame, in line: Rect) {
    let look = model.look
    let room = line.width - 2
    let text = note.texts.first { TextWidth.columns(of: $0) <= room } ?? note.texts.last ?? ""
    frame.write(
      [
        Frame.Piece("\(look.glyphs.right) ", look.palette.style(\.accent)),
        Frame.Piece(
          TextWidth.fit(text, min(room, TextWidth.columns(of: text)), glyphs: look.glyphs),
          Style(.terminal, [.bold])),
      ], in: line)
  }

  private func drawForForm(_ frame: inout Frame, in line: Rect) {
    let palette = model.look.palette
    let arrows = model.look.glyphs.isUnicode ? ("← →", "↑ ↓") : ("Left Right", "Up Down")
    let isEditing = model.form?.stage == .editing
    let isList = model.form?.isList == true
    let enter = isEditing ? (isList ? "select" : "continue") : "do it"
    let ends: [(String, String, FormTarget)] = [("Enter", enter, .proceed), ("Esc", "back", .back)]
    let keys: [(String, String, FormTarget)] =
      [(arrows.1, isList ? "choose" : "field", .beside)]
      + (isList ? [] : [(arrows.0, "choose", .beside)])
    frame.write(
      ((isEditing ? keys : []) + ends.dropFirst(model.form?.rules.asksNothing == true ? 1 : 0))
        .flatMap {
          [
            Frame.Piece($0.0, palette.style(\.accent, [.bold]), .form($0.2)),
            Frame.Piece(" \($0.1)   ", palette.style(\.label), .form($0.2)),
          ]
        }, in: line)
  }

  private func drawForHelp(_ frame: inout Frame, in line: Rect) {
    let palette = model.look.palette
    let keys = [
      ("Esc", " close   ", Action.ID.back),
      (model.look.glyphs.isUnicode ? "↑ ↓" : "Up Down", " scroll", .down),
    ]
    frame.write(
      keys.flatMap {
        [
          Frame.Piece($0.0, palette.style(\.accent, [.bold]), .action($0.2)),
          Frame.Piece($0.1, palette.style(\.label), .action($0.2)),
        ]
      }, in: line)
  }
}

extension Look {
  /// The keys of an action, in ASCII where necessary.
  func keyText(_ action: Action) -> String {
    if glyphs.isUnicode { return action.keyText }
    let names = ["↑": "Up", "↓": "Down", "←": "Left", "→": "Right"]
    return names.reduce(action.keyText) { $0.replacing($1.key, with: $1.value) }
  }
}
