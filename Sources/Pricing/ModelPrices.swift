import Ledger
import Values

/// The prices of one model, by time and prompt length; empty if the table does not know it.
package struct ModelPrices: Sendable {
  /// The model as the source names it.
  package let model: String
  /// The model's plain name, under which its prices are listed.
  package let family: String
  /// The more specific first: later dates, then shorter prompts.
  let entries: [PriceEntry]

  /// A web search made by the server, $10 per thousand, in pico-dollars.
  private static let picoDollarsPerSearch: Int128 = 10_000_000_000

  /// The entry valid at `time` for a prompt of `prompt` tokens; nil if there is none.
  func entry(at time: Instant, prompt: Int) -> PriceEntry? {
    entries.first { entry in
      entry.start <= time.milliseconds && prompt <= entry.promptUpTo ?? .max
    }
  }

  /// What `tokens` cost at `time` on `terms`, rounded half up to the nano-dollar and clamped to the largest amount;
  /// nil if the model, or part of what it did, has no price. Batches cost half and never run at fast speed.
  package func cost(of tokens: TokenCounts, on terms: PriceTerms, at time: Instant) -> Money? {
    guard let entry = entry(at: time, prompt: tokens.prompt) else { return nil }
    var twentieths: Int128 = 20
    if terms.isBatch {
      twentieths /= 2
    } else if terms.isFast {
      guard case .times(let times) = entry.fast else { return nil }
      twentieths *= Int128(times)
    }
    if terms.isUSOnly, entry.usIsTenthMore { twentieths += twentieths / 10 }
    guard let standard = entry.price.picoDollars(of: tokens) else { return nil }
    let picoDollars = standard * twentieths
    let searches = Int128(tokens.webSearches) * ModelPrices.picoDollarsPerSearch * 20
    return Money(nanos: Int64(clamping: (picoDollars + searches + 10_000) / 20_000))
  }
}
