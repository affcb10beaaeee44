import ArgumentParser
import Canvas
import Values

/// `fuelgauge verify`: recomputes every stored number.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recompute every stored number from its rows, and list the differences.")

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var options: GlobalOptions

  func run() throws {
    let workplace = try Workplace.ofCommand(options)
    let result = try workplace.openStoreForReading().verify(prices: try workplace.prices())
    if json {
      try StandardOutput.print(
        JSONText.fields([
          "ok": .bool(result.differences.isEmpty), "requests": .int(result.requests),
          "sums": .int(result.sums), "entries": .int(result.entries),
          "differences": .array(result.differences.map { .string($0) }),
        ]).printed)
    } else {
      let requests = CountDisplay.full(result.requests)
      let sums = CountDisplay.full(result.sums)
      let entries = CountDisplay.full(result.entries)
      let outcome = result.differences.isEmpty ? "all agree" : "\(result.differences.count) differ"
      try StandardOutput.print(
        "recomputed \(requests) requests, \(sums) sums and \(entries) ledger entries: \(outcome)"
      )
      try result.differences.forEach { try StandardOutput.print(SafeText.clean($0)) }
    }
    if !result.differences.isEmpty { throw Failure(status: .attention, message: "") }
  }
}
