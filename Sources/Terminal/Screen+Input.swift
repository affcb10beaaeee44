import CCurses
import Glibc

extension Screen {
  /// The most bytes read at once, so that a long paste leaves time for frames in between.
  private static let bytesAtOnce = 512

  /// A parser for the keys of the open terminal.
  static func parser(_ environment: [String: String]) -> InputParser {
    let keys = KeyTable { name in fg_capability(name).map { Array(String(cString: $0).utf8) } }
    // As in every program that reads keys through curses.
    let pause = environment["ESCDELAY"].flatMap { Int($0) }.map { min(max(0, $0), 10_000) }
    return InputParser(keys: keys, escapePause: .milliseconds(pause ?? 25))
  }

  /// The user's input since the last call; does not wait.
  package func nextEvents() -> [InputEvent] {
    var pause = InputPause()
    return read(at: .now, isReadable: true, &pause).input?.events ?? []
  }

  /// Reads what has arrived, and gives up pending input that has waited too long.
  /// - Parameter isReadable: False if nothing has arrived.
  /// - Returns: The events, if complete, and how many bytes were read; -1 if the terminal is gone.
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
