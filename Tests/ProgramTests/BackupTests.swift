import Foundation
import GRDB
import TestSupport
import Testing
import Values

/// Copies of the store, and what becomes of the store when one is put in its place.
@Suite struct BackupTests {
  private let program: Program
  private var home: TemporaryFolder { program.home }

  init() throws {
    program = try Program(["FUELGAUGE_NOW": "2026-03-02T12:00:00Z"])
    #expect(try program.run("account", "add", "local").status == 0)
    try topUp("25")
  }

  private func topUp(_ amount: String) throws {
    #expect(try program.run("top-up", amount, "--yes").status == 0)
  }

  private func balance(of store: String? = nil) throws -> String? {
    let program = self.program.with(store.map { ["FUELGAUGE_STORE": $0] } ?? [:])
    #expect(try program.run("verify").status == 0)
    return try program.json("balance", "--json")["amount"] as? String
  }

  private var folder: String { PathOf.folder(of: program.storePath) }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test func `a copy is the whole store, and its owner's alone`() throws {
    let copy = home.path("copy.sqlite")
    let made = try program.run("backup", copy)
    #expect(made.status == 0)
    #expect(made.output == "copied the store to \(copy)\n")
    try topUp("5")
    #expect(try balance(of: copy) == "25.000000000")
    let attributes = try FileManager.default.attributesOfItem(atPath: copy)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    // What is there is nobody's to overwrite.
    let again = try program.run("backup", copy)
    #expect(again.status == 74)
    #expect(
      again.error == "\(copy): already exists and was left unchanged; choose another name\n")
    #expect(try balance(of: copy) == "25.000000000")
  }

  @Test func `a copy follows no link, and takes no log that is there for its own`() throws {
    symlink(home.path("elsewhere"), home.path("link"))
    #expect(try program.run("backup", home.path("link")).status == 74)
    #expect(!FileManager.default.fileExists(atPath: home.path("elsewhere")))
    try home.write("", to: "copy-wal")
    #expect(try program.run("backup", home.path("copy")).status == 74)
    #expect(!FileManager.default.fileExists(atPath: home.path("copy")))
  }

  @Test(arguments: ["no/folder/copy", "", "here/"])
  func `where no file can be made it says so`(name: String) throws {
    let result = try program.runAtHome(["backup", name])
    #expect(result.status == 74)
    #expect(result.error.contains("nothing was changed"))
  }

  @Test func `a store is copied while a collector follows, and is then not replaced`() throws {
    let (process, output, _) = try program.start(["collect", "--follow"])
    try program.write([AnswerLine().text], to: "a")
    _ = output.fileHandleForReading.availableData
    let copy = home.path("copy.sqlite")
    #expect(try program.run("backup", copy).status == 0)
    let refused = try program.run("restore", copy)
    #expect(refused.status == 74)
    #expect(
      refused.error
        == "\(program.storePath): process \(process.processIdentifier) is reading sources into this store,"
        + " so nothing was changed; stop it and try again\n")
    process.terminate()
    process.waitUntilExit()
    #expect(try balance(of: copy) == "25.000000000")
  }

  @Test func `a copy takes the store's place, which is kept`() throws {
    let copy = home.path("copy.sqlite")
    #expect(try program.run("backup", copy).status == 0)
    try topUp("5")
    let kept = folder + "/usage-before-restore-20260302T120000Z.sqlite"
    for path in [kept, kept.replacing(".sqlite", with: "-2.sqlite")] {
      let done = try program.run("restore", copy)
      #expect(done.status == 0)
      #expect(
        done.output
          == "restored \(copy) to \(program.storePath); the old store is kept as \(path)\n"
      )
    }
    #expect(try balance() == "25.000000000")
    #expect(try balance(of: kept) == "30.000000000")
    #expect(try balance(of: copy) == "25.000000000")
    for path in [program.storePath, kept] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func `a store that is gone, and one that nobody can read, have a copy put in their place`()
    throws
  {
    let copy = home.path("copy.sqlite")
    #expect(try program.run("backup", copy).status == 0)
    try FileManager.default.removeItem(atPath: folder)
    #expect(try program.run("restore", copy).status == 0)
    #expect(try balance() == "25.000000000")
    var bytes = try Data(contentsOf: URL(fileURLWithPath: program.storePath))
    for start in [0, 4096 * 3] {
      bytes[start..<start + 4096] = Data(count: 4096)
      try bytes.write(to: URL(fileURLWithPath: program.storePath))
      #expect(try program.run("restore", copy).status == 0)
      #expect(try balance() == "25.000000000")
    }
    let kept = try names().filter { $0.contains("before-restore") }
    #expect(kept.count == 2)
    for name in kept {
      #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")).count > 4096)
    }
  }

  @Test(arguments: [
    "DELETE FROM grdb_migrations WHERE identifier = '1 usage'", "DELETE FROM grdb_migrations",
    "DELETE FROM grdb_migrations WHERE identifier <> '1 usage'",
    "DROP TABLE grdb_migrations",
  ])
  func `the person's own store is known however damaged it is`(sql: String) throws {
    let copy = home.path("copy.sqlite")
    #expect(try program.run("backup", copy).status == 0)
    try DatabaseQueue(path: program.storePath).write { try $0.execute(sql: sql) }
    let refused = try program.run("verify")
    #expect(refused.status == 74)
    #expect(refused.error.contains("the file is damaged"), "\(refused.error)")
    let restored = try program.run("restore", copy)
    #expect(restored.status == 0, "\(restored.error)")
    #expect(restored.output.contains("the old store is kept"))
    #expect(try balance() == "25.000000000")
  }

  @Test func `what is no sound store is not put in its place`() throws {
    let copy = home.path("copy.sqlite")
    #expect(try program.run("backup", copy).status == 0)
    func changed(_ name: String, _ sql: String) throws -> String {
      let path = home.path(name)
      try FileManager.default.copyItem(atPath: copy, toPath: path)
      try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
      return path
    }
    var bytes = try Data(contentsOf: URL(fileURLWithPath: copy))
    bytes[4096 * 9..<4096 * 10] = Data(count: 4096)
    let link = home.path("link")
    symlink(copy, link)
    let bad = [
      (try home.write("not a store", to: "text"), "is not a Fuelgauge store"),
      (try home.write("", to: "empty"), "is not a Fuelgauge store"),
      (try home.write(bytes, to: "damaged"), "is damaged"),
      (
        try changed("sums", "UPDATE account SET balance = balance + 1"),
        "is inconsistent"
      ),
      (
        try changed("newer", "INSERT INTO grdb_migrations VALUES ('99 new')"),
        "was written by a newer Fuelgauge"
      ),
      (
        try changed("other", "DROP TABLE grdb_migrations"), "is not a Fuelgauge store"
      ),
      (link, "is a link"), (home.path(""), "is a folder, not a file"),
      ("/dev/zero", "is a device, not a file"), (home.path("none"), "No such file or directory"),
      (program.storePath, "is the store itself"),
    ]
    let before = try Data(contentsOf: URL(fileURLWithPath: program.storePath))
    for (path, reason) in bad {
      let result = try program.run("restore", path)
      #expect(result.status == 74, "\(path)")
      #expect(result.error.hasPrefix("\(path): \(reason)"), "\(result.error)")
      #expect(result.error.contains("so nothing was changed"), "\(result.error)")
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: program.storePath)) == before)
    #expect(try names() == ["usage.sqlite", "usage.sqlite.lock"])
  }

  @Test func `a store that somebody reads is not replaced under him`() throws {
    let copy = home.path("copy.sqlite")
    #expect(try program.run("backup", copy).status == 0)
    let reader = try DatabaseQueue(path: program.storePath)
    try reader.inDatabase { database in
      try database.execute(sql: "BEGIN")
      #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM entry") == 2)
      let result = try program.run("restore", copy)
      #expect(result.status == 74)
      #expect(result.error.contains("another process, such as a dashboard, has the store open"))
      try database.execute(sql: "COMMIT")
    }
    #expect(try balance() == "25.000000000")
  }

  @Test func `a copy of what a killed process left comes with the log beside it`() throws {
    let reader = try DatabaseQueue(path: program.storePath)
    let copy = home.path("raw.sqlite")
    try reader.inDatabase { database in
      try database.execute(sql: "BEGIN")
      _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM entry")
      // The reader keeps the log, so what comes now stands there alone.
      try topUp("5")
      for companion in ["", "-wal"] {
        try FileManager.default.copyItem(
          atPath: program.storePath + companion, toPath: copy + companion)
      }
      try database.execute(sql: "COMMIT")
    }
    try reader.close()
    try topUp("1")
    #expect(try program.run("restore", copy).status == 0)
    #expect(try balance() == "30.000000000")
  }

  /// Ends the process at one write after the other, and at any moment: at the path there is the old store or the
  /// new one, and where it is the new one, the old one is kept.
  @Test func `nothing is lost when putting a copy in its place is killed`() throws {
    let disk = try FaultyDisk.shared.get()
    let copy = home.path("copy.sqlite")
    #expect(try program.run("backup", copy).status == 0)
    try topUp("5")
    func check(_ what: String) throws {
      let found = try balance()
      #expect(["25.000000000", "30.000000000"].contains(found), "\(what)")
      guard found == "25.000000000" else { return }
      let kept = try names().filter { $0.contains("before-restore") && $0.hasSuffix(".sqlite") }
      let balances = try kept.map { try balance(of: "\(folder)/\($0)") }
      #expect(balances.contains("30.000000000"), "\(what): \(kept)")
      for name in kept { try FileManager.default.removeItem(atPath: "\(folder)/\(name)") }
      try topUp("5")
    }
    var completed = false
    for place in [1, 2, 3, 5, 8, 13, 21, 34, 55, 80, 110, 150, 200, 300] where !completed {
      let faulty = program.with(disk.variables(.crash, at: place, file: "share/fuelgauge"))
      completed = try faulty.run("restore", copy).status == 0
      try check("killed at write \(place)")
    }
    #expect(completed, "every run was killed")
    for seed in seeds(8) {
      var random = SeededRandom(seed: seed)
      let (process, _, _) = try program.start(["restore", copy])
      usleep(UInt32(random.pick(0...250_000)))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      try check("seed \(seed)")
    }
  }

  @Test func `a copy that is killed in the making is not there`() throws {
    let disk = try FaultyDisk.shared.get()
    for place in [1, 5, 20, 40] {
      let copy = home.path("copy\(place).sqlite")
      let faulty = program.with(disk.variables(.crash, at: place, file: ".part"))
      if try faulty.run("backup", copy).status == 0 {
        #expect(try balance(of: copy) == "25.000000000")
      } else {
        #expect(!FileManager.default.fileExists(atPath: copy))
      }
    }
    let full = program.with(disk.variables(.full, at: 3, file: ".part"))
    let result = try full.run("backup", home.path("full.sqlite"))
    #expect(result.status == 74)
    #expect(result.error.contains("there is no room on the disk"))
    #expect(!FileManager.default.fileExists(atPath: home.path("full.sqlite")))
  }
}

/// The folder of a path.
private enum PathOf {
  static func folder(of path: String) -> String {
    path.split(separator: "/").dropLast().map { "/\($0)" }.joined()
  }
}
