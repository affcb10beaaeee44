/// The text received so far of a paste whose beginning the terminal has marked.
struct PasteBuffer: Sendable {
  /// Marks the beginning, after `ESC [`.
  static let start = Array("200~".utf8)
  /// After this much silence the paste is over: its end may be lost or never sent.
  static let pause = Duration.seconds(1)

  /// Marks the end, after `ESC [`.
  static let end = Array("201~".utf8)
  private static let wholeEnd = Array("\u{1b}[".utf8) + end
  /// No field accepts more, so the rest is dropped.
  private static let most = 4096
  /// A key pressed by a person arrives alone, and not immediately.
  private static let typingPause = Duration.milliseconds(30)

  private var bytes: [UInt8] = []
  /// How much of the end mark has arrived.
  private var matched = 0

  /// Adds a byte; returns true if it ends the paste.
  mutating func takeAndEnd(_ byte: UInt8) -> Bool {
    if byte == PasteBuffer.wholeEnd[matched] {
      matched += 1
      return matched == PasteBuffer.wholeEnd.count
    }
    // The end mark begins with an escape and contains no second one.
    for byte in PasteBuffer.wholeEnd[..<matched] { keep(byte) }
    matched = byte == PasteBuffer.wholeEnd[0] ? 1 : 0
    if matched == 0 { keep(byte) }
    return false
  }

  private mutating func keep(_ byte: UInt8) {
    if bytes.count < PasteBuffer.most { bytes.append(byte) }
  }

  /// The text so far; invalid UTF-8 is replaced.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether a read is the rest of a paste that was given up: it contains the end mark, or more characters than a
  /// person types at once.
  static func isRest(_ bytes: some Collection<UInt8>) -> Bool {
    if bytes.starts(with: wholeEnd) { return false }
    if bytes.contains(wholeEnd) { return true }
    guard bytes.first == wholeEnd[0] else { return bytes.count { $0 & 0xc0 != 0x80 } > 1 }
    // A single key is one sequence; text that starts with one, such as a colour, has more.
    let isSequence = bytes.dropFirst().first == UInt8(ascii: "[")
    let end = isSequence ? bytes.dropFirst(2).firstIndex { (0x40...0x7e).contains($0) } : nil
    return end.map {
      bytes.index(after: $0) != bytes.endIndex && bytes[bytes.index(after: $0)] != wholeEnd[0]
    }
      ?? false
  }

  /// Whether a lone ^C was typed to get out of a paste that does not end.
  func mayBeLeft(after quiet: Duration?) -> Bool {
    quiet.map { $0 >= PasteBuffer.typingPause } ?? true
  }
}
