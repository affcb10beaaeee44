import ArgumentParser
import Foundation
import Ledger
import Meters
import Storage

/// `fuelgauge record`: takes in usage that a pipeline reports.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Take in usage as JSON lines, from a file or standard input.",
    discussion: """
      One object a line: {"id", "tool", "time", "model", "input", "output"} and, where they apply, \
      "account", "mcpServer", "project", "purse", "cacheWrite5m", "cacheWrite1h", "cacheRead", \
      "webSearches", "cost". Tools are \(Tool.allCases.map(\.rawValue).joined(separator: ", ")); \
      purses \(Purse.allCases.map(\.rawValue).joined(separator: ", ")), unknown if left out. An id \
      msg_… or msg_…/req_… is the request that a transcript may hold too; it is counted once. All \
      lines are taken or none.
      """)

  @Argument(help: "The file to read; without it standard input.", completion: .file())
  var file: String?

  @OptionGroup var options: GlobalOptions

  func run() throws {
    let workplace = try Workplace.ofCommand(options)
    let name = file ?? "standard input"
    let bytes = try InputFile.bytes(of: file)
    let (requests, problems) = bytes.withUnsafeBufferPointer { RecordLines.read($0, name: name) }
    guard problems.isEmpty else {
      let lines = problems.map(\.description) + ["Nothing was recorded; all lines must be good."]
      throw Failure(status: .badData, message: lines.joined(separator: "\n"))
    }
    var batch = UsageBatch()
    requests.forEach { batch.add($0) }
    let writer = UsageWriter(store: try workplace.openStore(), prices: try workplace.prices())
    try writer.repriceIfNeeded()
    let before = writer.counts
    do {
      try writer.writeWhole(batch)
    } catch let fault as UsageWriter.NoRoom {
      throw Failure(status: .badData, message: "\(fault). Nothing was recorded.")
    }
    try writer.commit()
    let counts = writer.counts - before
    try StandardOutput.print(
      "\(counts.new) new, \(counts.changed) changed, \(counts.known) known already")
  }
}
