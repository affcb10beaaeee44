/// Reads model names as tools and providers write them.
enum ModelName {
  /// The name without what only says how the model is reached or when it was frozen: a provider's
  /// prefix (`anthropic/`, `us.anthropic.`), a date (`-20250514`, `@20250514`), a provider's version
  /// (`-v1:0`), `-latest`, and the length of the context (`[1m]`).
  ///
  /// Anything else that follows, as in `claude-opus-4-9`, is another model, which may have another
  /// price.
  static func family(of model: String) -> String {
    var name = model[...].utf8
    if let bracket = name.firstIndex(of: UInt8(ascii: "[")) { name = name[..<bracket] }
    if !name.starts(with: claude) {
      let starts = name.indices.filter { name[$0...].starts(with: claude) }
      if let start = starts.last { name = name[start...] }
    }
    for suffix in suffixes where name.suffix(suffix.count).elementsEqual(suffix) {
      name = name.dropLast(suffix.count)
    }
    if name.count > 9, name.suffix(8).allSatisfy({ (48...57).contains($0) }),
      let separator = name.dropLast(8).last, separator == dash || separator == at
    {
      name = name.dropLast(9)
    }
    return String(Substring(name))
  }

  private static let suffixes = ["-latest", "-v1:0", "-v2:0"].map { Array($0.utf8) }
  private static let claude = Array("claude-".utf8)
  private static let dash = UInt8(ascii: "-")
  private static let at = UInt8(ascii: "@")
}
