import Canvas
import Foundation
import Glibc
import Synchronization

/// A pseudo-terminal whose other end takes in everything at once, as a terminal that is never slow,
/// and counts it.
final class DrainedTerminal {
  /// What the screen draws to and reads from.
  let screenEnd: Int32

  private let bytes = Taken()

  /// A terminal of a size; nil where the system has none left.
  init?(_ size: Size) {
    var (terminal, screen): (Int32, Int32) = (-1, -1)
    var window = winsize(
      ws_row: UInt16(size.height), ws_col: UInt16(size.width), ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&terminal, &screen, nil, nil, &window) == 0 else { return nil }
    screenEnd = screen
    let thread = Thread { [terminal, bytes] in
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while case let count = read(terminal, &buffer, buffer.count), count > 0 {
        bytes.count.add(count, ordering: .relaxed)
      }
      close(terminal)
    }
    thread.start()
  }

  deinit { close(screenEnd) }

  /// All that has arrived so far; waits for what is still on its way.
  var received: Int {
    tcdrain(screenEnd)
    return bytes.count.load(ordering: .relaxed)
  }

  private final class Taken: Sendable {
    let count = Atomic(0)
  }
}
