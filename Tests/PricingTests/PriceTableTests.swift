import Ledger
import Testing

@testable import Pricing

@Suite struct PriceTableTests {
  private let million = TokenCounts(
    input: 1_000_000, output: 1_000_000, cacheWrite5m: 1_000_000, cacheWrite1h: 1_000_000,
    cacheRead: 1_000_000)

  private func cost(
    _ model: String, _ tokens: TokenCounts, at date: String = "2026-11-01",
    _ change: (inout PriceTerms) -> Void = { _ in }
  ) throws -> String? {
    var terms = PriceTerms()
    change(&terms)
    let time = try #require(Instant(date))
    return PriceTable.builtIn.cost(
      of: ModelUse(model: model, tokens: tokens), on: terms, at: time)?.decimalText
  }

  /// Input, writes of 5 minutes and of an hour, reads and output of each model, in dollars per million
  /// tokens, and what a million of each cost together.
  @Test(arguments: [
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

  @Test func `a request costs what the answer's own arithmetic says`() throws {
    let tokens = TokenCounts(input: 3, output: 87, cacheWrite5m: 10_553)
    #expect(try cost("claude-sonnet-4-20250514", tokens) == "0.040887750")
  }

  @Test func `prices change on their day`() throws {
    let read = TokenCounts(cacheRead: 1_000_000)
    #expect(try cost("claude-sonnet-5-5", read, at: "2026-10-06T23:59:59Z") == "0.200000000")
    #expect(try cost("claude-sonnet-5-5", read, at: "2026-10-07") == "0.100000000")
    #expect(try cost("claude-haiku-5-5", read, at: "2026-10-06T23:59:59Z") == nil)
  }

  @Test func `long prompts have prices of their own where they are published`() throws {
    #expect(try cost("claude-haiku-5-5", TokenCounts(input: 100_000)) == "0.010000000")
    #expect(try cost("claude-haiku-5-5", TokenCounts(input: 100_001)) == "0.050000500")
    #expect(try cost("claude-sonnet-4-5", TokenCounts(input: 200_000)) == "0.600000000")
    #expect(
      try cost("claude-sonnet-4-5", TokenCounts(input: 150_000, cacheRead: 50_001)) == "0.930000600"
    )
  }

  @Test func `speed, place, batches and searches change the price`() throws {
    let tokens = TokenCounts(input: 1000)
    #expect(try cost("claude-opus-5", tokens) { $0.isFast = true } == "0.010000000")
    #expect(try cost("claude-opus-4-7", tokens) { $0.isFast = true } == "0.005000000")
    #expect(try cost("claude-opus-4-6", tokens) { $0.isUSOnly = true } == "0.005500000")
    #expect(try cost("claude-opus-4-5", tokens) { $0.isUSOnly = true } == "0.005000000")
    #expect(try cost("claude-opus-4-5", tokens) { $0.isBatch = true } == "0.002500000")
    #expect(try cost("claude-opus-4-5", TokenCounts(webSearches: 3)) == "0.030000000")
  }

  @Test func `half a nano-dollar is rounded up`() throws {
    // 0.125 $/MTok is 125 n$ a token; half of it, in a batch, is 62.5.
    let one = TokenCounts(cacheWrite5m: 1)
    #expect(try cost("claude-haiku-5-5", one) { $0.isBatch = true } == "0.000000063")
  }

  @Test(arguments: [
    "claude-opus-4-9", "claude-opus-5-5-2", "gpt-9", "", "claude-fable-5-2", "claude-opus-45",
    "claude-opus-4-6-fast",
  ])
  func `a model that is not known has no price`(model: String) throws {
    #expect(try cost(model, TokenCounts(input: 1)) == nil)
  }

  @Test(arguments: [
    "claude-opus-4-6", "claude-opus-4-6-20260205", "claude-opus-4-6[1m]",
    "anthropic/claude-opus-4-6",
    "us.anthropic.claude-opus-4-6-v1:0", "claude-opus-4-6@20260205", "claude-opus-4-6-latest",
  ])
  func `a model is known by any of its names`(model: String) throws {
    #expect(ModelName.family(of: model) == "claude-opus-4-6")
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
      "price 1: “input” must stand in quotes, as in \"6.25\", so that it stays exact"
    ),
    (
      "[[price]]\nmodel = \"x\"\ninput = \"1,5\"",
      "price 1: “input”: an amount has no comma, neither before decimals nor between thousands: write it as in 12.50"
    ),
    (
      "[[price]]\nmodle = \"x\"",
      "price 1: unknown key “modle”; known are model, input, cache-write-5m, cache-write-1h, cache-read, output, from, prompt-up-to, fast-is-double, us-is-tenth-more"
    ),
    ("[prices]\n", "“prices” is not known here: prices stand under [[price]]"),
    ("price = 3", "prices stand under [[price]], one block a price"),
  ])
  func `a wrong price file is refused with its place and reason`(text: String, reason: String) {
    #expect(throws: PriceFile.Fault(description: reason)) { try PriceFile.entries(of: text) }
  }

  @Test func `a person may write the model as reports print it`() throws {
    let dated = block.replacing("claude-opus-4-6", with: "claude-opus-9-20270101")
    #expect(try PriceFile.entries(of: dated).map(\.model) == ["claude-opus-9"])
  }

  @Test func `a file that is not TOML is refused with its line`() {
    let fault = #expect(throws: PriceFile.Fault.self) { try PriceFile.entries(of: "\n\n= 3") }
    #expect(fault?.description.hasPrefix("line 3: ") == true)
  }
}
