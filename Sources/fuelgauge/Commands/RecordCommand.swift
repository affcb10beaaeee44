import ArgumentParser
import Foundation
import Ledger
import Meters
import Storage

/// `fuelgauge record`: records usage reported by a script or pipeline.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record usage from JSON lines, in a file or on standard input.",
    discussion: """
      One object per line: {"id", "tool", "time", "model", "input", "output"} and, if they apply, \
      "account", "mcpServer", "project", "purse", "cacheWrite5m", "cacheWrite1h", "cacheRead", \
      "webSearches", "cost". The tools are \(Tool.allCases.map(\.rawValue).joined(separator: ", ")). The \
      purses are \(Purse.allCases.map(\.rawValue).joined(separator: ", ")); the default is unknown. An id \
      msg_… or msg_…/req_… that also occurs in a transcript is counted once. Either all lines are recorded, \
      or none.
      """)

  @Argument(help: "The file to read; standard input by default.", completion: .file())
  var file: String?

  @OptionGroup var options: GlobalOptions

  func run() throws {
    let workplace = try Workplace.ofCommand(options)
    let name = file ?? "standard input"
    let folder = workplace.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    let counts = try InputFile.withDescriptor(of: file, keptIn: folder) { descriptor in
      // Check every line before waiting for the store.
      try refuse(RecordLines.read(from: descriptor, name: name) { _ in })
      return try record(from: descriptor, name, workplace)
    }
    try StandardOutput.print(
      "\(counts.new) new, \(counts.changed) changed, \(counts.known) already known")
  }

  private func refuse(_ problems: [SourceProblem]) throws {
    guard !problems.isEmpty else { return }
    let lines = problems.map(\.description) + ["Nothing was recorded: every line must be valid."]
    throw Failure(status: .badData, message: lines.joined(separator: "\n"))
  }

  /// Requests per batch.
  private static let batchSize = 10_000

  private func record(
    from descriptor: Int32, _ name: String, _ workplace: Workplace
  ) throws -> WriteCounts {
    let writer = UsageWriter(store: try workplace.openStore(), prices: try workplace.prices())
    try writer.repriceIfNeeded()
    let before = writer.counts
    do {
      try writer.writeWhole { write in
        var batch = UsageBatch()
        let problems = try RecordLines.read(from: descriptor, name: name) { request in
          batch.add(request)
          guard batch.requests.count >= RecordCommand.batchSize else { return }
          try write(batch)
          batch.removeAll()
        }
        // The file may have changed since the check.
        try refuse(problems)
        try write(batch)
      }
    } catch let fault as UsageWriter.NoRoom {
      throw Failure(status: .badData, message: "\(fault). Nothing was recorded.")
    }
    return writer.counts - before
  }
}
