import Ledger
import Testing
import Values

@testable import Pricing

@Suite struct PriceTableTests {
  private let million = TokenCounts(
    input: 1_000_000, output: 1_000_000, cacheWrite5m: 1_000_000, cacheWrite1h: 1_000_000,
    cacheRead: 1_000_000)
  private let long = TokenCounts(input: 200_001, output: 1_000_000)

  private func cost(
    _ model: String, _ tokens: TokenCounts, at date: String = "2026-11-10",
    _ change: (inout PriceTerms) -> Void = { _ in }
  ) throws -> String? {
    var terms = PriceTerms()
    change(&terms)
    let time = try #require(Instant(date))
    return PriceTable.builtIn.cost(
      of: ModelUse(model: model, tokens: tokens), on: terms, at: time)?.decimalText
  }

  /// The prices of each model for input, 5-minute writes, one-hour writes, reads and output, in dollars per million
  /// tokens, and what a million of each cost together.
  @Test(arguments: [
    ("claude-fable-5-2", "74.200000000"), ("claude-mythos-5-2", "74.200000000"),
    ("claude-fable-5-1", "92.750000000"), ("claude-mythos-5-1", "92.750000000"),
    ("claude-fable-5", "93.500000000"), ("claude-mythos-5", "93.500000000"),
    ("claude-opus-5-5", "37.200000000"), ("claude-opus-5", "46.750000000"),
    ("claude-opus-4-8", "46.750000000"), ("claude-opus-4-7", "46.750000000"),
    ("claude-opus-4-6", "46.750000000"), ("claude-opus-4-5-20251101", "46.750000000"),
    ("claude-opus-4-1-20250805", "140.250000000"), ("claude-opus-4-20250514", "140.250000000"),
    ("claude-3-opus-20240229", "140.250000000"), ("claude-sonnet-5-5", "18.600000000"),
    ("claude-sonnet-5", "18.700000000"), ("claude-sonnet-4-6", "28.050000000"),
    ("claude-3-7-sonnet-20250219", "28.050000000"), ("claude-3-5-sonnet-20241022", "28.050000000"),
    ("claude-haiku-4-5-20251001", "9.350000000"), ("claude-3-5-haiku-20241022", "7.480000000"),
    ("claude-3-haiku-20240307", "2.330000000"),
  ])
  func `every model has its published price`(model: String, sum: String) throws {
    #expect(try cost(model, million) == sum)
  }

  @Test func `a request costs the sum of its parts`() throws {
    let tokens = TokenCounts(input: 3, output: 87, cacheWrite5m: 10_553)
    #expect(try cost("claude-sonnet-4-20250514", tokens) == "0.040887750")
  }

  @Test func `prices change on their day`() throws {
    let read = TokenCounts(cacheRead: 1_000_000)
    #expect(try cost("claude-sonnet-5-5", read, at: "2026-10-06T23:59:59Z") == "0.200000000")
    #expect(try cost("claude-sonnet-5-5", read, at: "2026-10-07") == "0.100000000")
    #expect(try cost("claude-haiku-5-5", read, at: "2026-10-06T23:59:59Z") == nil)
    #expect(try cost("claude-fable-5-2", read, at: "2026-11-08T23:59:59Z") == nil)
    #expect(try cost("claude-fable-5-2", read, at: "2026-11-09") == "0.200000000")
  }

