import CCurses
import Canvas
import Glibc
import Terminal
import Testing

/// All tests that open the single screen a process can have, one after the other.
@Suite(.serialized) enum CursesTests {}

/// A pseudo-terminal: the test plays the terminal, and the screen draws to the other end.
final class PseudoTerminal {
  let controller: Int32
  let screenEnd: Int32
  private var isHungUp = false

  init(_ size: Size) throws {
    var ends: (controller: Int32, screen: Int32) = (-1, -1)
    try #require(openpty(&ends.controller, &ends.screen, nil, nil, nil) == 0)
    (controller, screenEnd) = ends
    _ = fcntl(controller, F_SETFL, O_NONBLOCK)
    resize(size)
  }

  deinit {
    hangUp()
    close(screenEnd)
  }

  func resize(_ size: Size) {
    var window = winsize(
      ws_row: UInt16(size.height), ws_col: UInt16(size.width), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &window)
  }

  func hangUp() {
    if !isHungUp { close(controller) }
    isHungUp = true
  }

  func type(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write(controller, $0.baseAddress, $0.count) }
  }

  /// What the screen has sent so far.
  func sent() -> String {
    var result: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(controller, &bytes, bytes.count)
      if count <= 0 { break }
      result += bytes.prefix(count)
    }
    return String(decoding: result, as: UTF8.self)
  }

  func screen(
    _ term: String = "xterm-256color", color: ColorDepth? = nil, mouse: Bool = false
  ) throws -> Screen {
    try Screen(
      options: .init(
        environment: ["TERM": term], color: color, unicode: true, usesMouse: mouse,
        stage: .init(input: screenEnd, output: screenEnd, size: Size(width: 0, height: 0))))
  }
}

/// A screen that draws to nowhere and can be read back.
func darkScreen(
  _ term: String, _ size: Size, color: ColorDepth? = nil, unicode: Bool = true
) throws -> (screen: Screen, descriptor: Int32) {
  let descriptor = open("/dev/null", O_RDWR | O_CLOEXEC)
  let screen = try Screen(
    options: .init(
      environment: ["TERM": term], color: color, unicode: unicode,
      stage: .init(input: descriptor, output: descriptor, size: size)))
  return (screen, descriptor)
}

/// The scalars that curses has at a position.
func scalars(_ row: Int, _ column: Int) -> String {
  let cell = fg_cell_at(Int32(row), Int32(column))
  let all = [cell.scalars.0, cell.scalars.1, cell.scalars.2, cell.scalars.3, cell.scalars.4]
  var text = ""
  text.unicodeScalars.append(contentsOf: all.filter { $0 != 0 }.compactMap(Unicode.Scalar.init))
  return text
}
