import Canvas

/// The fields of a form, each with any error below it.
extension FormLines {
  /// Columns for the focus mark and the labels.
  private static let markWidth = 2
  static let labelWidth = 13
  private static let inputWidth = 16

  var fieldLines: [FormLine] {
    form.shownFields.flatMap { field -> [FormLine] in
      switch field.content {
      case .amount:
        let line = input(
          field.label, field.text, isFocused: isFocused(field), isPrefilled: field.isPrefilled,
          target: .field(field.id))
        return [FormLine(pieces: line, rank: .need)] + (field.fault.map(fault) ?? [])
      case .choice(let options):
        return [FormLine(pieces: choice(field, options), rank: .need)]
      case .list(let rows): return list(field, rows)
      }
    }
  }

  private func isFocused(_ field: FormField) -> Bool {
    form.stage == .editing && form.focus == field.id
  }

  private func head(_ label: String, isFocused: Bool, _ target: FormTarget) -> [Frame.Piece] {
    let mark = isFocused ? "\(look.glyphs.marker) " : TextWidth.spaces(FormLines.markWidth)
    return [
      Frame.Piece(mark, look.palette.style(\.accent, [.bold])),
      Frame.Piece(
        TextWidth.fit(label, FormLines.labelWidth), isFocused ? .plain : self.label, .form(target)),
    ]
  }

  /// An amount exactly as typed, with a cursor.
  func input(
    _ label: String, _ text: String, isFocused: Bool, isPrefilled: Bool,
    target: FormTarget = .beside
  ) -> [Frame.Piece] {
    let room = FormLines.inputWidth
    let typed = TextWidth.fitEnd(SafeText.clean(text), room - 1, glyphs: look.glyphs)
    let rest = room - TextWidth.columns(of: typed) - 1
    let reverse = Style(.terminal, [.reverse])
    let line = Style(.terminal, [.underline])
    // Options have a space on each side; align the typed text with theirs.
    return head(label, isFocused: isFocused, target) + [
      Frame.Piece(" ", .plain),
      Frame.Piece(
        typed, isFocused && isPrefilled ? reverse : line.adding([.bold]), .form(target)),
      Frame.Piece(" ", isFocused ? reverse : line, .form(target)),
      Frame.Piece(TextWidth.spaces(rest), line, .form(target)),
      Frame.Piece(" " + state.account.currency.code, self.label),
    ]
  }

  private func choice(_ field: FormField, _ options: [String]) -> [Frame.Piece] {
    let room = width - FormLines.markWidth - FormLines.labelWidth
    let pieces = options.enumerated().map { index, option in
      Frame.Piece(
        " \(TextWidth.fit(option, min(room - 2, TextWidth.columns(of: option)), glyphs: look.glyphs)) ",
        index == field.chosen ? look.palette.selection.adding([.bold]) : label,
        .form(.option(field.id, index)))
    }
    // If there is no room for all, drop the first ones until the chosen one is visible.
    let chosen = field.chosen ?? 0
    var hidden = 0
    while hidden < chosen, pieces[hidden...chosen].reduce(0, { $0 + $1.width }) > room - 1 {
      hidden += 1
    }
    var shown = pieces[hidden...]
    let isCut = shown.reduce(0) { $0 + $1.width } > room
    while isCut, shown.count > 1, shown.reduce(0, { $0 + $1.width }) > room - 1 {
      shown.removeLast()
    }
    let more = isCut ? [Frame.Piece(String(look.glyphs.ellipsis), label)] : []
    return head(field.label, isFocused: isFocused(field), .field(field.id)) + shown + more
  }

  private func list(_ field: FormField, _ rows: [[String]]) -> [FormLine] {
    var table = Table([
      Table.Column("account", .flexible(minimum: 10, maximum: 24), priority: 9),
      Table.Column("e-mail", .flexible(minimum: 14, maximum: 28), priority: 5),
      Table.Column("plan", .fixed(10), priority: 4),
      Table.Column("balance", .flexible(minimum: 11, maximum: 15), priority: 8, alignment: .right),
    ])
    table.showsMarker = false
    let placed = table.layout(width: width - FormLines.markWidth)
    func text(_ fields: [String]) -> String {
      placed.filter { fields.indices.contains($0.index) }.map {
        TextWidth.fit(
          fields[$0.index], $0.width, table.columns[$0.index].alignment, glyphs: look.glyphs)
      }.joined(separator: " ")
    }
    // Heading, blank line and buttons take the other lines.
    let room = max(1, height - 4)
    let first = Table.scroll(0, toShow: field.chosen, of: rows.count, height: room)
    let lines = rows.enumerated().dropFirst(first).prefix(room).map { index, row in
      let isChosen = index == field.chosen
      return FormLine(
        pieces: [
          Frame.Piece(
            (isChosen ? "\(look.glyphs.marker) " : "  ") + text(row),
            isChosen ? look.palette.selection : .plain, .form(.option(field.id, index)))
        ], rank: .need)
    }
    let heading = FormLine(
      pieces: [Frame.Piece("  " + text(table.columns.map(\.title)), label)], rank: .change)
    return [heading] + lines
  }
}
