import Foundation
import GRDB
import TestSupport
import Testing

/// A store that cannot be used: a sentence, status 74, and the file as it was.
@Suite struct UnusableStoreTests {
  private let program: Program
  private var path: String { program.home.path(".local/share/fuelgauge/usage.sqlite") }

  init() throws {
    program = try Program(["FUELGAUGE_NOW": "2026-03-02T12:00:00Z"])
    _ = try program.run("account", "add", "local")
    _ = try program.run("top-up", "25", "--yes")
  }

  private func bytes() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  private func expect(
    _ sentence: String, _ variables: [String: String] = [:],
    commands: [[String]] = [["top-up", "5", "--yes"], ["limit", "set", "5"], ["status"]],
    at location: SourceLocation = #_sourceLocation
  ) throws {
    let before = try bytes()
    for command in commands {
      let result = try program.at("2026-03-02T12:00:00Z", variables).run(command)
      #expect(result.status == 74, "\(command): \(result.output)", sourceLocation: location)
      #expect(result.error == "\(path): \(sentence)\n", sourceLocation: location)
    }
    #expect(try bytes() == before, sourceLocation: location)
  }

  @Test func `a file that is no store`() throws {
    try program.home.write("not a store at all\n", to: ".local/share/fuelgauge/usage.sqlite")
    try expect("is no store of Fuelgauge, and was left as it is; name another file with --store")
  }

  @Test func `a store that is damaged inside`() throws {
    var damaged = try bytes()
    for index in stride(from: 4096, to: damaged.count, by: 7) { damaged[index] = 0x5a }
    try program.home.write(damaged, to: ".local/share/fuelgauge/usage.sqlite")
    try expect(
      "the file is damaged, and was left as it is; put a copy in its place, or name another with"
        + " --store")
  }

  @Test func `a store of a newer version`() throws {
    try DatabaseQueue(path: path).write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 not known yet')")
    }
    try expect(
      "written by a newer Fuelgauge; install that one, or name another file with --store")
  }

  @Test func `a store that can only be read`() throws {
    try expect(
      "cannot be opened, for it is read-only or its folder is missing; allow it to be written, or name"
        + " another with --store",
      try FaultyDisk.shared.get().isSealed)
  }

  @Test func `a full disk`() throws {
    let disk = try FaultyDisk.shared.get()
    try expect(
      "there is no room on the disk, so nothing was changed; make room and try again",
      disk.variables(.full, at: 1), commands: [["top-up", "5", "--yes"], ["limit", "set", "5"]])
    // With room again nothing of it is left behind.
    #expect(try program.json("balance", "--json")["amount"] as? String == "25.000000000")
  }
}
