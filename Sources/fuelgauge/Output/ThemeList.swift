import Canvas
import Themes

/// The available themes, as text and JSON.
struct ThemeList {
  let entries: [ThemeCatalog.Entry]
  /// The name of the theme in use.
  let current: String

  /// One line per theme, with `*` before the one in use; safe to print.
  var text: String {
    let names = entries.map { SafeText.clean($0.name) }
    let width = names.map { TextWidth.columns(of: $0) }.max() ?? 0
    return zip(entries, names).map { entry, name in
      let place = entry.path.map(SafeText.clean) ?? "built in"
      return "\(entry.name == current ? "*" : " ") \(TextWidth.fit(name, width))  \(place)"
    }.joined(separator: "\n")
  }

  /// `path` is null for the built-in theme.
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
