import CScan
import Files
import Glibc

/// Takes a few members out of a large JSON object as it is read, so that what they stand among need not fit into
/// memory: Claude Code's account file also holds what it remembers of every project.
///
/// Of what is passed over only the ends of texts and the nesting are looked at.
struct JSONMemberScan {
  /// The values that were found, by their keys, as they are written.
  private(set) var values: [String: [UInt8]] = [:]

  private let wanted: Set<String>
  private let largestValue: Int

  /// Where the scan is.
  private enum Place {
    /// Before the object, or behind it.
    case outside
    /// In the object, before a key, in one, or before its colon.
    case beforeKey, inKey, beforeColon
    /// In a member's value.
    case inValue
  }

  private var place = Place.outside
  private var hasEnded = false
  private var hasTooLargeValue = false
  private var depth = 0
  private var isInText = false
  private var isEscaped = false
  private var key: [UInt8] = []
  /// The value of a member that is wanted, so far.
  private var value: [UInt8]?

  /// Bytes of the longest key that can be a wanted one.
  private static let longestKey = 64
  /// Bytes that are read at once.
  private static let piece = 256 << 10

  /// Reads the object in a regular file.
  /// - Parameters:
  ///   - most: bytes of the file at most.
  ///   - largestValue: bytes of a wanted value at most.
  /// - Returns: nil if there is no such file, or it holds no whole object, or a wanted value that is too large.
  init?(file path: String, wanted: Set<String>, most: Int64, largestValue: Int = 2 << 20) {
    self.wanted = wanted
    self.largestValue = largestValue
    guard case .success((let descriptor, var left)) = RegularFile.open(path) else { return nil }
    defer { close(descriptor) }
    guard left <= most else { return nil }
    var buffer = [UInt8](repeating: 0, count: JSONMemberScan.piece)
    var isFirst = true
    while left > 0 {
      let count = read(descriptor, &buffer, min(buffer.count, Int(left)))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      left -= Int64(count)
      let isRead = buffer.withUnsafeBufferPointer { bytes in
        let piece = UnsafeBufferPointer(rebasing: bytes[..<count])
        return scan(isFirst ? WholeFile.withoutMark(piece) : piece)
      }
      guard isRead else { return nil }
      isFirst = false
    }
    guard hasEnded, !hasTooLargeValue else { return nil }
  }

  /// Goes on with more of the text.
  /// - Returns: false where it is no object.
  private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = bytes.baseAddress else { return true }
    let end = start + bytes.count
    var at = start
    while at < end {
      if isInText, !isEscaped {
        // Most of such a file is text that nobody asks for.
        let mark = min(end, fg_next_mark(at, end))
        keep(UnsafeBufferPointer(start: at, count: mark - at))
        at = mark
        if at == end { break }
      }
      let byte = at.pointee
      at += 1
      switch place {
      case .outside:
        if isBlank(byte) { continue }
        guard byte == UInt8(ascii: "{"), !hasEnded else { return false }
        place = .beforeKey
      case .beforeKey:
        if isBlank(byte) || byte == UInt8(ascii: ",") { continue }
        if byte == UInt8(ascii: "}") {
          (place, hasEnded) = (.outside, true)
        } else if byte == quote {
          place = .inKey
          key.removeAll(keepingCapacity: true)
        } else {
          return false
        }
      case .inKey: scanKey(byte)
      case .beforeColon:
        if isBlank(byte) { continue }
        guard byte == UInt8(ascii: ":") else { return false }
        place = .inValue
        let isWanted = wanted.contains(String(decoding: key, as: UTF8.self))
        value = isWanted ? [] : nil
      case .inValue:
        if !scanValue(byte) { return false }
      }
    }
    return true
  }

  private mutating func scanKey(_ byte: UInt8) {
    if !isEscaped, byte == quote {
      place = .beforeColon
      return
    }
    isEscaped = !isEscaped && byte == backslash
    if key.count <= JSONMemberScan.longestKey { key.append(byte) }
  }

  /// - Returns: false where the nesting is wrong.
  private mutating func scanValue(_ byte: UInt8) -> Bool {
    if isInText {
      if isEscaped {
        isEscaped = false
      } else if byte == backslash {
        isEscaped = true
      } else if byte == quote {
        isInText = false
      }
    } else {
      switch byte {
      case quote: isInText = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}") where depth == 0, UInt8(ascii: ",") where depth == 0:
        endMember()
        if byte == UInt8(ascii: "}") { (place, hasEnded) = (.outside, true) }
        return true
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth < 0 { return false }
      default: break
      }
    }
    if value != nil {
      withUnsafePointer(to: byte) { keep(UnsafeBufferPointer(start: $0, count: 1)) }
    }
    return true
  }

  /// Adds to a value that is wanted.
  private mutating func keep(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let count = value?.count else { return }
    value?.append(contentsOf: bytes.prefix(largestValue + 1 - count))
  }

  private mutating func endMember() {
    if let value {
      values[String(decoding: key, as: UTF8.self)] = value
      hasTooLargeValue = hasTooLargeValue || value.count > largestValue
    }
    value = nil
    place = .beforeKey
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
  }
}
