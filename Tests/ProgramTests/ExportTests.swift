import Foundation
import TestSupport
import Testing
import Values

@testable import fuelgauge

/// An exported file appears whole or not at all, and takes nothing's place.
@Suite struct ExportTests {
  private let folder: TemporaryFolder
  private let now = Instant(year: 2026, month: 3, day: 2)

  init() throws { folder = try TemporaryFolder() }

  /// Everything in the folder, what is hidden too.
  private func files(in folder: String? = nil) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder ?? self.folder.path).sorted()
  }

  private func begin(_ text: String) throws -> ExportFile {
    let file = try ExportFile(name: "tools", at: now, .utc, in: folder.path)
    try file.write(text)
    return file
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder.path(name), encoding: .utf8)
  }

  @Test func `a second file of the same second gets a number`() throws {
    for text in ["one", "two", "three"] { try begin(text).finish() }
    let name = "fuelgauge-tools-20260302-000000"
    #expect(try files() == ["\(name)-2.csv", "\(name)-3.csv", "\(name).csv"])
    #expect(try text("\(name).csv") == "one")
    #expect(try text("\(name)-2.csv") == "two")
    #expect(try text("\(name)-3.csv") == "three")
  }

  @Test func `it has its name when it is finished, and leaves nothing when it is not`() throws {
    var file: ExportFile? = try begin(String(repeating: "row\n", count: 40_000))
    #expect(try files().allSatisfy { $0.hasPrefix(".") }, "cut so far, and hidden")
    file = nil
    #expect(try files() == [])
    withExtendedLifetime(file) {}
  }

  @Test(arguments: ["full", "single"])
  func `a disk that fails leaves nothing, one without second names a whole file`(
    mode: String
  ) throws {
    let program = try Program(["FUELGAUGE_NOW": "2026-02-11T20:40:00Z"])
    #expect(try program.run("account", "add", "local").status == 0)
    let tmux = try Tmux()
    let disk = try FaultyDisk.shared.get().shellVariables(mode, file: "fuelgauge-ledger")
    try tmux.open(program, variables: "XDG_STATE_HOME=\(folder.path) \(disk)")
    try tmux.wait(for: "balance")
    try tmux.press("3")
    try tmux.wait(for: "opened")
    try tmux.press("e")
    try tmux.wait(for: mode == "full" ? "nothing was written: " : "written to ")
    try tmux.press("q")
    try tmux.wait(for: "status 0")
    let found = try files(in: folder.path("fuelgauge"))
    if mode == "full" {
      #expect(found == [])
    } else {
      #expect(found.count == 1)
      #expect(try text("fuelgauge/" + (found.first ?? "")) == program.run("ledger", "--csv").output)
    }
  }
}
