import Ledger
import Values

/// Which price applies to which model at which time. A model that is not in the table has no price: its requests
/// are *unpriced*, never guessed.
package struct PriceTable: Sendable {
  /// The entries of each model, the more specific first: later dates, then shorter prompts.
  private let families: [String: [PriceEntry]]
  /// Prices for models that are not in the table.
  let rest: ImportedPrices?

  /// Creates a table from entries in any order. Of two for the same model, date and prompt length the first one
  /// counts.
  /// - Parameter rest: Prices for models without an entry.
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

  /// Whether the table itself has a price for a model.
  package func knows(_ model: String) -> Bool { families[ModelName.family(of: model)] != nil }

  /// The same table, with imported prices for the models it lacks.
  package func supplemented(by rest: ImportedPrices) -> PriceTable {
    PriceTable(entries, rest: rest)
  }

  /// All entries of the table itself, by model.
  package var entries: [PriceEntry] {
    families.sorted { $0.key < $1.key }.flatMap(\.value)
  }

  /// The prices of `model`, for pricing several of its requests.
  package func prices(of model: String) -> ModelPrices {
    let family = ModelName.family(of: model)
    let entries = families[family] ?? rest?.table.families[family] ?? []
    return ModelPrices(model: model, family: family, entries: entries)
  }

  /// The entry valid for `model` at `time` with a prompt of `prompt` tokens; nil if there is none.
  package func entry(for model: String, at time: Instant, prompt: Int) -> PriceEntry? {
    prices(of: model).entry(at: time, prompt: prompt)
  }

  /// What `use` costs at `time` on `terms`; nil if the model has no price.
  package func cost(of use: ModelUse, on terms: PriceTerms, at time: Instant) -> Money? {
    prices(of: use.model).cost(of: use.tokens, on: terms, at: time)
  }
}

extension PriceTable {
  /// A text that differs between tables whose prices may differ; stored with priced requests.
  package var fingerprint: String {
    let text = entries.map(\.text).joined(separator: "\n")
    let own = String(StableHash.of(text), radix: 16)
    return rest.map { "\(own) \($0.fingerprint)" } ?? own
  }
}

extension PriceEntry {
  /// The whole entry in one line.
  fileprivate var text: String {
    let prices = [
      price.input, price.cacheWrite5m, price.cacheWrite1h, price.cacheRead, price.output,
    ]
    let limits = "\(start) \(promptUpTo ?? .max) \(fast) \(usIsTenthMore)"
    return "\(model) \(limits) \(prices.map { $0.map(String.init) ?? "-" }.joined(separator: " "))"
  }
}
