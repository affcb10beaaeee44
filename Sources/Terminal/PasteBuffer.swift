/// What has come of a paste that the terminal has marked the beginning of.
struct PasteBuffer: Sendable {
  /// What marks the beginning, after `ESC [`.
  static let start = Array("200~".utf8)
  /// After so long a silence it is over: the end may be lost, or never be sent.
  static let pause = Duration.seconds(1)

  /// What marks the end, after `ESC [`.
  static let end = Array("201~".utf8)
  private static let wholeEnd = Array("\u{1b}[".utf8) + end
  /// No field holds more, so the rest is passed over.
  private static let most = 4096
  /// A key that a person presses comes alone, and not at once.
  private static let typingPause = Duration.milliseconds(30)

  private var bytes: [UInt8] = []
  /// How much of the end has come.
  private var matched = 0

  /// Takes in a byte; true where the paste ends with it.
  mutating func takeAndEnd(_ byte: UInt8) -> Bool {
    if byte == PasteBuffer.wholeEnd[matched] {
      matched += 1
      return matched == PasteBuffer.wholeEnd.count
    }
    // The end begins with an escape, which it has no second one of.
    for byte in PasteBuffer.wholeEnd[..<matched] { keep(byte) }
    matched = byte == PasteBuffer.wholeEnd[0] ? 1 : 0
    if matched == 0 { keep(byte) }
    return false
  }

  private mutating func keep(_ byte: UInt8) {
    if bytes.count < PasteBuffer.most { bytes.append(byte) }
  }

  /// The text so far. Bytes that are no UTF-8 are replaced.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether a read brings the rest of a paste that was given up: it holds the end, or more characters than a
  /// person types at once.
  static func isRest(_ bytes: some Collection<UInt8>) -> Bool {
    if bytes.starts(with: wholeEnd) { return false }
    if bytes.contains(wholeEnd) { return true }
    guard bytes.first == wholeEnd[0] else { return bytes.count { $0 & 0xc0 != 0x80 } > 1 }
    // A key alone is one sequence; text that begins with one, such as a colour, has more.
    let isSequence = bytes.dropFirst().first == UInt8(ascii: "[")
    let end = isSequence ? bytes.dropFirst(2).firstIndex { (0x40...0x7e).contains($0) } : nil
    return end.map {
      bytes.index(after: $0) != bytes.endIndex && bytes[bytes.index(after: $0)] != wholeEnd[0]
    }
      ?? false
  }

  /// Whether ^C that came alone was typed, to leave a paste that does not end.
  func mayBeLeft(after quiet: Duration?) -> Bool {
    quiet.map { $0 >= PasteBuffer.typingPause } ?? true
  }
}
