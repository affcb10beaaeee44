import Ledger
import Meters
import Pricing
import Testing
import Values

/// What is imported from LiteLLM's price list.
@Suite struct LiteLLMPricesTests {
  private func read(_ text: String) throws -> LiteLLMPrices {
    try LiteLLMPrices.read(Array(text.utf8), lackedBy: .builtIn)
  }

  private let model = """
    "input_cost_per_token": 3e-06, "output_cost_per_token": 0.0000150, "mode": "chat",
    "cache_creation_input_token_cost": 3.75e-6, "cache_creation_input_token_cost_above_1hr": 6E-6,
    "cache_read_input_token_cost": 3.0000000000000004e-07, "tiers": [{"x": 1}],
    "provider_specific_entry": {"us": 1.1, "fast": 2.0, "bedrock": "no"}
    """

  @Test func `a missing model gets all its prices exactly`() throws {
    let found = try read("{\"claude-sonnet-9-20270101\": {\(model)}}")
    #expect(
      found.entries == [
        PriceEntry(
          model: "claude-sonnet-9", from: nil, promptUpTo: nil,
          price: Price(
            input: 3_000_000, cacheWrite5m: 3_750_000, cacheWrite1h: 6_000_000, cacheRead: 300_000,
            output: 15_000_000), fast: .times(2), usIsTenthMore: true)
      ])
    let file = try PriceFile.entries(of: PriceFile.text(of: found.entries))
    #expect(file == found.entries, "what is written is what is read")
  }

  @Test func `long prompts have their own prices, and missing cache prices are unknown`()
    throws
  {
    let found = try read(
      """
      {"gemini-9": {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6,
        "input_cost_per_token_above_200k_tokens": 3e-6, "cache_read_input_token_cost": 1e-7}}
      """)
    #expect(found.entries.map(\.promptUpTo) == [200_000, nil])
    #expect(found.entries.map(\.price.input) == [1_000_000, 3_000_000])
    #expect(found.entries.map(\.price.output) == [2_000_000, 2_000_000])
    #expect(found.entries.map(\.price.cacheRead) == [100_000, nil])
    let table = PriceTable.builtIn.supplemented(
      by: ImportedPrices(PriceFile.text(of: found.entries)))
    func cost(_ tokens: TokenCounts) -> String? {
      table.cost(
        of: ModelUse(model: "gemini-9", tokens: tokens), on: PriceTerms(),
        at: Instant(milliseconds: 0))?.decimalText
    }
    #expect(cost(TokenCounts(input: 1000, cacheRead: 1000)) == "0.001100000")
    #expect(cost(TokenCounts(input: 300_000)) == "0.900000000")
    #expect(cost(TokenCounts(input: 300_000, cacheRead: 1)) == nil)
    #expect(cost(TokenCounts(input: 1, cacheWrite5m: 1)) == nil)
  }

  @Test func `known models, names without prices and free ones are skipped`() throws {
    let found = try read(
      """
      {"sample_spec": {"input_cost_per_token": "a number"}, "dall-e": {"output_cost_per_image": 1},
       "free": {"input_cost_per_token": 0, "output_cost_per_token": 0.0},
       "claude-opus-4-6": {\(model)}, "us.anthropic.claude-opus-4-6-v1": {\(model)}}
      """)
    #expect(found.entries.isEmpty && found.known == 1 && found.withoutPrice == 3)
  }

  @Test func `names of one model must agree unless one is its plain name`() throws {
    let dear = model.replacing("3e-06", with: "4e-06")
    let found = try read(
      """
      {"us.anthropic.claude-opus-9-v1:0": {\(model)}, "eu.anthropic.claude-opus-9-v1:0": {\(dear)},
       "anthropic/claude-opus-8": {\(dear)}, "claude-opus-8": {\(model)},
       "a/claude-opus-7": {\(model)}, "b/claude-opus-7": {\(model)}}
      """)
    #expect(found.doubtful == ["claude-opus-9"])
    #expect(found.entries.map(\.model) == ["claude-opus-7", "claude-opus-8"])
    #expect(found.entries.map(\.price.input) == [3_000_000, 3_000_000])
  }

  @Test(arguments: [
    "-1e-6", "1e-13", "1.41953125e-07", "1e300", "2", "1e127", "1e116", "12e126", "1e-127",
    "1e-128", "9e-128", "1e-999999999",
  ])
  func `a number that is not a storable price excludes its model`(number: String) throws {
    let found = try read(
      "{\"m\": {\"input_cost_per_token\": \(number), \"output_cost_per_token\": 1e-6}}")
    #expect(found.entries.isEmpty && found.doubtful == ["m"])
  }

  @Test(arguments: ["", "[]", "{\"a\": 3}", "{\"a\": {}", "{} x", "\"\"", "{\"a\": {\"x\": nul}}"])
  func `a text that is not such a list is rejected`(text: String) {
    #expect(throws: LiteLLMPrices.Fault.noList) { try read(text) }
  }

  @Test func `any name survives writing and reading`() throws {
    let name = "a\"b\\\\c\u{1}\u{7f}é\n[x]"
    let json = name.unicodeScalars.map { scalar in
      scalar.value < 0x20 || "\"\\".unicodeScalars.contains(scalar)
        ? "\\u00\(scalar.value < 16 ? "0" : "")\(String(scalar.value, radix: 16))" : "\(scalar)"
    }.joined()
    let found = try read("{\"\(json)\": {\(model)}}")
    #expect(found.entries.map(\.model) == [name])
    #expect(try PriceFile.entries(of: PriceFile.text(of: found.entries)) == found.entries)
  }
}
