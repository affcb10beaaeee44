import Canvas

/// Fields of comma-separated values.
enum CSVText {
  /// A field: made safe for a terminal, and what a spreadsheet would take for a formula kept a text by an
  /// apostrophe.
  static func field(_ text: String) -> String {
    let text = SafeText.clean(text)
    let safe = "=+-@".contains(text.first ?? " ") ? "'" + text : text
    guard safe.contains(where: { ",\"".contains($0) }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
