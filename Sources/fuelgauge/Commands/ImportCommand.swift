import ArgumentParser
import Foundation
import Ledger
import Meters
import Storage
import Values

/// `fuelgauge import`: imports usage exported by other programs.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Import usage that another program exported.",
    subcommands: [Cursor.self])

  struct Cursor: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Import the usage export of Cursor's dashboard (CSV).",
      discussion: """
        Cursor's own plan pays for this usage, so no balance is charged. A row that is imported twice counts \
        once. The rows replace what Cursor's hooks reported between a file's first and last row. Either all \
        rows of all files are imported, or none.
        """)

    @Argument(help: "The files to read.", completion: .file(extensions: ["csv"]))
    var files: [String]

    @OptionGroup var options: GlobalOptions

    func run() throws {
      let workplace = try Workplace.ofCommand(options)
      var batch = UsageBatch()
      var problems: [SourceProblem] = []
      var spans: [ClosedRange<Instant>] = []
      for file in files {
        let found = CursorExport.read(try text(of: file), name: file)
        found.requests.forEach { batch.add($0) }
        problems += found.problems
        let times = found.requests.map(\.time)
        if let first = times.min(), let last = times.max() { spans.append(first...last) }
      }
      guard problems.isEmpty else {
        let lines = problems.map(\.description) + ["Nothing was imported: every row must be valid."]
        throw Failure(status: .badData, message: lines.joined(separator: "\n"))
      }
      let store = try workplace.openStore()
      try workplace.readSpool(into: store)
      let writer = UsageWriter(store: store, prices: try workplace.prices())
      try writer.repriceIfNeeded()
      let replaced: Int
      do {
        replaced = try writer.writeWhole(
          batch, replacingTurnsIn: spans, prefix: CursorHooks.prefix)
      } catch let fault as UsageWriter.NoRoom {
        throw Failure(status: .badData, message: "\(fault). Nothing was imported.")
      }
      let counts = writer.counts
      try StandardOutput.print(
        "\(counts.new) new, \(counts.changed) changed, \(counts.known) already known"
          + (replaced > 0 ? "; they replace \(replaced) that hooks reported" : ""))
    }

    private func text(of file: String) throws -> String {
      String(decoding: try InputFile.bytes(of: file), as: UTF8.self)
    }
  }
}
