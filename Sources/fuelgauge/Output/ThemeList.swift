import Canvas
import Themes

/// The themes there are, as text and JSON.
struct ThemeList {
  let entries: [ThemeCatalog.Entry]
  /// The name of the one in use.
  let current: String

  /// One line a theme, `*` at the one in use; made safe to print.
  var text: String {
    let names = entries.map { SafeText.clean($0.name) }
    let width = names.map { TextWidth.columns(of: $0) }.max() ?? 0
    return zip(entries, names).map { entry, name in
      let place = entry.path.map(SafeText.clean) ?? "compiled in"
      return "\(entry.name == current ? "*" : " ") \(TextWidth.fit(name, width))  \(place)"
    }.joined(separator: "\n")
  }

  /// `path` is null for the theme that is compiled in.
  var json: JSONText {
    .fields([
      "current": .string(current),
      "themes": .array(
        entries.map { entry in
          .fields([
            "name": .string(entry.name), "path": .optional(entry.path),
            "current": .bool(entry.name == current),
          ])
        }),
    ])
  }
}
