/// Texts in JSON.
package enum JSONString {
  /// A text as a JSON string, in quotation marks.
  /// - Parameter isUnsafe: the characters to escape besides those that JSON demands.
  package static func quoted(
    _ text: String, isUnsafe: (Unicode.Scalar) -> Bool = { $0.value == 0x7f }
  ) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || isUnsafe(scalar):
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
