import Canvas
import Ledger

/// The first line: the program, what is being read, the time.
struct Header {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  func draw(_ canvas: inout Canvas, in rect: Rect) {
    let palette = model.look.palette
    let line = rect.inset(rows: 0, columns: 1)
    let column = canvas.write(
      "Fuelgauge", row: line.row, column: line.column, style: palette.style(\.accent, [.bold]),
      limit: line)
    let clock = model.days.clock(of: model.now)
    canvas.write(clock, row: line.row, column: line.endColumn - 5, limit: line)
    let (sign, style) = mark
    let middle = Rect(
      row: line.row, column: column + 3, width: line.endColumn - 7 - column - 3, height: 1)
    let text = TextWidth.fit(state, max(0, middle.width - 2), glyphs: model.look.glyphs)
    canvas.write(
      [(String(sign) + " ", style), (text, palette.style(\.label))], row: middle.row,
      from: middle.column, in: middle)
  }

  private var mark: (Unicode.Scalar, Style) {
    let palette = model.look.palette
    let glyphs = model.look.glyphs
    return switch model.collecting {
    case .following, .followedElsewhere: (glyphs.bullet, palette.style(\.good))
    case .starting, .reading: (glyphs.right, palette.style(\.accent))
    case .off: (glyphs.separator, palette.style(\.label))
    case .failing: (glyphs.warning, palette.style(\.bad, [.bold]))
    }
  }

  private var state: String {
    switch model.collecting {
    case .starting: return "looking for transcripts"
    case .reading(let progress):
      let done = CountDisplay.bytes(progress.bytesDone)
      return "reading \(done) of \(CountDisplay.bytes(progress.bytes))"
    case .following, .followedElsewhere, .off:
      guard model.notices.isEmpty else {
        let count = model.notices.count
        return "settings: \(count) problem\(count == 1 ? "" : "s"), see fuelgauge config"
      }
      return live
    case .failing(let reason): return "reading failed, trying again: \(reason)"
    }
  }

  private var live: String {
    switch model.collecting {
    case .followedElsewhere(let process): return "live: process \(process) follows the transcripts"
    case .off: return "the store as it is, nothing is read"
    default:
      guard let count = model.transcripts, count > 0 else { return "no transcripts yet" }
      let files = "live: following \(CountDisplay.full(count)) transcript\(count == 1 ? "" : "s")"
      let skipped = model.linesSkipped
      let unreadable = model.sourcesUnreadable
      return files
        + (skipped > 0
          ? ", \(CountDisplay.full(skipped)) line\(skipped == 1 ? "" : "s") skipped" : "")
        + (unreadable > 0 ? ", \(CountDisplay.full(unreadable)) unreadable" : "")
    }
  }
}

/// The last line: the likeliest keys.
struct KeyBar {
  private let look: Look

  init(_ look: Look) { self.look = look }

  func draw(_ canvas: inout Canvas, in rect: Rect) {
    let line = rect.inset(rows: 0, columns: 1)
    var column = line.column
    for action in Action.all where !action.label.isEmpty {
      let width = TextWidth.columns(of: action.keyText) + 1 + TextWidth.columns(of: action.label)
      guard column + width <= line.endColumn else { return }
      column = canvas.write(
        [
          (action.keyText, look.palette.style(\.accent, [.bold])),
          (" " + action.label + "   ", look.palette.style(\.label)),
        ], row: line.row, from: column, in: line)
    }
  }
}
