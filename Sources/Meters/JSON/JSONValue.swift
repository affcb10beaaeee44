/// One JSON value built whole: for the small parts of account files, not for transcripts.
enum JSONValue: Equatable {
  case object([String: JSONValue])
  case array([JSONValue])
  case string(String)
  /// As it is written, so that amounts stay exact.
  case number(String)
  case bool(Bool)
  case null

  /// The value that comes next at `cursor`. Of members of one name the last counts.
  init(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) {
    switch try cursor.kind() {
    case .object:
      var members: [String: JSONValue] = [:]
      try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
        members[key.string] = try JSONValue(&cursor)
      }
      self = .object(members)
    case .array:
      var elements: [JSONValue] = []
      try cursor.array { (cursor) throws(JSONCursor.Fault) in
        elements.append(try JSONValue(&cursor))
      }
      self = .array(elements)
    case .string: self = .string(try cursor.string().string)
    case .number: self = .number(try cursor.skip().string)
    case .literal:
      let literal = try cursor.skip()
      self = literal.equals("true") ? .bool(true) : literal.equals("false") ? .bool(false) : .null
    }
  }

  /// The value of a whole text; nil: it is no JSON.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    var cursor = JSONCursor(bytes)
    guard let value = try? JSONValue(&cursor), cursor.isAtEnd() else { return nil }
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
