import Glibc

/// A pseudo-terminal: the campaign is the terminal, the program draws to the other end.
final class FuzzTerminal {
  /// What the program opens as its own.
  let path: String
  /// What it has switched on and off.
  private(set) var modes = TerminalModes()
  /// Bytes that it has drawn.
  private(set) var received = 0
  /// The last of them.
  private(set) var tail: [UInt8] = []
  private var controller: Int32
  /// Kept open, so that its settings can be looked at when the program has gone.
  private let screenEnd: Int32
  private let settingsBefore: termios

  struct None: Error {}

  /// A terminal of a size.
  init(width: Int, height: Int) throws {
    var ends: (controller: Int32, screen: Int32) = (-1, -1)
    guard openpty(&ends.controller, &ends.screen, nil, nil, nil) == 0 else { throw None() }
    (controller, screenEnd) = ends
    // Whatever else is started must not hold it open.
    for end in [controller, screenEnd] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var settings = termios()
    guard let name = ttyname(screenEnd), tcgetattr(screenEnd, &settings) == 0 else { throw None() }
    path = String(cString: name)
    settingsBefore = settings
    _ = fcntl(controller, F_SETFL, O_NONBLOCK)
    resize(width: width, height: height)
  }

  deinit {
    hangUp()
    close(screenEnd)
  }

  func resize(width: Int, height: Int) {
    var size = winsize(
      ws_row: UInt16(clamping: height), ws_col: UInt16(clamping: width), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
  }

  /// As when the window is closed.
  func hangUp() {
    if controller >= 0 { close(controller) }
    controller = -1
  }

  /// Whether its settings are those that the program found.
  var isAsFound: Bool {
    var now = termios()
    guard tcgetattr(screenEnd, &now) == 0 else { return false }
    let before = settingsBefore
    return now.c_iflag == before.c_iflag && now.c_oflag == before.c_oflag
      && now.c_cflag == before.c_cflag && now.c_lflag == before.c_lflag
      && withUnsafeBytes(of: now.c_cc) { now in
        withUnsafeBytes(of: before.c_cc) { now.elementsEqual($0) }
      }
  }

  /// Types, taking in what is drawn meanwhile.
  /// - Returns: false if nobody reads what is typed for two seconds.
  func send(_ bytes: [UInt8], patience: Double = 2) -> Bool {
    var sent = 0
    var end = ContinuousClock.now + .seconds(patience)
    while sent < bytes.count, controller >= 0 {
      let count = bytes[sent...].withUnsafeBytes {
        write(controller, $0.baseAddress, min($0.count, 1024))
      }
      if count > 0 {
        sent += count
        end = ContinuousClock.now + .seconds(patience)
      } else if ContinuousClock.now > end {
        return false
      }
      take(milliseconds: count > 0 ? 0 : 5)
    }
    return true
  }

  /// Takes in what is drawn for so long.
  func take(milliseconds: Int) {
    let end = ContinuousClock.now + .milliseconds(milliseconds)
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while controller >= 0 {
      let count = read(controller, &buffer, buffer.count)
      if count > 0 {
        received += count
        modes.take(buffer[..<count])
        tail = Array((tail + buffer[..<count]).suffix(2000))
        continue
      }
      let left = (end - .now) / .milliseconds(1)
      guard left > 0 else { return }
      var wait = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
      poll(&wait, 1, Int32(min(left, 20)) + 1)
      // With nobody at the other end there is nothing to wait for but time.
      if wait.revents & Int16(POLLHUP) != 0 { usleep(1000) }
    }
  }
}
