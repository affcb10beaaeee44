import Canvas
import Values

/// The first line: program name, views, reading state, time.
struct Header {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  /// Whether the header has room for a note. The outcome of a money action never goes here but to the key
  /// bar, where the user is looking.
  func hasRoom(for note: DashboardModel.Note) -> Bool {
    let line = Rect(row: 0, column: 0, width: model.size.width, height: 1)
      .inset(rows: 0, columns: 1)
    let left = line.splitRight(TextWidth.columns(of: model.days.clock(of: model.now))).rest
    let end = left.column + pieces(width: left.width).reduce(0) { $0 + $1.width }
    let room = left.endColumn - 2 - (end + 2) - 2
    return !note.isOutcome && note.texts.contains { TextWidth.columns(of: $0) <= room }
  }

  private func pieces(width: Int) -> [Frame.Piece] {
    let name = Frame.Piece(
      "Fuelgauge ", model.look.palette.style(\.accent, [.bold]), .action(.help))
    let tabs = tabs { "\($0.digit) \($0.title)" }
    // The names of the views matter more than the program's, which the user knows.
    for before in [[name] + marks, marks]
    where before.reduce(tabs.width, { $0 + $1.width }) <= width {
      return before + tabs.pieces
    }
    return (width >= 64 ? [name] : []) + marks
      + self.tabs { $0 == model.view ? "\($0.digit) \($0.title)" : "\($0.digit)" }.pieces
  }

  private func tabs(_ title: @escaping (ViewID) -> String) -> Choice<ViewID> {
    Choice(
      values: ViewID.allCases, chosen: model.view, look: model.look, title: title,
      target: { .action(.show(ViewID.allCases[$0])) })
  }

  func draw(_ frame: inout Frame, in rect: Rect) {
    let palette = model.look.palette
    let line = rect.inset(rows: 0, columns: 1)
    let clock = model.days.clock(of: model.now)
    let (time, left) = line.splitRight(TextWidth.columns(of: clock))
    frame.canvas.write(clock, in: time, style: .plain, glyphs: model.look.glyphs)
    let end = frame.write(pieces(width: left.width), in: left)
    let (sign, style) = sign
    let room = left.endColumn - 2 - (end + 2)
    guard room >= 6 else {
      // Only the sign, which tells whether all is well.
      if room >= 1 {
        frame.canvas.write(
          [(String(sign), style)], row: line.row, from: left.endColumn - 2, in: left)
      }
      return
    }
    let text = state(room: room - 2)
    let width = TextWidth.columns(of: text) + 2
    frame.canvas.write(
      [(String(sign) + " ", style), (text, palette.style(\.label))], row: line.row,
      from: left.endColumn - 2 - width, in: left)
  }

  /// Facts about the whole screen that must not be overlooked.
  private var marks: [Frame.Piece] {
    let palette = model.look.palette
    var pieces: [Frame.Piece] = []
    if model.isDemo {
      pieces.append(Frame.Piece(" DEMO ", palette.style(\.warning, [.bold, .reverse])))
    }
    if model.isPaused {
      pieces.append(
        Frame.Piece(" PAUSED ", palette.style(\.accent, [.bold, .reverse]), .action(.pause)))
    }
    return pieces.isEmpty ? [] : pieces + [Frame.Piece(" ", .plain)]
  }

  /// The current note, if it fits here.
  private var note: DashboardModel.Note? { model.note.flatMap { hasRoom(for: $0) ? $0 : nil } }

  private var sign: (Unicode.Scalar, Style) {
    let palette = model.look.palette
    let glyphs = model.look.glyphs
    if model.storeFault != nil { return (glyphs.warning, palette.style(\.bad, [.bold])) }
    if note != nil { return (glyphs.right, palette.style(\.accent)) }
    return switch model.collecting {
    case .following, .followedElsewhere: (glyphs.bullet, palette.style(\.good))
    case .starting, .reading: (glyphs.right, palette.style(\.accent))
    case .off, .anothersStore: (glyphs.separator, palette.style(\.label))
    case .failing: (glyphs.warning, palette.style(\.bad, [.bold]))
    }
  }

  /// The longest text that fits the width.
  private func state(room: Int) -> String {
    let texts = model.storeFault.map { ["the store: \($0)"] } ?? note?.texts ?? states
    let text = texts.first { TextWidth.columns(of: $0) <= room } ?? texts[texts.count - 1]
    return TextWidth.fit(text, min(room, TextWidth.columns(of: text)), glyphs: model.look.glyphs)
  }

  /// The reading state, longest wording first.
  private var states: [String] {
    switch model.collecting {
    case .starting: return ["looking for transcripts", "starting"]
    case .reading: return ["reading transcripts and logs", "reading"]
    case .failing(let reason): return ["reading failed, retrying: \(reason)"]
    case .off: return ["the store as it is; not reading sources", "not reading sources"]
    case .anothersStore:
      return [
        "another user's store: your sources are not read into it",
        "another user's store, read-only",
      ]
    case .followedElsewhere(let process):
      return ["live: process \(process) follows the transcripts", "live: process \(process) reads"]
    case .following:
      guard let count = model.transcripts, count > 0 else { return ["no transcripts yet"] }
      let files = CountDisplay.of(count, "transcript")
      let known = files + doubts
      return ["live: following \(known)", "live: \(known)", known, "live: \(files)", "live"]
    }
  }

  /// What could not be read; empty if all could.
  private var doubts: String {
    let skipped = model.snapshot?.linesSkipped ?? 0
    let unreadable = model.sourcesUnreadable
    return
      (skipped > 0
      ? ", \(CountDisplay.of(skipped, "line")) unusable" : "")
      + (unreadable > 0 ? ", \(CountDisplay.full(unreadable)) unreadable" : "")
  }
}

extension Canvas {
  /// Writes pieces of text one after another into one row and returns the column after the last.
  @discardableResult
  mutating func write(
    _ pieces: [(text: String, style: Style)], row: Int, from column: Int, in rect: Rect
  ) -> Int {
    var column = column
    for piece in pieces {
      column = write(piece.text, row: row, column: column, style: piece.style, limit: rect)
    }
    return column
  }
}
