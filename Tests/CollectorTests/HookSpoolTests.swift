import Collector
import Foundation
import Ledger
import Meters
import Pricing
import Storage
import TestSupport
import Testing
import Values

/// The file to which hooks append, read by the collector.
@Suite struct HookSpoolTests {
  private let home: TestHome
  private let spool: HookSpool
  private var store: UsageStore { home.store }

  init() throws {
    home = try TestHome(threads: 1)
    spool = HookSpool(store: home.folder.path("store/usage.sqlite"))
  }

  private func event(_ number: Int, output: Int = 10, email: String = "") -> HookEvent {
    var payload = HookPayload()
    (payload.event, payload.session, payload.generation) = ("stop", "c", "g\(number)")
    (payload.model, payload.email) = ("default", email)
    var turn = CursorTurn()
    (turn.input, turn.output, turn.cacheRead, turn.cacheWrite) = (100, output, 60, 0)
    payload.turn = turn
    return HookEvent(
      tool: .cursor, time: Instant(milliseconds: 1_750_000_000_000 + Int64(number)),
      payload: payload)
  }

  private func requests() throws -> Int {
    #expect(try store.verify(prices: .builtIn).differences == [])
    return try home.total().requests
  }

  private var mode: Int {
    get throws {
      let attributes = try FileManager.default.attributesOfItem(atPath: spool.path)
      return try #require(attributes[.posixPermissions] as? Int)
    }
  }

  @Test func `each event counts once, whichever reading finds it`() throws {
    try spool.append(event(1))
    #expect(try mode == 0o600)
    _ = try home.collector.collect()
    try spool.append(event(1, output: 20))
    try spool.append(event(2))
    #expect(try home.collector.collectSpool()?.counts.new == 1)
    #expect(try home.collector.collectSpool() == nil)
    #expect(try requests() == 2)
    #expect(try home.total().tokens.output == 30)
  }

  @Test func `a torn line neither counts nor swallows the next one`() throws {
    try spool.append(event(1))
    try home.folder.append("\n{\"v\":1,\"tool\":\"cur", to: "store/usage.sqlite.spool")
    _ = try home.collector.collect()
    #expect(try requests() == 1)
    try spool.append(event(2))
    let report = try #require(try home.collector.collectSpool())
    #expect(report.problems.map(\.reason) == ["is not an event of a hook"])
    #expect(try requests() == 2)
  }

  @Test func `a full file is moved aside and deleted only once it is stored`() throws {
    let filler = String(repeating: "{}\n", count: Int(HookSpool.rotationSize) / 3)
    try spool.append(event(1))
    _ = try home.collector.collect()
    try home.folder.append(filler, to: "store/usage.sqlite.spool")
    try spool.append(event(2))
    let manager = FileManager.default
    #expect(manager.fileExists(atPath: spool.oldPath))
    // The old file is still there, so another rotation has to wait.
    try home.folder.append(filler, to: "store/usage.sqlite.spool")
    try spool.append(event(3))
    #expect(try String(contentsOfFile: spool.oldPath, encoding: .utf8).contains("\"g1\""))
    _ = try home.collector.collectSpool()
    #expect(!manager.fileExists(atPath: spool.oldPath))
    #expect(try requests() == 3)
    try spool.append(event(4))
    #expect(manager.fileExists(atPath: spool.oldPath))
    _ = try home.collector.collectSpool()
    #expect(try requests() == 4)
  }

  @Test func `a process killed between the steps of a rotation loses nothing`() throws {
    try spool.append(event(1))
    try FileManager.default.linkItem(atPath: spool.path, toPath: spool.oldPath)
    try spool.append(event(2))
    _ = try home.collector.collectSpool()
    try spool.append(event(3))
    _ = try home.collector.collectSpool()
    #expect(try requests() == 3)
  }

  @Test func `nothing is written through a link`() throws {
    let other = try home.folder.write("mine", to: "other")
    try FileManager.default.createSymbolicLink(
      atPath: spool.path, withDestinationPath: other)
    #expect(throws: HookSpool.Fault.self) { try spool.append(event(1)) }
    #expect(try String(contentsOfFile: other, encoding: .utf8) == "mine")
    _ = try home.collector.collect()
    #expect(try requests() == 0)
  }

  @Test func `the e-mail of the latest event says who is signed in to Cursor`() throws {
    try spool.append(event(1, email: "ada@example.org"))
    try spool.append(event(2, email: "bob@example.org"))
    _ = try home.collector.collect()
    #expect(try store.editorSignIn()?.email == "bob@example.org")
    _ = try home.collector.collect()
    #expect(try store.editorSignIn()?.email == "bob@example.org")
  }

  @Test func `an import takes the place of the turns it covers`() throws {
    for number in 1...5 { try spool.append(event(number)) }
    _ = try home.collector.collect()
    let start = Instant(milliseconds: 1_750_000_000_000)
    let writer = UsageWriter(store: store, prices: .builtIn)
    let replaced = try writer.writeWhole(
      UsageBatch(), replacingTurnsIn: [start.advanced(by: 2)...start.advanced(by: 4)],
      prefix: CursorHooks.prefix)
    #expect(replaced == 3)
    #expect(try requests() == 2)
    #expect(try home.collector.collectSpool() == nil)
  }
}
