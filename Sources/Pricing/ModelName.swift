/// Reads model names as tools, clouds and proxies write them.
enum ModelName {
  /// The name without what only says how the model is reached, when it was frozen or how it answers. Of a Claude
  /// model these go: whatever stands before `claude-` (`anthropic/`, `us.anthropic.`, an ARN), capitals, the length of
  /// the context (`[1m]`), what follows `@` or `:` (`@20250929`, `@default`, `:0`, `:thinking`), a date
  /// (`-20250514`), a cloud's version (`-v1`), `-latest` and `-thinking`; dots become dashes (`claude-opus-4.6`), and
  /// a number stands where Anthropic puts it (`claude-4-sonnet`).
  ///
  /// Anything else that follows, as in `claude-opus-4-9` or `claude-opus-4-6-fast`, is another model, which may
  /// have another price. Models of others keep their names: there a suffix may be a price of its own.
  static func family(of model: String) -> String {
    let name = model.utf8.map { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 }[...]
    guard let start = start(in: name) else { return String(decoding: name, as: UTF8.self) }
    var rest = name[start...]
    if let end = rest.firstIndex(where: { ends.contains($0) }) { rest = rest[..<end] }
    rest = ArraySlice(rest.map { $0 == UInt8(ascii: ".") ? dash : $0 })
    while let shorter = withoutSuffix(rest) { rest = shorter }
    return inOrder(String(decoding: rest, as: UTF8.self))
  }

  private static let claude = Array("claude-".utf8)
  private static let dash = UInt8(ascii: "-")
  private static let ends = Set("[@:".utf8)
  private static let titles: Set<Substring> = ["opus", "sonnet", "haiku"]
  private static let suffixes = ["-latest", "-thinking"].map { Array($0.utf8) }

  /// Where `claude-` begins for the last time, at the beginning of a word.
  private static func start(in name: ArraySlice<UInt8>) -> Int? {
    name.indices.last { index in
      guard name[index...].starts(with: claude) else { return false }
      return index == name.startIndex || !isWord(name[index - 1])
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x7a).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// The name without the suffix that says nothing of the price; nil if it has none.
  private static func withoutSuffix(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    for suffix in suffixes where name.suffix(suffix.count).elementsEqual(suffix) {
      return name.dropLast(suffix.count)
    }
    guard let last = name.lastIndex(of: dash) else { return nil }
    let word = name[(last + 1)...]
    let isDate = word.count == 8 && word.allSatisfy(isDigit)
    let isVersion =
      word.first == UInt8(ascii: "v") && (2...3).contains(word.count)
      && word.dropFirst().allSatisfy(isDigit)
    return isDate || isVersion ? name[..<last] : nil
  }

  /// Up to 3.7 the number comes before the name, from 4 on after it.
  private static func inOrder(_ name: String) -> String {
    let words = name.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = words.filter { $0.count == 1 && $0.utf8.allSatisfy(isDigit) }
    guard words.count == numbers.count + 2, let first = numbers.first,
      let title = words.dropFirst().first(where: { !numbers.contains($0) }), titles.contains(title)
    else { return name }
    let isOld = first < "4"
    let number = numbers.joined(separator: "-")
    // A number in two pieces is none.
    guard name == "claude-\(title)-\(number)" || name == "claude-\(number)-\(title)" else {
      return name
    }
    return isOld ? "claude-\(number)-\(title)" : "claude-\(title)-\(number)"
  }
}