  @Test func `long prompts have their published prices`() throws {
    #expect(try cost("claude-haiku-5-5", TokenCounts(input: 100_000)) == "0.010000000")
    #expect(try cost("claude-haiku-5-5", TokenCounts(input: 100_001)) == "0.050000500")
    #expect(try cost("claude-sonnet-4-5", TokenCounts(input: 200_000)) == "0.600000000")
    #expect(
      try cost("claude-sonnet-4-5", TokenCounts(input: 150_000, cacheRead: 50_001)) == "0.930000600"
    )
  }

  @Test func `long prompts cost more on the first models of 4.6 until March 2026`() throws {
    let before = "2026-03-12T23:59:59Z"
    #expect(try cost("claude-opus-4-6", long, at: before) == "39.500010000")
    #expect(try cost("claude-sonnet-4-6", long, at: before) == "23.700006000")
    #expect(try cost("claude-opus-4-6", long, at: "2026-03-13") == "26.000005000")
    #expect(try cost("claude-sonnet-4-6", long, at: "2026-03-13") == "15.600003000")
    #expect(try cost("claude-opus-4-6", million, at: before) == "81.000000000")
    #expect(try cost("claude-opus-4-6", TokenCounts(input: 200_000), at: before) == "1.000000000")
  }

  @Test(
    arguments: [
      ("claude-opus-4-6", "2026-02-10", "18.000000000"),
      ("claude-opus-4-6", "2026-07-23T23:59:59Z", "18.000000000"),
      ("claude-opus-4-6", "2026-07-24", nil), ("claude-opus-4-6", "2026-08-21", nil),
      ("claude-opus-4-6", "2026-08-22", "3.000000000"),
      ("claude-opus-4-7", "2026-07-23T23:59:59Z", "18.000000000"),
      ("claude-opus-4-7", "2026-07-24", "3.000000000"),
      ("claude-fable-5-2", "2026-11-09", "9.600000000"),
      ("claude-mythos-5-2", "2026-11-09", "4.800000000"),
      ("claude-opus-5-5", "2026-11-09", "4.800000000"),
    ] as [(String, String, String?)])
  func `fast speed costs its price on the day`(
    model: String, day: String, expected: String?
  ) throws {
    let tokens = TokenCounts(input: 100_000, output: 100_000)
    #expect(try cost(model, tokens, at: day) { $0.isFast = true } == expected)
  }

  @Test func `fast writes and reads cost more in proportion`() throws {
    let tokens = TokenCounts(cacheWrite5m: 1000, cacheWrite1h: 1000, cacheRead: 1000)
    #expect(try cost("claude-opus-4-7", tokens, at: "2026-05-01") == "0.016750000")
    #expect(
      try cost("claude-opus-4-7", tokens, at: "2026-05-01") { $0.isFast = true } == "0.100500000")
  }

  @Test func `speed, region, batches and searches change the price`() throws {
    let tokens = TokenCounts(input: 1000)
    #expect(try cost("claude-opus-5", tokens) { $0.isFast = true } == "0.010000000")
    #expect(try cost("claude-opus-4-6", tokens) { $0.isUSOnly = true } == "0.005500000")
    #expect(try cost("claude-opus-4-5", tokens) { $0.isUSOnly = true } == "0.005000000")
    #expect(try cost("claude-opus-4-5", tokens) { $0.isBatch = true } == "0.002500000")
    #expect(try cost("claude-opus-4-5", TokenCounts(webSearches: 3)) == "0.030000000")
  }

  @Test func `half a nano-dollar is rounded up`() throws {
    // 0.125 $/MTok is 125 n$ per token; half of that, in a batch, is 62.5.
    let one = TokenCounts(cacheWrite5m: 1)
    #expect(try cost("claude-haiku-5-5", one) { $0.isBatch = true } == "0.000000063")
  }

  @Test(arguments: [
    "claude-opus-4-9", "claude-opus-5-5-2", "gpt-9", "", "claude-fable-5-3", "claude-opus-45",
    "claude-opus-4-6-fast", "notclaude-opus-4-6", "claude-", "claude", "claude-4", "claude-4-6",
    "claude-opus", "claude-4-opus-6", "claude-opus-4-6-v", "claude-opus-4-6-v1000", "-20250514",
    "claude-opus--4-6", "@", "[1m]", "anthropic/",
  ])
  func `an unknown model has no price`(model: String) throws {
    #expect(try cost(model, TokenCounts(input: 1)) == nil)
  }

  @Test(arguments: [
    "claude-opus-4-6", "claude-opus-4-6-20260205", "claude-opus-4-6[1m]", "claude-opus-4-6[1M][1m]",
    "anthropic/claude-opus-4-6", "anthropic/claude-opus-4.6", "anthropic/claude-opus-4.6:thinking",
    "us.anthropic.claude-opus-4-6-v1:0", "us.anthropic.claude-opus-4-6-v1",
    "eu.anthropic.claude-opus-4-6-v1[1m]", "global.anthropic.claude-opus-4-6-20260205-v1:0",
    "anthropic.claude-opus-4-6-v2:0:200k", "claude-opus-4-6@20260205", "claude-opus-4-6@default",
    "claude-opus-4-6-latest", "vertex_ai/claude-opus-4-6@default", "databricks-claude-opus-4-6",
    "arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-4-6-20260205-v1:0",
    "Claude-Opus-4-6", "ANTHROPIC/CLAUDE-OPUS-4.6", "claude-4.6-opus", "claude-4.6-opus-thinking",
    "openrouter/anthropic/claude-opus-4.6:beta",
  ])
  func `a model is recognised by any of its names`(model: String) throws {
    #expect(ModelName.family(of: model) == "claude-opus-4-6")
  }

  @Test(arguments: [
    ("claude-3-5-sonnet-v2@20241022", "claude-3-5-sonnet"),
    ("anthropic/claude-3.7-sonnet:thinking", "claude-3-7-sonnet"),
    ("claude-sonnet-3.7", "claude-3-7-sonnet"), ("claude-haiku-3", "claude-3-haiku"),
    ("claude-4-sonnet-20250514", "claude-sonnet-4"), ("claude-3-opus", "claude-3-opus"),
    ("gpt-4.1:free", "gpt-4.1:free"), ("GPT-5@low", "gpt-5@low"),
  ])
  func `a name is normalised to Anthropic's form`(model: String, family: String) {
    #expect(ModelName.family(of: model) == family)
  }
}

