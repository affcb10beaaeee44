/// Comma-separated values, one record per line.
package enum CSVText {
  /// A table with its heading. Every field must be made by ``field(_:)`` or be a number of ours.
  package static func table(_ heading: [String], _ rows: [[String]]) -> String {
    ([heading] + rows).map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
  }

  /// A text as a field: safe for a terminal, and with an apostrophe in front of anything a spreadsheet would take
  /// for a formula.
  ///
  /// Where the comma is the decimal mark, spreadsheets split at semicolons, so a formula may also begin after one.
  package static func field(_ text: String) -> String {
    var safe = String.UnicodeScalarView()
    var mayBegin = true
    for scalar in SafeText.cleanLines(text).unicodeScalars {
      if mayBegin, formulaSigns.contains(scalar) { safe.append("'") }
      mayBegin = scalar == ";" || mayBegin && scalar.properties.isWhitespace
      safe.append(scalar == "\n" ? " " : scalar)
    }
    guard safe.contains(where: { separators.contains($0) }) else { return String(safe) }
    return "\"" + String(safe).replacing("\"", with: "\"\"") + "\""
  }

  /// The characters formulas begin with, full-width forms included. A combining mark after one does not make it
  /// another scalar.
  private static let formulaSigns: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\u{ff1d}", "\u{ff0b}", "\u{ff0d}", "\u{ff20}",
  ]

  private static let separators: Set<Unicode.Scalar> = [",", ";", "\""]
}
