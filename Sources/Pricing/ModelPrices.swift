import Ledger
import Values

/// The prices of one model, by time and length of the prompt; none if the table does not know it.
package struct ModelPrices: Sendable {
  /// The model as the source names it.
  package let model: String
  /// The model's plain name, which its prices stand under.
  package let family: String
  /// The more particular first: later dates, then shorter prompts.
  let entries: [PriceEntry]

  /// A web search the server makes, $10 per thousand, in pico-dollars.
  private static let picoDollarsPerSearch: Int128 = 10_000_000_000

  /// The entry that holds at `time` with a prompt of `prompt` tokens; nil if none does.
  func entry(at time: Instant, prompt: Int) -> PriceEntry? {
    entries.first { entry in
      entry.start <= time.milliseconds && prompt <= entry.promptUpTo ?? .max
    }
  }

  /// What `tokens` cost at `time` on `terms`, rounded half up to the nano-dollar, at most what can be counted;
  /// nil if the model, or a part of what it did, has no price. Batches cost half, and never go at fast speed.
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
