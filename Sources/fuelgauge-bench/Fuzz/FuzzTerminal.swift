import Glibc

/// A pseudo-terminal. The campaign acts as the terminal, and the program draws to the other end.
final class FuzzTerminal {
  /// The path the program opens.
  let path: String
  /// The modes it has switched on and off.
  private(set) var modes = TerminalModes()
  /// Bytes drawn so far.
  private(set) var received = 0
  /// The latest bytes drawn.
  private(set) var tail: [UInt8] = []
  private var controller: Int32
  /// Kept open to check the settings after the program is gone.
  private let screenEnd: Int32
  private let settingsBefore: termios

  struct None: Error {}

  /// A terminal of a given size.
  init(width: Int, height: Int) throws {
    var ends: (controller: Int32, screen: Int32) = (-1, -1)
    guard openpty(&ends.controller, &ends.screen, nil, nil, nil) == 0 else { throw None() }
    (controller, screenEnd) = ends
    // Other child processes must not keep it open.
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

  /// Hangs up, like a closed window.
  func hangUp() {
    if controller >= 0 { close(controller) }
    controller = -1
  }

  /// Whether its settings are as the program found them.
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

  /// Types bytes, while reading what is drawn.
  /// - Returns: false if the program reads nothing for two seconds.
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

  /// Reads what is drawn for some time.
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
      // With the other end closed, only time can be waited for.
      if wait.revents & Int16(POLLHUP) != 0 { usleep(1000) }
    }
  }
}
