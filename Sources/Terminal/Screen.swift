import CCurses
import Canvas
import Glibc

/// The terminal: draws canvases, reads keys, and leaves everything as it was.
///
/// There is only one at a time, used by the thread that created it. It is restored by `close`, when the process
/// ends, and after a crash.
package final class Screen {
  /// The settings of a screen.
  package struct Options: Sendable {
    /// `TERM`, `COLORTERM`, `NO_COLOR` and `TMUX` are used.
    package var environment: [String: String]
    /// The depth the user asked for; nil to detect it.
    package var color: ColorDepth?
    /// UTF-8 (true) or ASCII (false), whatever the locale says; nil to follow the locale.
    package var unicode: Bool?
    /// Whether clicks and the wheel are reported; selecting text then needs Shift.
    package var usesMouse: Bool
    /// Printed after a crash, once the terminal is restored.
    package var crashNote: String
    /// Where to draw and read instead of the standard descriptors, for tests.
    package var stage: Stage?

    /// Options.
    package init(
      environment: [String: String], color: ColorDepth? = nil, unicode: Bool? = nil,
      usesMouse: Bool = true,
      crashNote: String = "The program has crashed; the terminal has been restored.\n",
      stage: Stage? = nil
    ) {
      self.environment = environment
      self.color = color
      self.unicode = unicode
      self.usesMouse = usesMouse
      self.crashNote = crashNote
      self.stage = stage
    }
  }

  /// Descriptors for a test: a pseudo-terminal, or `/dev/null` with a size.
  package struct Stage: Sendable {
    /// Keys are read from it.
    package var input: Int32
    /// Drawn to it.
    package var output: Int32
    /// The size to use if the output is not a terminal.
    package var size: Size

    /// A stage.
    package init(input: Int32, output: Int32, size: Size) {
      self.input = input
      self.output = output
      self.size = size
    }
  }

  /// The terminal description in use: `TERM`, or its substitute.
  package let terminalName: String
  /// How many colours are used.
  package let colorDepth: ColorDepth
  /// Whether characters outside ASCII work; otherwise draw with `Glyphs.ascii`.
  package let supportsUnicode: Bool
  /// Rows and columns; changes only in `updateSize`.
  package private(set) var size: Size

  let input: Int32
  let output: Int32
  let reducer: ColorReducer
  private var shown: Canvas?
  /// The links currently sent to the terminal.
  private var linked: [ScreenLink] = []
  private var ownedInput: Int32?
  /// Parses the terminal's input.
  var parser: InputParser
  private(set) var isOpen = true

  /// Opens the terminal.
  ///
  /// It never fails because of a locale, missing colours or an unknown terminal type.
  package init(options: Options) throws(ScreenError) {
    let environment = options.environment
    let found = try Screen.descriptors(options)
    let charset =
      switch options.unicode {
      case .some(true): FG_CHARSET_UTF8
      case .some(false): FG_CHARSET_ASCII
      case .none: FG_CHARSET_OF_LOCALE
      }
    supportsUnicode = fg_set_locale(Int32(charset)) != 0
    let wanted = ColorDepth.detect(environment: environment, requested: options.color)
    let request = fg_options(
      input: found.input, output: found.output, colors: Screen.code(wanted),
      mouse: options.usesMouse ? 1 : 0, rows: Int32(options.stage?.size.height ?? 0),
      columns: Int32(options.stage?.size.width ?? 0), allow_fixed: options.stage == nil ? 0 : 1)
    do {
      terminalName = try Screen.open(
        TerminalName.candidates(environment["TERM"]), request)
    } catch {
      if let owned = found.owned { Glibc.close(owned) }
      throw error
    }
    fg_guard_crashes(options.crashNote)
    input = found.input
    output = found.output
    ownedInput = found.owned
    parser = Screen.parser(environment)
    let facts = fg_terminal_facts()
    colorDepth = min(wanted, Screen.depth(facts))
    reducer = ColorReducer(colorDepth)
    size = Size(width: Int(facts.columns), height: Int(facts.rows))
  }

  deinit { close() }

  /// Draws and sends the differences from the previous canvas. A canvas of another size than the screen is shown as
  /// far as it fits.
  /// - Parameter links: parts of it that open when clicked, if the terminal supports that.
  package func present(_ canvas: Canvas, links: [ScreenLink] = []) {
    guard isOpen else { return }
    let before = shown
    if shown?.size != canvas.size {
      shown = nil
      fg_erase()
    }
    draw(canvas)
    shown = canvas
    fg_flush()
    let new = links.filter { !linked.contains($0) || $0.isRedrawn(from: before, to: canvas) }
    new.forEach { send($0, of: canvas) }
    linked = links
  }

  /// Sends the whole frame again, for example after another program has written to the terminal.
  package func redrawAll() {
    guard isOpen else { return }
    fg_redraw()
    fg_flush()
    linked = []
  }

  /// Updates the size of the terminal; returns true if it has changed, and then everything must be redrawn.
  package func updateSize() -> Bool {
    guard isOpen, fg_update_size() != 0 else { return false }
    let facts = fg_terminal_facts()
    size = Size(width: Int(facts.columns), height: Int(facts.rows))
    shown = nil
    fg_erase()
    fg_redraw()
    return true
  }

  /// Releases the terminal, stops the process as ^Z does, and returns when the shell resumes it.
  package func suspend() {
    guard isOpen else { return }
    fg_suspend()
    if !updateSize() { fg_flush() }
  }

  /// Restores the terminal modes that another program may have changed while this one was stopped.
  func resume() {
    guard isOpen else { return }
    fg_resume()
  }

  /// Releases the terminal; nothing is drawn afterwards. May be called again.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    fg_close()
    if let ownedInput { Glibc.close(ownedInput) }
  }

  private func draw(_ canvas: Canvas) {
    let width = canvas.size.width
    let rows = min(canvas.size.height, size.height)
    var scalars: [UInt32] = []
    canvas.cells.withUnsafeBufferPointer { new in
      for row in 0..<rows {
        let span = row * width..<(row + 1) * width
        let line = UnsafeBufferPointer(rebasing: new[span])
        if let shown {
          shown.cells.withUnsafeBufferPointer {
            draw(line, UnsafeBufferPointer(rebasing: $0[span]), row, &scalars)
          }
        } else {
          draw(line, nil, row, &scalars)
        }
      }
    }
  }

  /// Draws the runs of same-style cells that have changed.
  private func draw(
    _ new: UnsafeBufferPointer<Cell>, _ old: UnsafeBufferPointer<Cell>?, _ row: Int,
    _ scalars: inout [UInt32]
  ) {
    func isNew(_ column: Int) -> Bool { old.map { $0[column] != new[column] } ?? true }
    var column = 0
    while column < new.count {
      if !isNew(column) {
        column += 1
        continue
      }
      // A wide character is sent starting at its left half.
      if new[column].glyph.isRightHalf, column > 0 { column -= 1 }
      let first = column
      scalars.removeAll(keepingCapacity: true)
      repeat {
        Screen.append(new[column].glyph, to: &scalars)
        column += 1
      } while column < new.count
        && (new[column].glyph.isRightHalf || new[column].hasStyle(of: new[first]) && isNew(column))
      put(scalars, row: row, column: first, style: new[first].style)
    }
  }

  private static func append(_ glyph: Glyph, to scalars: inout [UInt32]) {
    guard !glyph.isRightHalf else { return }
    scalars.append(glyph.base)
    if glyph.firstMark != 0 { scalars.append(glyph.firstMark) }
    if glyph.secondMark != 0 { scalars.append(glyph.secondMark) }
  }

  private func put(_ scalars: [UInt32], row: Int, column: Int, style: Style) {
    let (foreground, background) = reducer.numbers(style)
    scalars.withUnsafeBufferPointer { buffer in
      fg_put(
        Int32(row), Int32(column), buffer.baseAddress, Int32(buffer.count),
        UInt32(style.attributes.rawValue), foreground, background)
    }
  }
}
