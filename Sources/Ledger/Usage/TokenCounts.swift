/// What one request consumed, by kinds with different prices.
///
/// The four kinds of input add up: `input` excludes everything that went through the cache.
package struct TokenCounts: Hashable, Sendable, Codable, AdditiveArithmetic {
  /// Prompt tokens that were neither written to nor read from the cache.
  package var input: Int
  /// Answer tokens, thinking included.
  package var output: Int
  /// Prompt tokens written to the cache for five minutes.
  package var cacheWrite5m: Int
  /// Prompt tokens written to the cache for one hour.
  package var cacheWrite1h: Int
  /// Prompt tokens read from the cache.
  package var cacheRead: Int
  /// Web searches made by the server. Each has a price; none is a token.
  package var webSearches: Int

  /// Creates counts by kind; the default is zero.
  package init(
    input: Int = 0, output: Int = 0, cacheWrite5m: Int = 0, cacheWrite1h: Int = 0,
    cacheRead: Int = 0, webSearches: Int = 0
  ) {
    self.input = input
    self.output = output
    self.cacheWrite5m = cacheWrite5m
    self.cacheWrite1h = cacheWrite1h
    self.cacheRead = cacheRead
    self.webSearches = webSearches
  }

  /// Nothing consumed.
  package static let zero = TokenCounts()

  /// The largest count accepted from a source: a hundred context windows in one request. It keeps a hostile file
  /// from overflowing a sum.
  package static let largestCredible = 100_000_000

  /// All tokens, not including searches.
  package var total: Int { prompt.addingClamped(output) }

  /// Prompt tokens, however they reached the model. Some prices depend on this.
  package var prompt: Int {
    input.addingClamped(cacheWrite5m).addingClamped(cacheWrite1h).addingClamped(cacheRead)
  }

  /// The counts as a list, in declaration order.
  package var list: [Int] {
    [input, output, cacheWrite5m, cacheWrite1h, cacheRead, webSearches]
  }

  package static func += (left: inout TokenCounts, right: TokenCounts) {
    left = left + right
  }
  package static func + (left: TokenCounts, right: TokenCounts) -> TokenCounts {
    left.combined(with: right) { $0.addingClamped($1) }
  }
  package static func - (left: TokenCounts, right: TokenCounts) -> TokenCounts {
    left.combined(with: right) { $0.subtractingClamped($1) }
  }

  private func combined(
    with other: TokenCounts, _ operation: (Int, Int) -> Int
  ) -> TokenCounts {
    TokenCounts(
      input: operation(input, other.input), output: operation(output, other.output),
      cacheWrite5m: operation(cacheWrite5m, other.cacheWrite5m),
      cacheWrite1h: operation(cacheWrite1h, other.cacheWrite1h),
      cacheRead: operation(cacheRead, other.cacheRead),
      webSearches: operation(webSearches, other.webSearches))
  }
}
