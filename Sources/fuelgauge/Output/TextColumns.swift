import Canvas

/// Plain text in columns, for commands: the first column is left-aligned, the others right-aligned.
enum TextColumns {
  /// One line per row, with cells two spaces apart. Text is made safe for a terminal.
  static func aligned(_ rows: [[String]]) -> [String] {
    let rows = rows.map { $0.map(SafeText.clean) }
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { $0.indices.contains(column) ? TextWidth.columns(of: $0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      row.enumerated().map { column, text in
        let blanks = TextWidth.spaces(widths[column] - TextWidth.columns(of: text))
        return column == 0 ? text + blanks : blanks + text
      }.joined(separator: "  ")
    }
  }

  /// A line of dashes as long as `line`.
  static func rule(like line: String) -> String {
    String(repeating: "-", count: TextWidth.columns(of: line))
  }
}
