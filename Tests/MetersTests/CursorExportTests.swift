import Ledger
import Meters
import Testing
import Values

/// Every format that Cursor's usage export has had.
@Suite struct CursorExportTests {
  struct Form: CustomTestStringConvertible {
    var testDescription: String
    var text: String
    /// Input, five-minute writes, reads, output, and the cost.
    var tokens: [[Int]]
    var costs: [String?]
  }

  private static let time = "2026-02-11T20:36:47.925Z"

  private static let forms = [
    Form(
      testDescription: "the sum of tokens alone",
      text:
        "Date,User,Kind,Max Mode,Model,Tokens,Cost ($)\n\(time),ada,Usage-based,No,gpt-5,1234,0.49\n",
      tokens: [[1234, 0, 0, 0]], costs: ["0.490000000"]),
    Form(
      testDescription: "with cost to you",
      text:
        "Date,Model,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Cost,Cost to you\n\(time),auto,10,20,30,40,100,$0.01,0\n",
      tokens: [[20, 10, 30, 40]], costs: ["0.010000000"]),
    Form(
      testDescription: "without it, in quotes, grouped, after a mark of the byte order, with CRLF",
      text:
        "\u{FEFF}\"Date\",\"Model\",\"Input (w/ Cache Write)\",\"Input (w/o Cache Write)\",\"Cache Read\",\"Output Tokens\",\"Total Tokens\",\"Cost\"\r\n\"\(time)\",\"a \"\"b\"\", c\",\"1,000\",\"2\",\"3\",\"4\",\"1,009\",\"Included\"\r\n\r\n",
      tokens: [[2, 1000, 3, 4]], costs: [nil]),
    Form(
      testDescription: "with kind and mode",
      text:
        "Date,Kind,Model,Max Mode,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Cost\n\(time),Included,auto,No,1,2,3,4,10,NaN\n\(time),\"Errored, No Charge\",auto,No,0,0,0,0,0,\n",
      tokens: [[2, 1, 3, 4]], costs: [nil]),
    Form(
      testDescription: "of a team, with requests",
      text:
        "Date,User,Kind,Model,Max Mode,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Requests\n\(time),ada@x.example,On-Demand,auto,Yes,1,2,3,4,10,2\n",
      tokens: [[2, 1, 3, 4]], costs: [nil]),
    Form(
      testDescription: "with agents, columns in another order",
      text:
        "Cost,Date,Cloud Agent ID,Automation ID,Kind,Model,Max Mode,Output Tokens,Cache Read,Input (w/o Cache Write),Input (w/ Cache Write),Total Tokens\n1.5,\(time),,,Included,auto,No,4,3,2,1,10\n",
      tokens: [[2, 1, 3, 4]], costs: ["1.500000000"]),
  ]

  @Test(arguments: forms)
  func `columns are found by their names`(_ form: Form) {
    let (requests, problems) = CursorExport.read(form.text, name: "x.csv")
    #expect(problems.isEmpty, "\(problems)")
    #expect(
      requests.map { request in
        let tokens = request.main.tokens
        return [tokens.input, tokens.cacheWrite5m, tokens.cacheRead, tokens.output]
      } == form.tokens)
    #expect(requests.map { $0.recordedCost?.decimalText } == form.costs)
    #expect(requests.allSatisfy { $0.tool == .cursor && $0.purse == .ownPlan })
    #expect(requests.first?.time == Instant(CursorExportTests.time))
  }

  @Test func `equal rows are separate requests, and the same ones when read again`() {
    let heading = "Date,Model,Total Tokens,Cost\n"
    let row = "\(CursorExportTests.time),auto,10,0.10\n"
    let (first, _) = CursorExport.read(heading + row + row, name: "x.csv")
    let (second, _) = CursorExport.read(
      heading + "2026-02-12T00:00:00Z,auto,7,\n" + row.replacing("0.10", with: "0.20") + row,
      name: "y.csv")
    #expect(Set(first.map(\.identity)).count == 2)
    #expect(Set(first.map(\.identity)) == Set(second.dropFirst().map(\.identity)))
  }

  struct Fault: CustomTestStringConvertible {
    var text: String
    var reasons: [String]
    var testDescription: String { text }
  }

  private static let faults = [
    Fault(text: "", reasons: ["x.csv: the file is empty"]),
    Fault(
      text: "a,b\n1,2\n",
      reasons: [
        "x.csv:1: there is no column “Date”; this is not a usage export from Cursor's dashboard"
      ]),
    Fault(
      text: "Model,Request Count,Cost ($)\nauto,1,2\n",
      reasons: ["x.csv:1: this export is summarized by model; use the one with single events"]),
    Fault(
      text: "Date,Model,Cost\n",
      reasons: ["x.csv:1: there is no token column, such as “Total Tokens”"]),
    Fault(
      text: "Date,Model,Tokens\n\"open",
      reasons: ["x.csv: a quote is never closed; download the export again"]),
    Fault(
      text: "Date,Model,Tokens,Cost\nyesterday,m,1,0\n\n\(time),m,many,0\n\(time),m,1,-3\n",
      reasons: [
        "x.csv:2: “yesterday” is not a time like 2026-02-11T20:36:47.925Z",
        "x.csv:4: “many” is not a token count (tokens)",
        "x.csv:5: “-3” is not a cost: an amount has no sign: write it as in 12.50",
      ]),
  ]

  @Test(arguments: faults)
  func `errors name the line`(_ fault: Fault) {
    let (_, problems) = CursorExport.read(fault.text, name: "x.csv")
    #expect(problems.map(\.description) == fault.reasons)
  }
}
