/// Normalizes model names written by tools, clouds and proxies.
enum ModelName {
  /// The name without the parts that only say how the model is reached, when it was frozen or how it answers.
  /// Claude names lose whatever precedes `claude-` (`anthropic/`, `us.anthropic.`, an ARN), capitals, the context
  /// length (`[1m]`), anything after `@` or `:` (`@20250929`, `@default`, `:0`, `:thinking`), a date (`-20250514`),
  /// a cloud's version (`-v1`), `-latest` and `-thinking`. Dots become dashes (`claude-opus-4.6`), and the number
  /// moves to where Anthropic puts it (`claude-4-sonnet`).
  ///
  /// Any other suffix, as in `claude-opus-4-9` or `claude-opus-4-6-fast`, makes a different model, which may have a
  /// different price. Other vendors' models keep their names: there a suffix may have its own price.
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

  /// Where the last `claude-` at the start of a word begins.
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

  /// The name without a suffix that does not affect the price; nil if it has none.
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

  /// Up to 3.7 the number precedes the name, from 4 on it follows.
  private static func inOrder(_ name: String) -> String {
    let words = name.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = words.filter { $0.count == 1 && $0.utf8.allSatisfy(isDigit) }
    guard words.count == numbers.count + 2, let first = numbers.first,
      let title = words.dropFirst().first(where: { !numbers.contains($0) }), titles.contains(title)
    else { return name }
    let isOld = first < "4"
    let number = numbers.joined(separator: "-")
    // A number in two pieces is not valid.
    guard name == "claude-\(title)-\(number)" || name == "claude-\(number)-\(title)" else {
      return name
    }
    return isOld ? "claude-\(number)-\(title)" : "claude-\(title)-\(number)"
  }
}
