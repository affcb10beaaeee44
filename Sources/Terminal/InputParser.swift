/// Makes events of the bytes that a terminal sends, in whatever pieces they come.
///
/// It is a value without a clock: it waits for nothing, holds a bounded number of bytes, and says when it
/// wants to be asked again. Whatever has begun and is not ended is given up after a while, so that nothing
/// a terminal sends can keep the keyboard.
package struct InputParser: Sendable {
  /// The moment of a read, from any beginning.
  package typealias Moment = ContinuousClock.Instant

  /// Bytes of a sequence that are kept; the rest of a longer one is passed over.
  static let longestSequence = 64
  /// How long the rest of a sequence may take that no key begins with by itself.
  static let sequencePause = Duration.seconds(1)

  private enum State {
    case ground
    /// An escape, or what else a key begins with, and what came after it.
    case sequence([UInt8])
    /// A title, an answer, or some other text of the terminal's that ends with ST.
    case string(wasEscape: Bool)
    /// The first bytes of a character in UTF-8, and how many it has.
    case character([UInt8], length: Int, isAlt: Bool)
    case paste(PasteBuffer)
  }

  private let keys: KeyTable
  private let escapePause: Duration
  private var state = State.ground
  /// When the last byte came, and when what is pending began.
  private var last: Moment?
  private var began: Moment?
  /// Whether an escape was taken for the key just before: what comes next may be its late rest.
  private var isAfterEscape = false
  /// Whether a paste was given up whose end has not come: its rest may still come, after a stall.
  private var isAfterOpenPaste = false
  /// Whether a line break that comes alone after such a paste still belongs to it. Only the first does, so that
  /// Enter works where the end was lost.
  private var isNextEnterPasted = false

  /// A parser that nothing is pending in.
  /// - Parameters:
  ///   - keys: What keys send.
  ///   - escapePause: How long an escape alone waits for more before it is the key Escape.
  package init(keys: KeyTable, escapePause: Duration = .milliseconds(25)) {
    self.keys = keys
    self.escapePause = escapePause
  }

  /// When ``expire(at:)`` is to be called, unless bytes come before; nil: nothing is pending.
  package var deadline: Moment? {
    guard let last, let began else { return nil }
    switch state {
    case .ground: return nil
    case .sequence(let bytes) where bytes.count == 1: return last + escapePause
    case .sequence, .character: return last + InputParser.sequencePause
    // Its bytes might go on for ever, and be keys.
    case .string: return began + InputParser.sequencePause
    case .paste: return last + PasteBuffer.pause
    }
  }

  /// Takes in what one read has brought.
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

  /// Gives up what has waited too long for its rest.
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
      // The buffer must have one owner, or each byte would copy it.
      state = .ground
      if paste.takeAndEnd(byte) {
        isAfterOpenPaste = false
        events.append(.paste(paste.text))
      } else {
        state = .paste(paste)
      }
    }
  }

  /// A byte where nothing is pending, or where it cannot belong to what is.
  private mutating func begin(_ byte: UInt8, at now: Moment, _ events: inout [InputEvent]) {
    let isRest = isAfterEscape && (byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O"))
    isAfterEscape = false
    state = .ground
    began = now
    // Neither is a key of ours, so the terminal has sent the rest of a sequence late.
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

  /// The next byte of a sequence.
  private mutating func extend(
    _ bytes: [UInt8], _ byte: UInt8, at now: Moment, _ events: inout [InputEvent]
  ) {
    let all = bytes + [byte]
    state = .ground
    if let event = keys.event(of: all) { return events.append(event) }
    if bytes[0] != 0x1b || bytes.count > 1 && !InputParser.goesOn(bytes) {
      // A key of this terminal alone.
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

  /// Whether more bytes are parameters, by the common form of sequences.
  private static func goesOn(_ bytes: [UInt8]) -> Bool {
    bytes[1] == UInt8(ascii: "[") || bytes[1] == UInt8(ascii: "O")
  }

  /// What follows an escape at once was sent by the terminal, not typed: a key with Alt, or a sequence that
  /// nothing here names. The letters of the latter must not be taken for commands.
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
    // The way out is open whatever came before.
    case 0x03: begin(byte, at: now, &events)
    case ..<0x20, 0x7f: break
    case 0x80...: beginCharacter(byte, isAlt: true)
    default: events.append(.alt(Character(Unicode.Scalar(byte))))
    }
  }

  /// A whole sequence `ESC [ …` that is no key.
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

  /// Nil for what is no UTF-8, and for control characters beyond ASCII.
  private static func character(_ bytes: [UInt8]) -> Character? {
    guard let text = String(validating: bytes, as: UTF8.self),
      let scalar = text.unicodeScalars.first, scalar.value >= 0xa0
    else { return nil }
    return Character(scalar)
  }
}
