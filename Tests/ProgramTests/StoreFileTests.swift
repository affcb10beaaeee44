import Foundation
import GRDB
import TestSupport
import Testing

/// The store's file while processes have it open, and after they have ended.
@Suite struct StoreFileTests {
  private let program: Program
  private let now = "2026-02-11T20:40:00Z"

  init() throws {
    program = try Program(["FUELGAUGE_NOW": "2026-02-11T20:40:00Z"])
    #expect(try program.run("account", "add", "local").status == 0)
  }

  /// A collector that has taken in one request.
  private func follow() throws -> (Process, Pipe, Pipe) {
    try program.write([AnswerLine().text], to: "a")
    let started = try program.start(["collect", "--follow"])
    // It prints a pass that found something.
    #expect(!started.1.fileHandleForReading.availableData.isEmpty)
    return started
  }

  /// Requests that a copy of the file alone has.
  private func requestsInCopy() throws -> Int? {
    let copy = program.home.path("\(UUID()).sqlite")
    try FileManager.default.copyItem(atPath: program.storePath, toPath: copy)
    return try DatabaseQueue(path: copy).inDatabase {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM request")
    }
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func `a copy of the file alone is whole after a collector was ended`(number: Int32) throws {
    let (process, _, _) = try follow()
    // Somebody else has it open, so that closing it folds nothing.
    let other = try DatabaseQueue(path: program.storePath)
    #expect(try other.inDatabase { try Int.fetchOne($0, sql: "SELECT count(*) FROM request") } == 1)
    kill(process.processIdentifier, number)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try requestsInCopy() == 1)
    withExtendedLifetime(other) {}
  }

  @Test func `a copy of the file alone is whole after a command beside others`() throws {
    let other = try DatabaseQueue(path: program.storePath)
    _ = try other.inDatabase { try Int.fetchOne($0, sql: "SELECT count(*) FROM request") }
    try program.write([AnswerLine().text], to: "a")
    #expect(try program.run("collect").status == 0)
    #expect(try requestsInCopy() == 1)
    withExtendedLifetime(other) {}
  }

  @Test func `what a reader still needs of the log is left, and nobody is waited for`() throws {
    let other = try DatabaseQueue(path: program.storePath)
    try other.inDatabase { database in
      try database.execute(sql: "BEGIN")
      #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM request") == 0)
      let start = ContinuousClock.now
      #expect(try program.run("top-up", "5", "--yes").status == 0)
      #expect(ContinuousClock.now - start < .seconds(10))
      try database.execute(sql: "COMMIT")
    }
  }

  private enum Change: String, CaseIterable {
    case replaced, removed, overwritten, emptied
  }

  private func change(_ change: Change) throws {
    if change == .removed {
      for companion in ["", "-wal", "-shm"] { unlink(program.storePath + companion) }
      return
    }
    let other = program.home.path("other.sqlite")
    let somebody = program.with(["FUELGAUGE_STORE": other])
    if change == .emptied {
      try FileHandle(forWritingTo: URL(fileURLWithPath: program.storePath)).truncate(atOffset: 0)
      return
    }
    #expect(try somebody.run("balance", "set", "77").status == 0)
    if change == .replaced {
      rename(other, program.storePath)
    } else {
      try overwrite(program.storePath, with: other)
    }
  }

  /// As `cp` does it: the file stays the same one.
  private func overwrite(_ file: String, with other: String) throws {
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
    try handle.truncate(atOffset: 0)
    try handle.write(contentsOf: Data(contentsOf: URL(fileURLWithPath: other)))
    try handle.close()
  }

  @Test(arguments: Change.allCases)
  private func `a collector notices that its store is another file, and stops`(change: Change)
    throws
  {
    let (process, _, error) = try follow()
    try self.change(change)
    process.waitUntilExit()
    #expect(process.terminationStatus == 74)
    let complaint = String(
      decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let what = change == .removed ? "removed" : "replaced by another file"
    #expect(
      complaint
        == "\(program.storePath): was \(what) while it was open, so nothing more is written; start fuelgauge"
        + " again\n")
    if change == .emptied {
      #expect(
        try program.run("verify").output.contains("0 requests"), "nothing of the log came back")
    }
    guard change == .replaced || change == .overwritten else { return }
    // Whoever comes next finds the new one as it is.
    #expect(try program.run("verify").status == 0)
    #expect(try program.json("balance", "--json")["amount"] as? String == "77.000000000")
  }

  @Test func `a copy of the file alone is whole after a dashboard was left`() throws {
    let tmux = try Tmux()
    let other = try DatabaseQueue(path: program.storePath)
    _ = try other.inDatabase { try Int.fetchOne($0, sql: "SELECT count(*) FROM request") }
    try program.write([AnswerLine().text], to: "a")
    try openDashboard(tmux)
    try tmux.press("q")
    try tmux.wait(for: "status 0")
    #expect(try requestsInCopy() == 1)
    withExtendedLifetime(other) {}
  }

  private func openDashboard(_ tmux: Tmux) throws {
    try tmux.open(program, at: now)
    // Its row: that name alone stands beside the plan windows before anything is read.
    try tmux.wait(for: "■ Claude Code")
  }

  @Test func `a backup copied over the store is another file`() throws {
    let copy = program.home.path("copy.sqlite")
    #expect(try program.run("backup", copy).status == 0)
    let (process, _, error) = try follow()
    try overwrite(program.storePath, with: copy)
    process.waitUntilExit()
    #expect(process.terminationStatus == 74)
    let complaint = String(
      decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(complaint.contains("was replaced by another file while it was open"))
    #expect(try program.run("verify").status == 0)
    #expect(try requestsInCopy() == 0)
  }

  @Test(arguments: [Change.replaced, .overwritten])
  private func `a dashboard says that its store is another file, and stays`(change: Change) throws {
    let tmux = try Tmux(width: 200)
    try program.write([AnswerLine().text], to: "a")
    try openDashboard(tmux)
    try self.change(change)
    try tmux.wait(for: "the store: was replaced by another file while")
    try tmux.press("q")
    try tmux.wait(for: "status 0")
    #expect(try program.run("verify").status == 0)
    #expect(try program.json("balance", "--json")["amount"] as? String == "77.000000000")
  }
}
