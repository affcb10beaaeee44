import Values

extension PriceTable {
  /// Anthropic's first-party prices as published up to November 2026, in dollars per million tokens
  /// ($/MTok): the official pricing page up to 2026-08-22, LiteLLM's public price list and Claude Code's own
  /// table after it.
  ///
  /// Retired models stay in the table, because histories contain them. US-only inference costs a tenth more from
  /// the 4.6 generation on. Prompts longer than 200,000 tokens had a price of their own on Sonnet 4 and 4.5 (a beta
  /// with a context of a million), and on the first models of the 4.6 generation until 2026-03-13 (Sonnet's
  /// inferred from Opus's).
  ///
  /// `speed: "fast"` costs twice as much where it is offered; on Opus 4.6 and 4.7 it was six times as much ($30 and
  /// $150). Opus 4.7 lost it on 2026-07-24. On Opus 4.6 it cost no more by 2026-08-22, but since when is unknown,
  /// so fast requests between the two days are unpriced.
  package static let builtIn = PriceTable(builtInRows.flatMap { $0.entries })

  /// The table with `override` replacing all entries of the same models.
  package func overridden(by override: [PriceEntry]) -> PriceTable {
    let replaced = Set(override.map(\.model))
    return PriceTable(override + entries.filter { !replaced.contains($0.model) }, rest: rest)
  }

  private static let builtInRows: [Row] = [
    Row(
      "claude-fable-5-2", "8", "10", "16", "0.20", "40", [.usTenthMore, .fastDouble],
      from: november9),
    Row("claude-mythos-5-2", "8", "10", "16", "0.20", "40", .usTenthMore, from: november9),
    Row("claude-fable-5-1", "10", "12.5", "20", "0.25", "50", .usTenthMore),
    Row("claude-mythos-5-1", "10", "12.5", "20", "0.25", "50", .usTenthMore),
    Row("claude-fable-5", "10", "12.5", "20", "1", "50", .usTenthMore),
    Row("claude-mythos-5", "10", "12.5", "20", "1", "50", .usTenthMore),
    Row("claude-opus-5-5", "4", "5", "8", "0.20", "20", [.usTenthMore, .fastDouble]),
    Row("claude-opus-5", "5", "6.25", "10", "0.50", "25", [.usTenthMore, .fastDouble]),
    Row("claude-opus-4-8", "5", "6.25", "10", "0.50", "25", [.usTenthMore, .fastDouble]),
    Row("claude-opus-4-7", "5", "6.25", "10", "0.50", "25", [.usTenthMore, .fastSixfold]),
    Row("claude-opus-4-7", "5", "6.25", "10", "0.50", "25", .usTenthMore, from: july24),
    Row(
      "claude-opus-4-6", "5", "6.25", "10", "0.50", "25", [.usTenthMore, .fastSixfold],
      promptUpTo: 200_000),
    Row("claude-opus-4-6", "10", "12.5", "20", "1", "37.5", [.usTenthMore, .fastSixfold]),
    Row(
      "claude-opus-4-6", "5", "6.25", "10", "0.50", "25", [.usTenthMore, .fastSixfold],
      from: march13),
    Row(
      "claude-opus-4-6", "5", "6.25", "10", "0.50", "25", [.usTenthMore, .fastUnknown],
      from: july24),
    Row("claude-opus-4-6", "5", "6.25", "10", "0.50", "25", .usTenthMore, from: august22),
    Row("claude-opus-4-5", "5", "6.25", "10", "0.50", "25"),
    Row("claude-opus-4-1", "15", "18.75", "30", "1.50", "75"),
    Row(["claude-opus-4", "claude-opus-4-0"], "15", "18.75", "30", "1.50", "75"),
    Row("claude-3-opus", "15", "18.75", "30", "1.50", "75"),
    Row("claude-sonnet-5-5", "2", "2.5", "4", "0.20", "10", .usTenthMore),
    Row("claude-sonnet-5-5", "2", "2.5", "4", "0.10", "10", .usTenthMore, from: october7),
    Row("claude-sonnet-5", "2", "2.5", "4", "0.20", "10", .usTenthMore),
    Row("claude-sonnet-4-6", "3", "3.75", "6", "0.30", "15", .usTenthMore, promptUpTo: 200_000),
    Row("claude-sonnet-4-6", "6", "7.5", "12", "0.60", "22.5", .usTenthMore),
    Row("claude-sonnet-4-6", "3", "3.75", "6", "0.30", "15", .usTenthMore, from: march13),
    Row(sonnetWithBeta, "3", "3.75", "6", "0.30", "15", promptUpTo: 200_000),
    Row(sonnetWithBeta, "6", "7.5", "12", "0.60", "22.5"),
    Row("claude-3-7-sonnet", "3", "3.75", "6", "0.30", "15"),
    Row("claude-3-5-sonnet", "3", "3.75", "6", "0.30", "15"),
    Row(
      "claude-haiku-5-5", "0.10", "0.125", "0.20", "0.01", "0.50", .usTenthMore, from: october7,
      promptUpTo: 100_000),
    Row("claude-haiku-5-5", "0.50", "0.625", "1", "0.05", "2.50", .usTenthMore, from: october7),
    Row("claude-haiku-4-5", "1", "1.25", "2", "0.10", "5"),
    Row("claude-3-5-haiku", "0.80", "1", "1.60", "0.08", "4"),
    Row("claude-3-haiku", "0.25", "0.30", "0.50", "0.03", "1.25"),
  ]

