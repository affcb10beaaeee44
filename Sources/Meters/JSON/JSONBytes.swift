import Glibc

/// A piece of a JSON text that is not copied: valid as long as the buffer it points into.
///
/// For a string it is the part between the quotes, with escapes as written; for any other value it is the value's
/// own bytes.
struct JSONBytes {
  let start: UnsafePointer<UInt8>
  let count: Int

  /// Whether the bytes are exactly those of `text`. Escapes are not resolved: no key or mark that readers look for
  /// is written with one.
  @inline(__always)
  func equals(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount && memcmp(start, text.utf8Start, count) == 0
  }

  /// Whether the bytes equal others.
  func equals(_ other: JSONBytes) -> Bool {
    count == other.count && memcmp(start, other.start, count) == 0
  }

  /// Whether the bytes begin with those of `text`.
  func hasPrefix(_ text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount && memcmp(start, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  /// The text with escapes resolved, and with invalid UTF-8 and NUL replaced. Databases and C end text at a NUL, so
  /// a name containing one would come back as a different name.
  var string: String {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    return bytes.contains(backslash) ? unescaped(bytes) : String(decoding: bytes, as: UTF8.self)
  }

  /// The bytes as a buffer.
  var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

  private func unescaped(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var units: [UInt16] = []
    var at = 0
    var plain = 0
    func flush(to end: Int) {
      units.append(contentsOf: String(decoding: bytes[plain..<end], as: UTF8.self).utf16)
    }
    while at < bytes.count {
      guard bytes[at] == backslash, at + 1 < bytes.count else {
        at += 1
        continue
      }
      flush(to: at)
      let (unit, length) = escape(bytes, at)
      units.append(unit)
      at += length
      plain = at
    }
    flush(to: bytes.count)
    return String(decoding: units, as: UTF16.self)
  }

  private func escape(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> (UInt16, Int) {
    switch bytes[at + 1] {
    case UInt8(ascii: "n"): return (10, 2)
    case UInt8(ascii: "t"): return (9, 2)
    case UInt8(ascii: "r"): return (13, 2)
    case UInt8(ascii: "b"): return (8, 2)
    case UInt8(ascii: "f"): return (12, 2)
    case UInt8(ascii: "u"):
      let digits = bytes[min(at + 2, bytes.count)..<min(at + 6, bytes.count)]
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
      return (unit == 0 ? 0xFFFD : unit ?? 0xFFFD, 2 + digits.count)
    case let other: return (UInt16(other), 2)
    }
  }
}

let backslash = UInt8(ascii: "\\")
let quote = UInt8(ascii: "\"")
