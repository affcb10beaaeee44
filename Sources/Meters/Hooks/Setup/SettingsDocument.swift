import Values

/// Why a tool's settings file is left alone.
package struct SettingsFault: Error, Equatable, CustomStringConvertible {
  /// What is wrong, in words that follow the file's path.
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// A value to put into a settings file.
indirect enum SettingsValue {
  case object([(key: String, value: SettingsValue)])
  case array([SettingsValue])
  case string(String)
  case number(Int)
  case bool(Bool)
}

/// A JSON settings file that somebody else keeps. It is edited by splicing text, so everything that is not
/// ours stays as it was: order, unknown keys, spacing, line ends, a byte order mark.
struct SettingsDocument {
  private(set) var bytes: [UInt8]

  /// A member of an object.
  struct Member {
    var key: String
    /// The key and its value.
    var range: Range<Int>
    var value: Range<Int>
  }

  /// Reads a file. An empty one counts as an empty object.
  /// - Throws: ``SettingsFault`` if it is not JSON, or not an object.
  init(_ text: [UInt8]) throws(SettingsFault) {
    bytes = text
    let start = SettingsDocument.startOfText(text)
    if text[start...].allSatisfy({ SettingsDocument.isBlank($0) }) {
      bytes = text[..<start] + Array("{}\n".utf8)
    }
    let fault = bytes.withUnsafeBufferPointer { all -> SettingsFault? in
      let part = UnsafeBufferPointer(rebasing: all[start...])
      var cursor = JSONCursor(part)
      do throws(JSONCursor.Fault) {
        try cursor.skip()
        guard cursor.isAtEnd() else { throw .malformed }
        return nil
      } catch {
        let place = part.baseAddress.map { cursor.at - $0 } ?? 0
        return SettingsDocument.fault(error, at: place, in: part)
      }
    }
    if let fault { throw fault }
    guard isObject(root) else { throw SettingsFault("is not a JSON object") }
  }

  /// The whole value, without what surrounds it.
  var root: Range<Int> {
    let start = bytes[SettingsDocument.startOfText(bytes)...]
      .firstIndex { !SettingsDocument.isBlank($0) }
    let end = bytes.lastIndex { !SettingsDocument.isBlank($0) }
    return (start ?? 0)..<((end ?? -1) + 1)
  }

  func isObject(_ range: Range<Int>) -> Bool { bytes[range].first == UInt8(ascii: "{") }
  func isArray(_ range: Range<Int>) -> Bool { bytes[range].first == UInt8(ascii: "[") }

  /// The kind of a value, for messages.
  func kind(_ range: Range<Int>) -> String {
    switch bytes[range].first {
    case UInt8(ascii: "{"): "an object"
    case UInt8(ascii: "["): "a list"
    case UInt8(ascii: "\""): "a text"
    case UInt8(ascii: "n"): "null"
    case UInt8(ascii: "t"), UInt8(ascii: "f"): "true or false"
    default: "a number"
    }
  }

  /// A value as built; nil if it is too large.
  func value(_ range: Range<Int>) -> JSONValue? {
    bytes.withUnsafeBufferPointer { JSONValue(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// The members of an object, in order; empty for any other value.
  func members(of range: Range<Int>) -> [Member] {
    guard isObject(range) else { return [] }
    return bytes.withUnsafeBufferPointer { all in
      var found: [Member] = []
      guard let base = all.baseAddress else { return found }
      var cursor = JSONCursor(UnsafeBufferPointer(rebasing: all[range]))
      try? cursor.object { (key, cursor) throws(JSONCursor.Fault) in
        let value = try cursor.skip()
        let (start, end) = (value.start - base, value.start - base + value.count)
        found.append(
          Member(key: key.string, range: (key.start - base - 1)..<end, value: start..<end))
      }
      return found
    }
  }

  /// The elements of a list, in order; empty for any other value.
  func elements(of range: Range<Int>) -> [Range<Int>] {
    guard isArray(range) else { return [] }
    return bytes.withUnsafeBufferPointer { all in
      var found: [Range<Int>] = []
      guard let base = all.baseAddress else { return found }
      var cursor = JSONCursor(UnsafeBufferPointer(rebasing: all[range]))
      try? cursor.array { (cursor) throws(JSONCursor.Fault) in
        let value = try cursor.skip()
        found.append((value.start - base)..<(value.start - base + value.count))
      }
      return found
    }
  }

  /// The only member with this key; nil if there is none.
  /// - Throws: ``SettingsFault`` if there are several: which one counts is the tool's secret.
  func member(_ key: String, of range: Range<Int>) throws(SettingsFault) -> Member? {
    let found = members(of: range).filter { $0.key == key }
    guard found.count < 2 else { throw SettingsFault("has “\(key)” twice; keep one") }
    return found.first
  }

  // MARK: - Changes

  /// Adds a member at the end of an object.
  mutating func add(_ key: String, _ value: SettingsValue, to object: Range<Int>) {
    add(key, value, to: object, after: members(of: object).map(\.range))
  }

  /// Adds an element at the end of a list.
  mutating func append(_ value: SettingsValue, to list: Range<Int>) {
    add(nil, value, to: list, after: elements(of: list))
  }

  /// Replaces a value by a text.
  mutating func replace(_ range: Range<Int>, with text: String) {
    bytes.replaceSubrange(range, with: JSONString.quoted(text).utf8)
  }

  /// Takes a member or an element out of what contains it, with its comma.
  /// - Parameters:
  ///   - index: which of `children`.
  ///   - children: all members or elements of the container.
  mutating func remove(_ index: Int, of children: [Range<Int>], in container: Range<Int>) {
    let child = children[index]
    if index > 0 {
      bytes.removeSubrange(children[index - 1].upperBound..<child.upperBound)
    } else if children.count > 1 {
      bytes.removeSubrange(child.lowerBound..<children[1].lowerBound)
    } else {
      bytes.removeSubrange((container.lowerBound + 1)..<(container.upperBound - 1))
    }
  }

  private mutating func add(
    _ key: String?, _ value: SettingsValue, to container: Range<Int>, after children: [Range<Int>]
  ) {
    let name = key.map { JSONString.quoted($0) + colon } ?? ""
    guard let first = children.first, let last = children.last else {
      let inner = (container.lowerBound + 1)..<(container.upperBound - 1)
      guard !isOneLine else {
        bytes.replaceSubrange(inner, with: (name + compact(value)).utf8)
        return
      }
      let base = indentation(at: container.lowerBound)
      let text =
        newline + base + unit + name + spread(value, base + unit) + newline + base
      bytes.replaceSubrange(inner, with: text.utf8)
      return
    }
    let gap = bytes[(container.lowerBound + 1)..<first.lowerBound]
    var text = comma + name + compact(value)
    if let lineEnd = gap.lastIndex(of: SettingsDocument.lineFeed) {
      let indent = String(decoding: gap[(lineEnd + 1)...], as: UTF8.self)
      text = "," + newline + indent + name + spread(value, indent)
    }
    bytes.insert(contentsOf: text.utf8, at: last.upperBound)
  }

  // MARK: - The file's own manner

  private var firstMember: Member? { members(of: root).first }

  /// Whether everything stands in one line, as minifiers write it.
  private var isOneLine: Bool {
    firstMember != nil && !bytes[root].contains(SettingsDocument.lineFeed)
  }

  private var newline: String {
    guard let end = bytes.firstIndex(of: SettingsDocument.lineFeed), end > 0,
      bytes[end - 1] == SettingsDocument.carriageReturn
    else { return "\n" }
    return "\r\n"
  }

  /// The indentation of one level.
  private var unit: String {
    guard let first = firstMember else { return "  " }
    let gap = bytes[root.lowerBound..<first.range.lowerBound]
    guard let end = gap.lastIndex(of: SettingsDocument.lineFeed), end + 1 < gap.endIndex else {
      return "  "
    }
    return String(decoding: gap[(end + 1)...], as: UTF8.self)
  }

  /// The colon after a key, with a blank if the file has one there.
  private var colon: String {
    guard let first = firstMember, first.value.lowerBound > 0 else { return ": " }
    return bytes[first.value.lowerBound - 1] == UInt8(ascii: ":") ? ":" : ": "
  }

  private var comma: String { colon == ":" ? "," : ", " }

  /// The blanks at the start of the line of a place.
  private func indentation(at place: Int) -> String {
    let lineStart = bytes[..<place].lastIndex(of: SettingsDocument.lineFeed).map { $0 + 1 } ?? 0
    let blanks = bytes[lineStart..<place].prefix {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t")
    }
    return String(decoding: blanks, as: UTF8.self)
  }

  private func compact(_ value: SettingsValue) -> String {
    switch value {
    case .string(let text): JSONString.quoted(text)
    case .number(let number): String(number)
    case .bool(let value): value ? "true" : "false"
    case .array(let elements):
      "[" + elements.map(compact).joined(separator: comma) + "]"
    case .object(let members):
      "{"
        + members.map { JSONString.quoted($0.key) + colon + compact($0.value) }
        .joined(separator: comma) + "}"
    }
  }

  /// A value with one member or element per line.
  private func spread(_ value: SettingsValue, _ indent: String) -> String {
    let inner = indent + unit
    func lines(_ open: String, _ parts: [String], _ close: String) -> String {
      guard !parts.isEmpty else { return open + close }
      return open + newline + parts.map { inner + $0 }.joined(separator: "," + newline) + newline
        + indent + close
    }
    switch value {
    case .string, .number, .bool: return compact(value)
    case .array(let elements): return lines("[", elements.map { spread($0, inner) }, "]")
    case .object(let members):
      let parts = members.map {
        JSONString.quoted($0.key) + colon + spread($0.value, inner)
      }
      return lines("{", parts, "}")
    }
  }

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// Where the text begins: after the byte order mark, if there is one.
  private static func startOfText(_ bytes: [UInt8]) -> Int {
    bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
  }

  private static func fault(
    _ fault: JSONCursor.Fault, at place: Int, in text: UnsafeBufferPointer<UInt8>
  ) -> SettingsFault {
    let line = text[..<min(place, text.count)].count(where: { $0 == lineFeed }) + 1
    guard fault == .malformed else { return SettingsFault("is nested too deeply") }
    let next = place < text.count ? text[place] : 0
    let last = text[..<min(place, text.count)].last { !isBlank($0) }
    if next == UInt8(ascii: "/") {
      return SettingsFault("has a comment in line \(line), which an edit could misplace")
    }
    if next == UInt8(ascii: "}") || next == UInt8(ascii: "]"), last == UInt8(ascii: ",") {
      return SettingsFault(
        "has a comma too many before line \(line)'s “\(next == 0x7d ? "}" : "]")”")
    }
    return SettingsFault("is not valid JSON: see line \(line)")
  }
}
