import Foundation
import Testing

/// `fuelgauge prices import`, and what costs what afterwards.
@Suite struct PricesTests {
  private let list = """
    {"gpt-9": {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6},
     "claude-opus-4-6": {"input_cost_per_token": 1, "output_cost_per_token": 1}}
    """

  private func record(_ model: String, in program: Program) throws {
    let line = """
      {"id":"\(model)","tool":"api","model":"\(model)","time":"2026-11-20T00:00:00Z","input":0,"output":1000000}

      """
    #expect(try program.run("record", input: line).status == 0)
  }

  private func cost(of model: String, in program: Program) throws -> String? {
    let usage = try program.json("usage", "--by", "model", "--json")
    let rows = try #require(usage["rows"] as? [[String: Any]])
    return rows.first { $0["key"] as? String == model }?["cost"] as? String
  }

  @Test func `imported prices hold for models that nothing else prices`() throws {
    let program = try Program(["FUELGAUGE_NOW": "2026-11-21T00:00:00Z"])
    try record("gpt-9", in: program)
    try record("claude-opus-4-6", in: program)
    #expect(try cost(of: "gpt-9", in: program) == "0")
    let file = try program.home.write(list, to: "list.json")
    let result = try program.run("prices", "import", file)
    #expect(
      result.output == """
        1 model imported from \(file) into \(program.home.path(".config/fuelgauge/prices-imported.toml"))
        1 model already known, left as built in

        """)
    #expect(try program.run("collect").status == 0)
    #expect(try cost(of: "gpt-9", in: program) == "2.000000000")
    #expect(try cost(of: "claude-opus-4-6", in: program) == "25.000000000")

    try program.home.write(
      "[[price]]\nmodel = \"gpt-9\"\ninput = \"1\"\noutput = \"7\"\n",
      to: ".config/fuelgauge/prices.toml")
    #expect(try program.run("collect").status == 0)
    #expect(try cost(of: "gpt-9", in: program) == "7.000000000")
    #expect(try program.run("verify").status == 0)
  }

  @Test func `what is no list changes nothing`() throws {
    let program = try Program()
    let result = try program.run("prices", "import", "-", input: "[1]")
    #expect(result.status == 65 && result.error.contains("so nothing was changed"))
    #expect(
      !FileManager.default.fileExists(
        atPath: program.home.path(".config/fuelgauge/prices-imported.toml")))
  }
}
