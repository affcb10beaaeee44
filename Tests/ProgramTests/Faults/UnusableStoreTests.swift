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
    try expect("is not a Fuelgauge store and was left unchanged; name another file with --store")
  }

  @Test func `a store that is damaged inside`() throws {
    var damaged = try bytes()
    for index in stride(from: 4096, to: damaged.count, by: 7) { damaged[index] = 0x5a }
    try program.home.write(damaged, to: ".local/share/fuelgauge/usage.sqlite")
    try expect(
      "the file is damaged and was left unchanged; replace it with a copy using fuelgauge restore FILE, or"
        + " name another with --store")
  }

  @Test func `a store in which an account is there twice`() throws {
    try DatabaseQueue(path: path).write { database in
      try database.execute(sql: "PRAGMA writable_schema = ON")
      try database.execute(
        sql: "UPDATE sqlite_master SET sql = replace(sql, ' UNIQUE', '') WHERE name = 'account'")
      try database.execute(
        sql: "DELETE FROM sqlite_master WHERE tbl_name = 'account' AND type = 'index'")
      try database.execute(sql: "PRAGMA writable_schema = RESET")
    }
    try DatabaseQueue(path: path).write { database in
      let columns = try database.columns(in: "account").map(\.name).filter { $0 != "id" }
        .joined(separator: ", ")
      try database.execute(
        sql: "INSERT INTO account (\(columns)) SELECT \(columns) FROM account")
    }
    try expect(
      "the file is damaged (an account exists twice) and was left unchanged; replace it with a copy using"
        + " fuelgauge restore FILE, or name another with --store")
  }

  @Test func `a database of another program`() throws {
    try FileManager.default.removeItem(atPath: path)
    try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE moz_places (id)") }
    try expect(
      "is another program's database and was left unchanged; name another file with --store")
  }

  @Test func `a store of a newer version`() throws {
    try DatabaseQueue(path: path).write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 not known yet')")
    }
    try expect(
      "was written by a newer Fuelgauge; install that version, or name another file with --store")
  }

  @Test func `a store that can only be read`() throws {
    try expect(
      "cannot be opened because it is read-only or its folder is missing; make it writable, or name"
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

  /// What a person may name as the store that is none.
  @Test(arguments: [
    ("folder", "is a folder, not a file; name another with --store"),
    (".", "is a folder, not a file; name another with --store"),
    ("pipe", "is a pipe, not a file; name another with --store"),
    ("/dev/null", "is a device, not a file; name another with --store"),
    ("dangling", "is a link to nothing; name another with --store"),
    (
      String(repeating: "x", count: 5000),
      "cannot be opened: File name too long; name another with --store"
    ),
    (
      "logged",
      "is a link where the store needs a file; remove it, or name another store with --store"
    ),
  ])
  func `what is no regular file is refused at once`(name: String, sentence: String) throws {
    let home = program.home
    try FileManager.default.createDirectory(
      atPath: home.path("folder"), withIntermediateDirectories: true)
    mkfifo(home.path("pipe"), 0o600)
    symlink("nowhere", home.path("dangling"))
    let victim = try home.write("precious", to: "victim")
    symlink(victim, home.path("logged-wal"))
    for command in ["collect", "status", "verify", "backup"] {
      let result = try program.runAtHome(
        [command] + (command == "backup" ? ["copy"] : []) + ["--store", name])
      #expect(result.status == 74, "\(command): \(result.output)")
      if command == "collect" {
        let file = name == "logged" ? "\(home.path(name))-wal" : name
        #expect(result.error.hasSuffix("\(file): \(sentence)\n"), "\(result.error)")
      }
    }
    #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
    #expect(!FileManager.default.fileExists(atPath: home.path("nowhere")))
  }

  @Test(arguments: ["s", "./s", "a/b/c", ":memory:", "file:s?mode=ro", "ü"])
  func `any name can be a store's`(name: String) throws {
    let result = try program.runAtHome(["balance", "set", "12", "--store", name])
    #expect(result.status == 0, "\(result.error)")
    let status = try FileManager.default.attributesOfItem(atPath: program.home.path(name))
    #expect(status[.posixPermissions] as? Int == 0o600)
    #expect(try program.runAtHome(["verify", "--store", name]).status == 0)
  }
}
