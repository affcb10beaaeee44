/// Comma-separated values, a line each.
package enum CSVText {
  /// A table with its heading; every field as ``field(_:)`` or a number of ours.
  package static func table(_ heading: [String], _ rows: [[String]]) -> String {
    ([heading] + rows).map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
  }

  /// A text as a field: made safe for a terminal, and what a spreadsheet would take for a formula kept
  /// a text by an apostrophe.
  package static func field(_ text: String) -> String {
    let text = SafeText.clean(text)
    let safe = "=+-@".contains(text.first ?? " ") ? "'" + text : text
    guard safe.contains(where: { ",\"".contains($0) }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
