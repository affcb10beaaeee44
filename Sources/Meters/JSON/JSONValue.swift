/// A fully built JSON value: for the small parts of account files, not for transcripts.
enum JSONValue: Equatable {
  case object([String: JSONValue])
  case array([JSONValue])
  case string(String)
  /// The text as written, so that amounts stay exact.
  case number(String)
  case bool(Bool)
  case null

  /// Limits the size of a value: a file of a few megabytes can hold a million values, each of which takes many
  /// times the memory of its text. The cursor limits the depth.
  private struct Budget {
    /// The number of values, nested ones included. Real files have a few hundred.
    var values = 100_000
    /// The total size of all strings and numbers, in bytes.
    var bytes = 16 << 20

    mutating func string(of piece: JSONBytes) throws(JSONCursor.Fault) -> String {
      bytes -= piece.count
      guard bytes >= 0 else { throw .tooMuch }
      return piece.string
    }
  }

  /// The largest file built into one value, in bytes.
  static let largestFile = 8 << 20

  /// Reads the next value at `cursor`. If members share a name, the last one counts.
  /// - Throws: if the text is not JSON or the value exceeds the limits.
  init(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) {
    var budget = Budget()
    try self.init(&cursor, &budget)
  }

  private init(_ cursor: inout JSONCursor, _ budget: inout Budget) throws(JSONCursor.Fault) {
    budget.values -= 1
    guard budget.values >= 0 else { throw .tooMuch }
    switch try cursor.kind() {
    case .object:
      var members: [String: JSONValue] = [:]
      try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
        members[try budget.string(of: key)] = try JSONValue(&cursor, &budget)
      }
      self = .object(members)
    case .array:
      var elements: [JSONValue] = []
      try cursor.array { (cursor) throws(JSONCursor.Fault) in
        elements.append(try JSONValue(&cursor, &budget))
      }
      self = .array(elements)
    case .string: self = .string(try budget.string(of: cursor.string()))
    case .number: self = .number(try budget.string(of: cursor.skip()))
    case .literal:
      let literal = try cursor.skip()
      self = literal.equals("true") ? .bool(true) : literal.equals("false") ? .bool(false) : .null
    }
  }

  /// Reads a text that is a single value.
  /// - Throws: if the text is not JSON or the value exceeds the limits.
  init(whole bytes: UnsafeBufferPointer<UInt8>) throws(JSONCursor.Fault) {
    var cursor = JSONCursor(bytes)
    try self.init(&cursor)
    guard cursor.isAtEnd() else { throw .malformed }
  }

  /// Reads a text that is a single value; nil if it is not JSON or exceeds the limits.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let value = try? JSONValue(whole: bytes) else { return nil }
    self = value
  }

  /// A member of an object; nil for any other value.
  subscript(_ key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }

  /// The members of an object; empty for any other value.
  var members: [String: JSONValue] {
    guard case .object(let members) = self else { return [:] }
    return members
  }

  /// The elements of an array; empty for any other value.
  var elements: [JSONValue] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }

  var isObject: Bool { if case .object = self { true } else { false } }

  /// The string, unless it is empty.
  var text: String? {
    guard case .string(let text) = self, !text.isEmpty else { return nil }
    return text
  }

  var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  var isNull: Bool { self == .null }

  /// The number as written.
  var number: String? {
    guard case .number(let text) = self else { return nil }
    return text
  }

  /// The number as a floating-point value, precise enough for a share or a time.
  var double: Double? { number.flatMap(Double.init) }
}
