import Ledger
import Values

/// Which price holds for which model at which time. A model it does not know has no price: its
/// requests are *unpriced*, never guessed.
package struct PriceTable: Sendable {
  /// The entries of each model, the more particular first: later dates, then shorter prompts.
  private let families: [String: [PriceEntry]]
  /// Where models are looked up that these are not the prices of.
  let rest: ImportedPrices?

  /// A table of entries in any order; of two for the same model, date and prompt length the first
  /// counts.
  /// - Parameter rest: What is asked for models that no entry is for.
  package init(_ entries: [PriceEntry], rest: ImportedPrices? = nil) {
    self.rest = rest
    families = Dictionary(grouping: entries, by: \.model).mapValues { entries in
      entries.enumerated().sorted { left, right in
        let dates = (left.element.start, right.element.start)
        if dates.0 != dates.1 { return dates.0 > dates.1 }
        let lengths = (left.element.promptUpTo ?? .max, right.element.promptUpTo ?? .max)
        return lengths.0 != lengths.1 ? lengths.0 < lengths.1 : left.offset < right.offset
      }.map(\.element)
    }
  }

  /// Whether it has a price of a model by itself.
  package func knows(_ model: String) -> Bool { families[ModelName.family(of: model)] != nil }

  /// The same table, with what others have published for the models it lacks.
  package func supplemented(by rest: ImportedPrices) -> PriceTable {
    PriceTable(entries, rest: rest)
  }

  /// All entries of its own, by model.
  package var entries: [PriceEntry] {
    families.sorted { $0.key < $1.key }.flatMap(\.value)
  }

  /// What holds for `model`, to price several requests of it.
  package func prices(of model: String) -> ModelPrices {
    let family = ModelName.family(of: model)
    let entries = families[family] ?? rest?.table.families[family] ?? []
    return ModelPrices(model: model, family: family, entries: entries)
  }

  /// The entry that holds for `model` at `time` with a prompt of `prompt` tokens; nil if none does.
  package func entry(for model: String, at time: Instant, prompt: Int) -> PriceEntry? {
    prices(of: model).entry(at: time, prompt: prompt)
  }

  /// What `use` costs at `time` on `terms`; nil if the model has no price.
  package func cost(of use: ModelUse, on terms: PriceTerms, at time: Instant) -> Money? {
    prices(of: use.model).cost(of: use.tokens, on: terms, at: time)
  }
}

extension PriceTable {
  /// A text that differs between tables that may price anything differently, kept with what was
  /// priced.
  package var fingerprint: String {
    let text = entries.map(\.text).joined(separator: "\n")
    let own = String(StableHash.of(text), radix: 16)
    return rest.map { "\(own) \($0.fingerprint)" } ?? own
  }
}

extension PriceEntry {
  /// All that the entry says, in one line.
  fileprivate var text: String {
    let prices = [
      price.input, price.cacheWrite5m, price.cacheWrite1h, price.cacheRead, price.output,
    ]
    let limits = "\(start) \(promptUpTo ?? .max) \(fast) \(usIsTenthMore)"
    return "\(model) \(limits) \(prices.map { $0.map(String.init) ?? "-" }.joined(separator: " "))"
  }
}
