import Ledger
import Values

/// Files that users pass to the program themselves: Cursor's usage export, and JSON lines for `record`.
enum ImportFuzz {
  /// Makes and runs one case.
  static func run(_ fuzzCase: FuzzCase) throws {
    let home = fuzzCase.home
    try FuzzCanary.write(to: home)
    fuzzCase.expect(["collect"], "of a good transcript")
    for number in 0..<6 {
      let name = "export-\(number).csv"
      let text = Array(export(&fuzzCase.random).utf8)
      try home.write(changed(text, isJSON: false, &fuzzCase.random), to: name)
      fuzzCase.fuelgauge(["import", "cursor", home.path(name)])
    }
    for number in 0..<6 {
      let name = "lines-\(number).jsonl"
      let lines = (0..<fuzzCase.random.pick(1...40)).map { _ in record(&fuzzCase.random) }
      let text = Array(lines.map { $0 + "\n" }.joined().utf8)
      try home.write(changed(text, isJSON: true, &fuzzCase.random), to: name)
      if number % 2 == 0 {
        fuzzCase.fuelgauge(["record", home.path(name)])
      } else {
        fuzzCase.fuelgauge(["record"], input: home.path(name))
      }
    }
    for words in FuzzReports.some(6, &fuzzCase.random) { fuzzCase.fuelgauge(words) }
    // A good file must be accepted whatever was refused before.
    try home.write(headings[1] + "\n" + rows(1, &fuzzCase.random), to: "good.csv")
    fuzzCase.expect(["import", "cursor", home.path("good.csv")], "of a good export after bad ones")
    FuzzCanary.checkRecovery(fuzzCase)
  }

  private static func changed(
    _ text: [UInt8], isJSON: Bool, _ random: inout SeededRandom
  ) -> [UInt8] {
    switch random.pick(0...7) {
    case 0...2 where isJSON: JSONMutation.text(text, random.pick(1...3), &random)
    case 0...3 where !isJSON: cells(text, &random)
    case 4: ByteMutation.text(text, &random)
    case 5: ByteMutation.bytes(text, random.pick(1...4), &random)
    default: text
    }
  }

  /// A table with some cells replaced.
  private static func cells(_ text: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var cells = text.split(separator: 0x2c, omittingEmptySubsequences: false).map(Array.init)
    for _ in 0..<random.pick(1...3) {
      let odd = random.pick([
        HostileText.string(&random), Array(random.pick(HostileText.numbers).utf8),
        Array(random.pick(HostileText.times).utf8), Array("\"1,234\"".utf8), Array("\"a\nb\"".utf8),
        Array("\"".utf8),
        Array("\"\"\"\"".utf8), Array("$-0.01".utf8), Array("Included".utf8), Array("=cmd()".utf8),
      ])
      cells[random.pick(0...(cells.count - 1))] = odd
    }
    return Array(cells.joined(separator: [0x2c]))
  }

  private static let headings = [
    "Date,User,Kind,Max Mode,Model,Tokens,Cost ($)",
    "Date,Model,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Cost,Cost to you",
    "Date,Kind,Model,Max Mode,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Cost",
    "Model,Request Count,Input,Output,Cost ($)",
  ]

  private static func export(_ random: inout SeededRandom) -> String {
    let form = random.pick(0...3)
    return headings[form] + "\n" + rows(form, &random)
  }

  private static func rows(_ form: Int, _ random: inout SeededRandom) -> String {
    (0..<random.pick(1...30)).map { _ in
      let date = "2026-02-\(random.pick(10...28))T1\(random.pick(0...9)):36:47.925Z"
      let (write, fresh, read, output) = (
        random.pick(0...9999), random.pick(1...999), random.pick(0...99999), random.pick(1...2000)
      )
      let counts = "\(write),\(fresh),\(read),\(output),\(write + fresh + read + output)"
      let cost = random.pick(["0.49", "$0.01", "Included", "", "NaN"])
      let model = random.pick(["claude-4.5-sonnet", "default", "gpt-5.2-codex"])
      return switch form {
      case 0: "\(date),ada@home.example,Included,No,\(model),\(output),\(cost)\n"
      case 1: "\(date),\(model),\(counts),\(cost),\(cost)\n"
      case 2: "\(date),On-Demand,\(model),Yes,\(counts),\(cost)\n"
      default: "\(model),3,\(fresh),\(output),\(cost)\n"
      }
    }.joined()
  }

  private static func record(_ random: inout SeededRandom) -> String {
    let more = random.pick([
      "", #","mcpServer":"tickets","project":"/src/a""#, #","purse":"extra","cost":"0.125""#,
      #","cacheWrite5m":10,"cacheWrite1h":20,"cacheRead":15000,"webSearches":1"#,
    ])
    let tool = random.pick(["mcp", "api", "claude-code", "cursor", "windsurf", "other"])
    return
      #"{"id":"run-\#(random.pick(1...9999))","tool":"\#(more.contains("mcp") ? "mcp" : tool)","time":"2026-02-11T20:36:47Z","model":"claude-opus-4-6","input":1200,"output":340\#(more)}"#
  }
}
