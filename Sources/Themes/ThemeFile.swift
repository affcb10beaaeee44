import Canvas

/// A theme as written in its file, in btop's syntax: lines `theme[key]="value"`.
///
/// A value is `#RRGGBB`, `#GG` (a grey), three decimals `R G B`, or empty for the terminal's own
/// colour; quotes may be double, single or left out. `#` begins a comment.
package struct ThemeFile: Equatable, Sendable {
  /// The colours by key; for a repeated key the last one counts.
  package private(set) var colors: [String: Color] = [:]

  /// A line that could not be used, and why; safe to print.
  package struct Problem: Equatable, Sendable, CustomStringConvertible {
    /// Counted from 1.
    package let line: Int
    /// The problem, such as “cpu_end” must be a colour.
    package let text: String

    package var description: String { "line \(line): \(text)" }
  }

  /// The colour of a key; nil if the file does not set it.
  package subscript(key: String) -> Color? { colors[key] }

  /// Reads the text of a file. Problems are reported by line, and the rest is used.
  package static func parse(_ text: String) -> (theme: ThemeFile, problems: [Problem]) {
    var theme = ThemeFile()
    var problems: [Problem] = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      func report(_ text: String) { problems.append(Problem(line: index + 1, text: text)) }
      let line = trimmed(line.first == "\u{feff}" ? line.dropFirst() : line)
      if line.isEmpty || line.hasPrefix("#") { continue }
      guard let (key, rest) = assignment(line) else {
        report("“\(shown(line))” is not of the form theme[key]=\"value\"")
        continue
      }
      guard ThemeKey.all.contains(String(key)) else {
        report("there is no key “\(shown(key))”")
        continue
      }
      guard let value = value(rest), let color = color(value) else {
        report("“\(key)” must be \"#RRGGBB\", \"#GG\", \"R G B\" or \"\", not \(shown(rest))")
        continue
      }
      theme.colors[String(key)] = color
    }
    return (theme, problems)
  }

  /// The key and what follows the `=`.
  private static func assignment(_ line: Substring) -> (key: Substring, rest: Substring)? {
    guard line.hasPrefix("theme["), let end = line.firstIndex(of: "]") else { return nil }
    let rest = trimmed(line[line.index(after: end)...])
    guard rest.first == "=" else { return nil }
    return (trimmed(line[..<end].dropFirst(6)), trimmed(rest.dropFirst()))
  }

  /// The text between quotes, or, without quotes, the text before a comment.
  private static func value(_ text: Substring) -> Substring? {
    if let quote = text.first, quote == "\"" || quote == "'" {
      let inside = text.dropFirst()
      guard let end = inside.firstIndex(of: quote) else { return nil }
      let after = trimmed(inside[inside.index(after: end)...])
      return after.isEmpty || after.hasPrefix("#") ? trimmed(inside[..<end]) : nil
    }
    // The colour itself may begin with the comment character.
    guard let comment = text.dropFirst().firstIndex(of: "#") else { return text }
    return trimmed(text[..<comment])
  }

  private static func color(_ text: Substring) -> Color? {
    if text.isEmpty { return .terminal }
    if text.first == "#" {
      let digits = text.dropFirst()
      guard digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
      switch (digits.count, UInt32(digits, radix: 16)) {
      case (6, let number?): return Color(hex: number)
      case (2, let number?): return Color(hex: number * 0x10101)
      default: return nil
      }
    }
    let parts = text.split(whereSeparator: \.isWhitespace).map { UInt8($0) }
    guard parts.count == 3, let red = parts[0], let green = parts[1], let blue = parts[2]
    else { return nil }
    return .rgb(red, green, blue)
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  /// The start of a text from a file, safe to print.
  private static func shown(_ text: Substring) -> String {
    SafeText.clean(text.count > 40 ? text.prefix(39) + "…" : String(text))
  }
}

/// The keys that a theme may have.
enum ThemeKey {
  /// Our own keys in addition to btop's; their values are used unchanged.
  static let own: Set<String> = Set(
    ["label", "good", "warning", "bad"] + gradient("fuel") + gradient("burn") + tools)

  /// One colour for each tool.
  static let tools = (1...6).map { "tool_\($0)" }

  /// Ours and btop's.
  static let all: Set<String> = own.union(gradients.flatMap(gradient)).union([
    "main_bg", "main_fg", "title", "hi_fg", "selected_bg", "selected_fg", "inactive_fg",
    "graph_text", "meter_bg", "proc_misc", "cpu_box", "mem_box", "net_box", "proc_box", "div_line",
    // From later versions of btop, unused here.
    "proc_pause_bg", "proc_follow_bg", "proc_banner_bg", "proc_banner_fg", "followed_bg",
    "followed_fg",
  ])

  /// btop's gradients, the most characteristic colours first.
  static let gradients = [
    "cpu", "temp", "used", "available", "free", "cached", "download", "upload", "process",
  ]

  /// The keys of a gradient from its start to its end.
  static func gradient(_ name: String) -> [String] {
    ["start", "mid", "end"].map { "\(name)_\($0)" }
  }
}
