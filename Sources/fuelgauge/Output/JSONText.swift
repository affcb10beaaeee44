import Canvas
import Values

/// A JSON value that keeps the order of its keys, so that reports read well and never change by accident.
enum JSONText {
  case null
  case bool(Bool)
  case int(Int)
  /// A fraction with at most six decimals.
  case number(Double)
  case string(String)
  case array([JSONText])
  case object([Field])

  /// A member of an object.
  struct Field {
    let key: String
    let value: JSONText
  }

  /// An object with these members, in order.
  static func fields(_ pairs: KeyValuePairs<String, JSONText>) -> JSONText {
    .object(pairs.map { Field(key: $0.key, value: $0.value) })
  }

  /// A string, or null.
  static func optional(_ text: String?) -> JSONText { text.map { .string($0) } ?? .null }

  /// The value as text, with objects and arrays spread over several lines.
  var printed: String { printed(indent: "") }

  private func printed(indent: String) -> String {
    let deeper = indent + "  "
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return String(value)
    // JSON has no infinity and no NaN.
    case .number(let value):
      return value.isFinite ? String((value * 1_000_000).rounded() / 1_000_000) : "null"
    case .string(let value): return JSONText.quoted(value)
    case .array(let values):
      if values.isEmpty { return "[]" }
      let items = values.map { deeper + $0.printed(indent: deeper) }
      return "[\n\(items.joined(separator: ",\n"))\n\(indent)]"
    case .object(let fields):
      if fields.isEmpty { return "{}" }
      let items = fields.map {
        "\(deeper)\(JSONText.quoted($0.key)): \($0.value.printed(indent: deeper))"
      }
      return "{\n\(items.joined(separator: ",\n"))\n\(indent)}"
    }
  }

  /// Escapes control characters too, and those that could reverse a terminal's text.
  private static func quoted(_ text: String) -> String {
    JSONString.quoted(text, isUnsafe: SafeText.isUnsafe)
  }
}
