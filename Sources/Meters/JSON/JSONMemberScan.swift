import CScan
import Files
import Glibc

/// Extracts a few members of a large JSON object while reading it, so that the rest need not fit into memory.
/// Claude Code's account file also holds what it remembers of every project.
///
/// In the skipped parts, only string ends and nesting are checked.
struct JSONMemberScan {
  /// The values found, by key, as written in the file.
  private(set) var values: [String: [UInt8]] = [:]

  private let wanted: Set<String>
  private let largestValue: Int

  /// The scan's position.
  private enum Place {
    /// Before or after the object.
    case outside
    /// In the object: before a key, in a key, or before its colon.
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
  /// The value of the current member so far, if it is wanted.
  private var value: [UInt8]?

  /// The longest key that can be a wanted one, in bytes.
  private static let longestKey = 64
  /// How many bytes are read at once.
  private static let piece = 256 << 10

  /// Reads the object in a regular file.
  /// - Parameters:
  ///   - most: the largest file size accepted, in bytes.
  ///   - largestValue: the largest wanted value accepted, in bytes.
  /// - Returns: nil if there is no such file, if it has no complete object, or if a wanted value is too large.
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

  /// Scans the next part of the text.
  /// - Returns: false if it is not an object.
  private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = bytes.baseAddress else { return true }
    let end = start + bytes.count
    var at = start
    while at < end {
      if isInText, !isEscaped {
        // Most of the file is strings that are not wanted.
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

  /// - Returns: false if the nesting is wrong.
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

  /// Appends to the current value, if it is wanted.
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
