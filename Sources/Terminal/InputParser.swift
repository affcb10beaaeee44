/// Turns the bytes a terminal sends into events, however they are split.
///
/// It is a value without a clock: it never waits, stores a bounded number of bytes, and says when it wants to be
/// called again. Anything left incomplete is given up after a while, so nothing a terminal sends can block the
/// keyboard.
package struct InputParser: Sendable {
  /// The moment of a read, on any clock.
  package typealias Moment = ContinuousClock.Instant

  /// How many bytes of a sequence are kept; the rest of a longer one is skipped.
  static let longestSequence = 64
  /// How long to wait for the rest of a sequence that cannot be a key by itself.
  static let sequencePause = Duration.seconds(1)

  private enum State {
    case ground
    /// An escape or another start of a key, and what followed.
    case sequence([UInt8])
    /// A title, an answer or other text from the terminal that ends with ST.
    case string(wasEscape: Bool)
    /// The first bytes of a UTF-8 character, and its length.
    case character([UInt8], length: Int, isAlt: Bool)
    case paste(PasteBuffer)
  }

  private let keys: KeyTable
  private let escapePause: Duration
  private var state = State.ground
  /// When the last byte arrived, and when the pending input began.
  private var last: Moment?
  private var began: Moment?
  /// Whether an escape was just reported as the key: what comes next may be the late rest of a sequence.
  private var isAfterEscape = false
  /// Whether a paste was given up before its end arrived: the rest may still come after a stall.
  private var isAfterOpenPaste = false
  /// Whether a lone line break after such a paste still belongs to it. Only the first one does, so that Enter works
  /// if the end was lost.
  private var isNextEnterPasted = false

  /// Creates a parser with nothing pending.
  /// - Parameters:
  ///   - keys: What keys send.
  ///   - escapePause: How long to wait after an escape before it is the Escape key.
  package init(keys: KeyTable, escapePause: Duration = .milliseconds(25)) {
    self.keys = keys
    self.escapePause = escapePause
  }

  /// When to call ``expire(at:)`` unless bytes arrive first; nil if nothing is pending.
  package var deadline: Moment? {
    guard let last, let began else { return nil }
    switch state {
    case .ground: return nil
    case .sequence(let bytes) where bytes.count == 1: return last + escapePause
    case .sequence, .character: return last + InputParser.sequencePause
    // Its bytes might never end, and might be keys.
    case .string: return began + InputParser.sequencePause
    case .paste: return last + PasteBuffer.pause
    }
  }

  /// Parses the bytes of one read.
  package mutating func take(_ bytes: some Collection<UInt8>, at now: Moment) -> [InputEvent] {
    var events = expire(at: now)
    if case .paste(let paste) = state, bytes.elementsEqual([0x03]),
      paste.mayBeLeft(after: last?.duration(to: now))
    {
      state = .ground
      isAfterOpenPaste = false
    }
    last = now
    if isAfterOpenPaste, case .ground = state {
      if PasteBuffer.isRest(bytes) {
        state = .paste(PasteBuffer())
        began = now
      } else if isNextEnterPasted, bytes.elementsEqual([0x0d]) || bytes.elementsEqual([0x0a]) {
        isNextEnterPasted = false
        return events + [.paste("\n")]
      }
    }
    for byte in bytes { step(byte, at: now, &events) }
    return events
  }

  /// Gives up pending input that has waited too long for its rest.
  package mutating func expire(at now: Moment) -> [InputEvent] {
    guard let deadline, now >= deadline else { return [] }
    defer { state = .ground }
    switch state {
    case .sequence([0x1b]):
      isAfterEscape = true
      return [.escape]
    case .sequence(let bytes) where bytes.count == 1: return plain(bytes[0]).map { [$0] } ?? []
    case .paste(let paste):
      isAfterOpenPaste = true
      isNextEnterPasted = true
      return [.paste(paste.text)]
    case .ground, .sequence, .string, .character: return []
    }
  }

  private mutating func step(_ byte: UInt8, at now: Moment, _ events: inout [InputEvent]) {
    switch state {
    case .ground: begin(byte, at: now, &events)
    case .sequence(let bytes): extend(bytes, byte, at: now, &events)
    case .string(let wasEscape):
      if byte == 0x1b {
        state = .string(wasEscape: true)
      } else if byte == 0x07 || wasEscape && byte == UInt8(ascii: "\\") {
        state = .ground
      } else if wasEscape {
        extend([0x1b], byte, at: now, &events)
      } else if byte < 0x20 {
        begin(byte, at: now, &events)
      }
    case .character(let bytes, let length, let isAlt):
      guard byte & 0xc0 == 0x80 else { return begin(byte, at: now, &events) }
      let all = bytes + [byte]
      if all.count < length {
        state = .character(all, length: length, isAlt: isAlt)
      } else {
        state = .ground
        if let character = InputParser.character(all) {
          events.append(isAlt ? .alt(character) : .character(character))
        }
      }
    case .paste(var paste):
      // The buffer must have a single owner, or every byte would copy it.
      state = .ground
      if paste.takeAndEnd(byte) {
        isAfterOpenPaste = false
        events.append(.paste(paste.text))
      } else {
        state = .paste(paste)
      }
    }
  }

  /// Handles a byte when nothing is pending, or that cannot belong to what is.
  private mutating func begin(_ byte: UInt8, at now: Moment, _ events: inout [InputEvent]) {
    let isRest = isAfterEscape && (byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O"))
    isAfterEscape = false
    state = .ground
    began = now
    // Neither is a key we use, so the terminal must have sent the rest of a sequence late.
    if isRest { return extend([0x1b], byte, at: now, &events) }
    switch byte {
    case 0x1b: state = .sequence([byte])
    case _ where byte < 0x20 && keys.isBeginning([byte]): state = .sequence([byte])
    case 0x80...: beginCharacter(byte, isAlt: false)
    default: if let event = keys.event(of: [byte]) ?? plain(byte) { events.append(event) }
    }
  }

  private mutating func beginCharacter(_ byte: UInt8, isAlt: Bool) {
    let length =
      switch byte {
      case 0xc2...0xdf: 2
      case 0xe0...0xef: 3
      case 0xf0...0xf4: 4
      default: 0
      }
    state = length == 0 ? .ground : .character([byte], length: length, isAlt: isAlt)
  }

  /// Handles the next byte of a sequence.
  private mutating func extend(
    _ bytes: [UInt8], _ byte: UInt8, at now: Moment, _ events: inout [InputEvent]
  ) {
    let all = bytes + [byte]
    state = .ground
    if let event = keys.event(of: all) { return events.append(event) }
    if bytes[0] != 0x1b || bytes.count > 1 && !InputParser.goesOn(bytes) {
      // A key specific to this terminal.
      if keys.isBeginning(all) { state = .sequence(all) } else { begin(byte, at: now, &events) }
      return
    }
    if bytes.count == 1 { return afterEscape(byte, at: now, &events) }
    let isByteMouse = keys.hasByteMouse && all.starts(with: [0x1b, 0x5b, 0x4d])
    switch byte {
    case ..<0x20: begin(byte, at: now, &events)
    case _ where isByteMouse:
      if all.count < 6 {
        state = .sequence(all)
      } else if let event = MouseEvent(bytes: all[3...]) {
        events.append(.mouse(event))
      }
    case 0x7f...: begin(byte, at: now, &events)
    case 0x20...0x3f,
      // The Linux console's function keys have two brackets.
      0x5b where bytes == [0x1b, 0x5b]:
      state = .sequence(all.count <= InputParser.longestSequence ? all : bytes)
    case _ where bytes[1] == UInt8(ascii: "["): end(all, &events)
    default: break
    }
  }

  /// Whether the following bytes are parameters, by the usual form of sequences.
  private static func goesOn(_ bytes: [UInt8]) -> Bool {
    bytes[1] == UInt8(ascii: "[") || bytes[1] == UInt8(ascii: "O")
  }

  /// Bytes right after an escape were sent by the terminal, not typed: a key with Alt, or an unknown sequence,
  /// whose letters must not be taken for commands.
  private mutating func afterEscape(
    _ byte: UInt8, at now: Moment, _ events: inout [InputEvent]
  ) {
    switch byte {
    case 0x1b:
      events.append(.escape)
      state = .sequence([byte])
    case UInt8(ascii: "["), UInt8(ascii: "O"): state = .sequence([0x1b, byte])
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
      UInt8(ascii: "_"):
      state = .string(wasEscape: false)
    case _ where keys.isBeginning([0x1b, byte]): state = .sequence([0x1b, byte])
    // ^C always works, whatever came before.
    case 0x03: begin(byte, at: now, &events)
    case ..<0x20, 0x7f: break
    case 0x80...: beginCharacter(byte, isAlt: true)
    default: events.append(.alt(Character(Unicode.Scalar(byte))))
    }
  }

  /// Handles a complete sequence `ESC [ …` that is not a key.
  private mutating func end(_ bytes: [UInt8], _ events: inout [InputEvent]) {
    let body = bytes[2...]
    if body.elementsEqual(PasteBuffer.end) {
      isAfterOpenPaste = false
    } else if body.elementsEqual(PasteBuffer.start) {
      state = .paste(PasteBuffer())
    } else if let event = MouseEvent(report: body) {
      events.append(.mouse(event))
    }
  }

  private func plain(_ byte: UInt8) -> InputEvent? {
    switch byte {
    case 0x09: .tab
    case 0x0a, 0x0d: .enter
    case 0x08, 0x7f: .backspace
    case 0x01...0x1a: .control(Character(Unicode.Scalar(byte + 0x60)))
    case 0x20..<0x7f: .character(Character(Unicode.Scalar(byte)))
    default: nil
    }
  }

  /// The character; nil for invalid UTF-8 and for control characters beyond ASCII.
  private static func character(_ bytes: [UInt8]) -> Character? {
    guard let text = String(validating: bytes, as: UTF8.self),
      let scalar = text.unicodeScalars.first, scalar.value >= 0xa0
    else { return nil }
    return Character(scalar)
  }
}