  private static let sonnetWithBeta = ["claude-sonnet-4-5", "claude-sonnet-4", "claude-sonnet-4-0"]

  /// When long prompts stopped costing more on Opus 4.6 and Sonnet 4.6.
  private static let march13 = Instant(year: 2026, month: 3, day: 13)
  /// When Opus 4.7 lost its fast speed.
  private static let july24 = Instant(year: 2026, month: 7, day: 24)
  /// When Opus 4.6 was first known to cost no more at fast speed.
  private static let august22 = Instant(year: 2026, month: 8, day: 22)
  /// When Fable 5.2 and Mythos 5.2 came out.
  private static let november9 = Instant(year: 2026, month: 11, day: 9)
  /// When Haiku 5.5 came out and reading Sonnet 5.5's cache became cheaper.
  private static let october7 = Instant(year: 2026, month: 10, day: 7)
}

/// A line of the built-in table, with prices as published.
private struct Row {
  var entries: [PriceEntry]

  struct Traits: OptionSet {
    let rawValue: Int
    static let fastDouble = Traits(rawValue: 1)
    static let usTenthMore = Traits(rawValue: 2)
    static let fastSixfold = Traits(rawValue: 4)
    static let fastUnknown = Traits(rawValue: 8)

    var fast: FastPrice {
      if contains(.fastUnknown) { return .unknown }
      return contains(.fastSixfold) ? .times(6) : contains(.fastDouble) ? .times(2) : .standard
    }
  }

  init(
    _ models: [String], _ input: String, _ write5m: String, _ write1h: String, _ read: String,
    _ output: String, _ traits: Traits = [], from: Instant? = nil, promptUpTo: Int? = nil
  ) {
    let price = Price(
      input: pico(input), cacheWrite5m: pico(write5m), cacheWrite1h: pico(write1h),
      cacheRead: pico(read), output: pico(output))
    entries = models.map { model in
      PriceEntry(
        model: model, from: from, promptUpTo: promptUpTo, price: price,
        fast: traits.fast, usIsTenthMore: traits.contains(.usTenthMore))
    }
  }

  init(
    _ model: String, _ input: String, _ write5m: String, _ write1h: String, _ read: String,
    _ output: String, _ traits: Traits = [], from: Instant? = nil, promptUpTo: Int? = nil
  ) {
    self.init(
      [model], input, write5m, write1h, read, output, traits, from: from, promptUpTo: promptUpTo)
  }
}

private func pico(_ dollarsPerMillion: String) -> Int64 {
  do {
    return try Price.picoDollars(perMillion: dollarsPerMillion)
  } catch {
    preconditionFailure("built-in price \(dollarsPerMillion): \(error)")
  }
}
