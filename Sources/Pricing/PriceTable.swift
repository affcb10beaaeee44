import Ledger

/// Which price holds for which model at which time. A model it does not know has no price: its
/// requests are *unpriced*, never guessed.
package struct PriceTable: Sendable, Equatable {
  /// The entries of each model, the more particular first: later dates, then shorter prompts.
  private let families: [String: [PriceEntry]]

  /// A web search the server makes, $10 per thousand, in pico-dollars.
  static let picoDollarsPerSearch: Int128 = 10_000_000_000

  /// A table of entries in any order; of two for the same model, date and prompt length the first
  /// counts.
  package init(_ entries: [PriceEntry]) {
    families = Dictionary(grouping: entries, by: \.model).mapValues { entries in
      entries.enumerated().sorted { left, right in
        let dates = (left.element.start, right.element.start)
        if dates.0 != dates.1 { return dates.0 > dates.1 }
        let lengths = (left.element.promptUpTo ?? .max, right.element.promptUpTo ?? .max)
        return lengths.0 != lengths.1 ? lengths.0 < lengths.1 : left.offset < right.offset
      }.map(\.element)
    }
  }

  /// All entries, by model.
  package var entries: [PriceEntry] {
    families.sorted { $0.key < $1.key }.flatMap(\.value)
  }

  /// The entry that holds for `model` at `time` with a prompt of `prompt` tokens; nil if none does.
  package func entry(for model: String, at time: Instant, prompt: Int) -> PriceEntry? {
    families[ModelName.family(of: model)]?.first { entry in
      entry.start <= time.milliseconds && prompt <= entry.promptUpTo ?? .max
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
