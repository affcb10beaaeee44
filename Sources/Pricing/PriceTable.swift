import Ledger

/// Which price holds for which model at which time. A model it does not know has no price: its
/// requests are *unpriced*, never guessed.
package struct PriceTable: Sendable, Equatable {
  /// The entries, the more particular first: longer names, later dates, shorter prompts.
  package let entries: [PriceEntry]

  /// A web search the server makes, $10 per thousand, in pico-dollars.
  static let picoDollarsPerSearch: Int128 = 10_000_000_000

  /// A table of entries in any order; of two for the same model, date and prompt length the first
  /// counts.
  package init(_ entries: [PriceEntry]) {
    self.entries = entries.enumerated().sorted { left, right in
      let names = (left.element.model.utf8.count, right.element.model.utf8.count)
      if names.0 != names.1 { return names.0 > names.1 }
      let dates = (left.element.from?.milliseconds ?? .min, right.element.from?.milliseconds ?? .min)
      if dates.0 != dates.1 { return dates.0 > dates.1 }
      let lengths = (left.element.promptUpTo ?? .max, right.element.promptUpTo ?? .max)
      return lengths.0 != lengths.1 ? lengths.0 < lengths.1 : left.offset < right.offset
    }.map(\.element)
  }

  /// The entry that holds for `model` at `time` with a prompt of `prompt` tokens; nil if none does.
  package func entry(for model: String, at time: Instant, prompt: Int) -> PriceEntry? {
    let name = PriceTable.bareName(of: model)
    return entries.first { entry in
      PriceTable.isFamily(entry.model, of: name) && (entry.from.map { $0 <= time } ?? true)
        && (entry.promptUpTo.map { prompt <= $0 } ?? true)
    }
  }

  /// What `use` costs at `time` on `terms`, rounded half up to the nano-dollar; nil if the model has
  /// no price. Batches cost half, and never go at fast speed.
  package func cost(of use: ModelUse, on terms: PriceTerms, at time: Instant) -> Money? {
    let tokens = use.tokens
    guard let entry = entry(for: use.model, at: time, prompt: tokens.prompt) else { return nil }
    var twentieths: Int128 = 20
    if terms.isBatch {
      twentieths /= 2
    } else if terms.isFast, entry.fastIsDouble {
      twentieths *= 2
    }
    if terms.isUSOnly, entry.usIsTenthMore { twentieths += twentieths / 10 }
    let picoDollars = entry.price.picoDollars(of: tokens) * twentieths
    let searches = Int128(tokens.webSearches) * PriceTable.picoDollarsPerSearch * 20
    return Money(nanos: Int64((picoDollars + searches + 10_000) / 20_000))
  }

  /// The name without what only says how the model is reached: a provider's prefix
  /// (`anthropic/`, `us.anthropic.`) and a suffix for the context length (`[1m]`).
  static func bareName(of model: String) -> Substring {
    var name = Substring(model)
    if let bracket = name.firstIndex(of: "[") { name = name[..<bracket] }
    if !name.hasPrefix("claude-"), let start = name.range(ofLast: "claude-") {
      name = name[start...]
    }
    return name
  }

  /// Whether `name` is `family` itself, or a dated or versioned name of it: `claude-opus-4-20250514`,
  /// `claude-opus-4@20250514`, `claude-opus-4-v1:0`, `claude-opus-4-latest`. Anything else after the
  /// family's name, as in `claude-opus-4-9`, is another model, which may have another price.
  private static func isFamily(_ family: String, of name: Substring) -> Bool {
    guard name.hasPrefix(family) else { return false }
    var rest = name.dropFirst(family.count)
    if rest.isEmpty || rest == "-latest" { return true }
    guard let separator = rest.popFirst(), separator == "-" || separator == "@" else { return false }
    let date = rest.prefix { $0.isASCII && $0.isNumber }
    if date.count == 8 { rest = rest.dropFirst(8) } else if !date.isEmpty { return false }
    if rest.first == "-" { rest = rest.dropFirst() }
    guard !rest.isEmpty else { return true }
    return rest.first == "v" && rest.dropFirst().allSatisfy { $0 == ":" || $0.isNumber }
  }
}

extension Substring {
  /// Where the last occurrence of `text` begins.
  fileprivate func range(ofLast text: String) -> Index? {
    indices.last { self[$0...].hasPrefix(text) }
  }
}

extension PriceTable {
  /// A text that differs between tables that may price anything differently, kept with what was
  /// priced.
  package var fingerprint: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in entries.map({ "\($0)" }).joined(separator: "\n").utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 16)
  }
}
