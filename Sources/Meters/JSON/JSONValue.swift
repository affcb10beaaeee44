/// One JSON value built whole: for the small parts of account files, not for transcripts.
enum JSONValue: Equatable {
  case object([String: JSONValue])
  case array([JSONValue])
  case string(String)
  /// As it is written, so that amounts stay exact.
  case number(String)
  case bool(Bool)
  case null

  /// What a value may be made of: a file of a few megabytes can hold a million values, each of which takes many
  /// times the memory of its text. How deep they may lie the cursor says.
  private struct Budget {
    /// Values, the ones within others among them. Real files have a few hundred.
    var values = 100_000
    /// Bytes of all texts and numbers.
    var bytes = 16 << 20

    mutating func take(_ piece: JSONBytes) throws(JSONCursor.Fault) -> String {
      bytes -= piece.count
      guard bytes >= 0 else { throw .tooMuch }
      return piece.string
    }
  }

  /// Bytes of a file that is made into one value.
  static let largestFile = 8 << 20

  /// The value that comes next at `cursor`. Of members of one name the last counts.
  /// - Throws: where the text is no JSON, or the value is made of more than is kept of one.
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
        members[try budget.take(key)] = try JSONValue(&cursor, &budget)
      }
      self = .object(members)
    case .array:
      var elements: [JSONValue] = []
      try cursor.array { (cursor) throws(JSONCursor.Fault) in
        elements.append(try JSONValue(&cursor, &budget))
      }
      self = .array(elements)
    case .string: self = .string(try budget.take(cursor.string()))
    case .number: self = .number(try budget.take(cursor.skip()))
    case .literal:
      let literal = try cursor.skip()
      self = literal.equals("true") ? .bool(true) : literal.equals("false") ? .bool(false) : .null
    }
  }

  /// The value of a whole text.
  /// - Throws: where it is no JSON, or made of more than is kept of one.
  init(whole bytes: UnsafeBufferPointer<UInt8>) throws(JSONCursor.Fault) {
    var cursor = JSONCursor(bytes)
    try self.init(&cursor)
    guard cursor.isAtEnd() else { throw .malformed }
  }

  /// The value of a whole text; nil: it is no JSON, or made of more than is kept of one.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let value = try? JSONValue(whole: bytes) else { return nil }
    self = value
  }

  /// A member of an object; nil for everything else.
  subscript(_ key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }

  /// The members of an object; none for everything else.
  var members: [String: JSONValue] {
    guard case .object(let members) = self else { return [:] }
    return members
  }

  /// The elements of an array; none for everything else.
  var elements: [JSONValue] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }

  var isObject: Bool { if case .object = self { true } else { false } }

  /// A text that is not empty.
  var text: String? {
    guard case .string(let text) = self, !text.isEmpty else { return nil }
    return text
  }

  var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  var isNull: Bool { self == .null }

  /// A number as it is written.
  var number: String? {
    guard case .number(let text) = self else { return nil }
    return text
  }

  /// A number near enough for a share or a time.
  var double: Double? { number.flatMap(Double.init) }
}
