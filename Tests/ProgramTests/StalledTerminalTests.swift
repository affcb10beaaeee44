import Foundation
import TestSupport
import Testing

/// A terminal at whose other end nobody reads any more, such as one of a connection that is stuck.
@Suite struct StalledTerminalTests {
  @Test(.timeLimit(.minutes(1)), arguments: [SIGTERM, SIGHUP, SIGINT, SIGUSR1])
  func `a signal ends it while it waits to write`(signal: Int32) throws {
    let program = try Program()
    var (controller, end): (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&controller, &end, nil, nil, &size) == 0)
    defer { [controller, end].forEach { close($0) } }
    var before = termios()
    tcgetattr(end, &before)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try Program.path)
    process.environment = program.environment.merging(["TERM": "xterm-256color"]) { $1 }
    let terminal = FileHandle(fileDescriptor: end, closeOnDealloc: false)
    process.standardInput = terminal
    process.standardOutput = terminal
    try process.run()
    // Each ^L asks for the whole screen: more than the terminal holds for nobody, until no byte is added.
    var (waiting, last): (Int32, Int32) = (0, -1)
    while waiting == 0 || waiting != last {
      last = waiting
      _ = write(controller, Array(repeating: 12 as UInt8, count: 50), 50)
      usleep(300_000)
      _ = ioctl(controller, UInt(FIONREAD), &waiting)
    }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
    var after = termios()
    tcgetattr(end, &after)
    #expect(after.c_lflag == before.c_lflag && after.c_iflag == before.c_iflag)
  }
}
