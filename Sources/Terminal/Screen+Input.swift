import CCurses
import Glibc

extension Screen {
  /// One read takes no more, so that a long paste leaves time for frames between its pieces.
  private static let bytesAtOnce = 512

  /// A parser for the keys of the terminal that is open.
  static func parser(_ environment: [String: String]) -> InputParser {
    let keys = KeyTable { name in fg_capability(name).map { Array(String(cString: $0).utf8) } }
    // As for every program that reads keys through curses.
    let pause = environment["ESCDELAY"].flatMap { Int($0) }.map { min(max(0, $0), 10_000) }
    return InputParser(keys: keys, escapePause: .milliseconds(pause ?? 25))
  }

  /// What the user did since the last call; does not wait.
  package func nextEvents() -> [InputEvent] {
    var pause = InputPause()
    return read(at: .now, isReadable: true, &pause).input?.events ?? []
  }

  /// Reads what has come, and takes what has waited too long for its rest as it is.
  /// - Parameter isReadable: False: nothing has come.
  /// - Returns: What it is, if it is something yet, and how many bytes were read; -1: the terminal is gone.
  func read(
    at now: ContinuousClock.Instant, isReadable: Bool, _ pause: inout InputPause
  ) -> (input: InputRead?, bytes: Int) {
    guard isOpen else { return (nil, 0) }
    var bytes: [UInt8] = []
    var count = 0
    if isReadable {
      bytes = [UInt8](unsafeUninitializedCapacity: Screen.bytesAtOnce) { buffer, used in
        count = Int(fg_read(buffer.baseAddress, Int32(buffer.count)))
        used = max(0, count)
      }
    }
    if count > 0 { pause.takes(at: now) }
    let events = count > 0 ? parser.take(bytes, at: now) : parser.expire(at: now)
    return (events.isEmpty ? nil : InputRead(events, after: pause.latest), count)
  }
}
