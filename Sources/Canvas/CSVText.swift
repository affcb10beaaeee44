/// Comma-separated values, a line each.
package enum CSVText {
  /// A table with its heading; every field as ``field(_:)`` or a number of ours.
  package static func table(_ heading: [String], _ rows: [[String]]) -> String {
    ([heading] + rows).map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
  }

  /// A text as a field: made safe for a terminal, and what a spreadsheet would take for a formula kept
  /// a text by an apostrophe.
  ///
  /// Where a comma is the decimal mark spreadsheets split at semicolons, so a formula may begin behind one too.
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

  /// What formulas begin with, also as wide letters. A mark that combines with one makes it no other scalar.
  private static let formulaSigns: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\u{ff1d}", "\u{ff0b}", "\u{ff0d}", "\u{ff20}",
  ]

  private static let separators: Set<Unicode.Scalar> = [",", ";", "\""]
}
