import CScan
import Glibc

/// Walks through a JSON text and returns the few values a reader asks for, skipping the rest without building
/// anything. Skipped parts are still checked, so a text broken anywhere is rejected.
///
/// Transcript lines are mostly long strings that nobody asks for. The benchmark `fuelgauge-bench json` shows what
/// this saves compared with decoding whole lines.
struct JSONCursor {
  private(set) var at: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>
  private var depth = 0

  /// Why reading stopped: the text is not JSON, or it exceeds a limit on nesting or size.
  enum Fault: Error { case malformed, tooDeep, tooMuch }

  /// Deeper nesting is rejected, so that a hostile line cannot exhaust the stack.
  static let deepest = 256

  /// Creates a cursor at the start of `bytes`, which must outlive it.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    let start = bytes.baseAddress ?? UnsafePointer(bitPattern: 1).unsafelyUnwrapped
    at = start
    end = start + bytes.count
  }

  /// Throws unless the text is exactly one JSON value.
  static func check(_ bytes: UnsafeBufferPointer<UInt8>) throws(Fault) {
    var cursor = JSONCursor(bytes)
    try cursor.skip()
    guard cursor.isAtEnd() else { throw .malformed }
  }

  /// Whether only white space is left.
  mutating func isAtEnd() -> Bool {
    skipBlank()
    return at == end
  }

  /// The kind of the next value, by its first byte.
  enum Kind { case object, array, string, number, literal }

  mutating func kind() throws(Fault) -> Kind {
    skipBlank()
    guard at < end else { throw .malformed }
    switch at.pointee {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case quote: return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): return .literal
    default: throw .malformed
    }
  }

  /// Reads an object. `member` is called at each value and must consume it.
  @inline(__always)
  mutating func object(
    _ member: (JSONBytes, inout JSONCursor) throws(Fault) -> Void
  ) throws(Fault) {
    try open(UInt8(ascii: "{"))
    if take(UInt8(ascii: "}")) { return close() }
    repeat {
      skipBlank()
      let key = try string()
      guard take(UInt8(ascii: ":")) else { throw .malformed }
      try member(key, &self)
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw .malformed }
    close()
  }

  /// Reads an array. `element` is called at each value and must consume it.
  @inline(__always)
  mutating func array(_ element: (inout JSONCursor) throws(Fault) -> Void) throws(Fault) {
    try open(UInt8(ascii: "["))
    if take(UInt8(ascii: "]")) { return close() }
    repeat {
      try element(&self)
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw .malformed }
    close()
  }

  /// Reads the next value, which must be a string.
  mutating func string() throws(Fault) -> JSONBytes {
    skipBlank()
    guard at < end, at.pointee == quote else { throw .malformed }
    at += 1
    let start = at
    while true {
      try skipPlain()
      if at.pointee == quote { break }
      try skipEscape()
    }
    let bytes = JSONBytes(start: start, count: at - start)
    at += 1
    return bytes
  }

  /// Reads the next value if it is a string; otherwise skips it and returns nil.
  mutating func stringOrSkip() throws(Fault) -> JSONBytes? {
    if try kind() == .string { return try string() }
    try skip()
    return nil
  }

  /// Whether the next value is `true`; any other value is skipped and gives false.
  mutating func isTrue() throws(Fault) -> Bool {
    _ = try kind()
    let start = at
    try skip()
    return start.pointee == UInt8(ascii: "t")
  }

  /// Reads the next value if it is a whole number of at most 18 digits, written in any way JSON allows (`12`, `12.0`,
  /// `1.2e1`); otherwise skips it and returns nil.
  mutating func integerOrSkip() throws(Fault) -> Int? {
    guard try kind() == .number else {
      try skip()
      return nil
    }
    let start = at
    try skipNumber()
    let bytes = UnsafeBufferPointer(start: start, count: at - start)
    var value = 0
    let negative = bytes.first == UInt8(ascii: "-")
    for byte in bytes.dropFirst(negative ? 1 : 0) {
      let digit = byte &- 48
      guard digit < 10, bytes.count <= 18 else { return wholeNumber(bytes) }
      value = value * 10 + Int(digit)
    }
    return negative ? -value : value
  }

  private func wholeNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    Double(String(decoding: bytes, as: UTF8.self)).flatMap { Int(exactly: $0) }
  }

  /// Skips the value that comes next, whatever it is, and returns its bytes.
  @discardableResult
  mutating func skip() throws(Fault) -> JSONBytes {
    let kind = try kind()
    let start = at
    switch kind {
    case .string: _ = try string()
    case .number: try skipNumber()
    case .literal: try skipLiteral()
    case .object: try object { (_, cursor) throws(Fault) in try cursor.skip() }
    case .array: try array { (cursor) throws(Fault) in try cursor.skip() }
    }
    return JSONBytes(start: start, count: at - start)
  }

  @inline(__always)
  private mutating func skipBlank() {
    while at < end, at.pointee <= 0x20,
      at.pointee == 0x20 || at.pointee == 0x0A || at.pointee == 0x0D || at.pointee == 0x09
    {
      at += 1
    }
  }

  @inline(__always)
  private mutating func take(_ byte: UInt8) -> Bool {
    skipBlank()
    guard at < end, at.pointee == byte else { return false }
    at += 1
    return true
  }

  private mutating func open(_ byte: UInt8) throws(Fault) {
    guard take(byte) else { throw .malformed }
    depth += 1
    guard depth <= JSONCursor.deepest else { throw .tooDeep }
  }

  private mutating func close() { depth -= 1 }

  /// Advances to the next quote or backslash; a bare control character is malformed.
  @inline(__always)
  private mutating func skipPlain() throws(Fault) {
    at = fg_next_mark(at, end)
    guard at < end, at.pointee >= 0x20 else { throw .malformed }
  }

  private mutating func skipEscape() throws(Fault) {
    at += 1
    guard at < end else { throw .malformed }
    switch at.pointee {
    case quote, backslash, UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      at += 1
    case UInt8(ascii: "u"):
      guard end - at > 4, (1...4).allSatisfy({ isxdigit(Int32(at[$0])) != 0 }) else {
        throw .malformed
      }
      at += 5
    default: throw .malformed
    }
  }

  private mutating func skipLiteral() throws(Fault) {
    for literal in ["true", "false", "null"] as [StaticString] {
      let count = literal.utf8CodeUnitCount
      if end - at >= count, memcmp(at, literal.utf8Start, count) == 0 {
        at += count
        return
      }
    }
    throw .malformed
  }

  private mutating func skipNumber() throws(Fault) {
    if at.pointee == UInt8(ascii: "-") { at += 1 }
    let start = at
    try skipDigits()
    if start.pointee == UInt8(ascii: "0"), at - start > 1 { throw .malformed }
    if at < end, at.pointee == UInt8(ascii: ".") {
      at += 1
      try skipDigits()
    }
    if at < end, at.pointee | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < end, at.pointee == UInt8(ascii: "+") || at.pointee == UInt8(ascii: "-") { at += 1 }
      try skipDigits()
    }
  }

  private mutating func skipDigits() throws(Fault) {
    let start = at
    while at < end, at.pointee &- 48 < 10 { at += 1 }
    guard at > start else { throw .malformed }
  }
}