@Suite struct PriceFileTests {
  private let block = """
    [[price]]
    model = "claude-opus-4-6"
    input = "1"
    cache-write-5m = "2"
    cache-write-1h = "3"
    cache-read = "0.5"
    output = "4.25"
    """

  @Test func `a person's own price replaces all built-in ones of the model`() throws {
    let table = PriceTable.builtIn.overridden(by: try PriceFile.entries(of: block))
    let use = ModelUse(model: "claude-opus-4-6", tokens: TokenCounts(output: 1_000_000))
    let time = Instant(milliseconds: 0)
    #expect(table.cost(of: use, on: PriceTerms(), at: time)?.decimalText == "4.250000000")
    #expect(table.fingerprint != PriceTable.builtIn.fingerprint)
  }

  @Test(arguments: [
    ("[[price]]\nmodel = 3", "price 1: “model” is missing: the model's name in quotes"),
    ("[[price]]\nmodel = \"x\"", "price 1: “input” is missing"),
    (
      "[[price]]\nmodel = \"x\"\ninput = 6.25",
      "price 1: “input” must be in quotes, as in \"6.25\", so that it stays exact"
    ),
    (
      "[[price]]\nmodel = \"x\"\ninput = \"1,5\"",
      "price 1: “input”: an amount has no commas, neither for decimals nor for thousands: write it as in 12.50"
    ),
    (
      "[[price]]\nmodle = \"x\"",
      "price 1: unknown key “modle”; known keys are model, input, cache-write-5m, cache-write-1h, cache-read, output, from, prompt-up-to, fast-times, fast-is-double, us-is-tenth-more"
    ),
    ("[prices]\n", "unknown key “prices”: prices belong under [[price]]"),
    ("price = 3", "prices belong under [[price]], one block per price"),
  ])
  func `a wrong price file is rejected with the place and reason`(text: String, reason: String) {
    #expect(throws: PriceFile.Fault(description: reason)) { try PriceFile.entries(of: text) }
  }

  @Test func `a model may be written as in reports`() throws {
    let dated = block.replacing("claude-opus-4-6", with: "claude-opus-9-20270101")
    #expect(try PriceFile.entries(of: dated).map(\.model) == ["claude-opus-9"])
  }

  @Test func `a file that is not TOML is rejected with its line`() {
    let fault = #expect(throws: PriceFile.Fault.self) { try PriceFile.entries(of: "\n\n= 3") }
    #expect(fault?.description.hasPrefix("line 3: ") == true)
  }
}
