import Foundation
import GRDB
import Ledger
import TestSupport
import Testing

@testable import Meters

/// Who is signed in to Cursor, from databases like Cursor's.
@Suite struct CursorStateTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = CursorState.files(environment: ["HOME": folder.path])[0]
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
  }

  /// Creates the database, or adds to it.
  @discardableResult
  private func write(
    _ values: [String: String], isLogged: Bool = false
  ) throws -> DatabaseQueue {
    let queue = try DatabaseQueue(path: path)
    if isLogged {
      try queue.inDatabase {
        try $0.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0")
      }
    }
    try queue.write { database in
      try database.execute(
        sql:
          "CREATE TABLE IF NOT EXISTS ItemTable (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB)")
      for (key, value) in values {
        try database.execute(
          sql: "INSERT INTO ItemTable VALUES (?, ?)",
          arguments: ["cursorAuth/" + key, Data(value.utf8)])
      }
    }
    return queue
  }

  private var finding: EditorSignIn.Finding {
    CursorState.look(CursorState.files(environment: ["HOME": folder.path])).finding
  }

  private func signIn() -> EditorSignIn? {
    if case .known(let signIn) = finding { signIn } else { nil }
  }

  private var files: [String] {
    get throws {
      let parent = (path as NSString).deletingLastPathComponent
      return try FileManager.default.contentsOfDirectory(atPath: parent).sorted()
    }
  }

  @Test func `single keys are read, and no files are left beside the database`() throws {
    try write([
      "cachedEmail": "ada@work.example", "stripeMembershipType": "pro_plus",
      "accessToken": "planted", "claudeKey": "sk-ant-planted",
    ]).close()
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(
      signIn()
        == EditorSignIn(file: path, email: "ada@work.example", plan: "pro_plus", hasKey: true))
    #expect(try files == ["state.vscdb"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test func `recent writes in Cursor's log count`() throws {
    try write(["cachedEmail": "ada@work.example"], isLogged: true).close()
    let open = try write(["cachedEmail": "ada@home.example"], isLogged: true)
    #expect(try files.contains("state.vscdb-wal"))
    #expect(signIn()?.email == "ada@home.example")
    #expect(signIn()?.hasKey == false)
    try open.close()
  }

  @Test func `a path may contain URL characters`() throws {
    let home = folder.path("50%?#home")
    let file = CursorState.files(environment: ["HOME": home])[0]
    try write(["cachedEmail": "ada@work.example"]).close()
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: path, toPath: file)
    #expect(
      CursorState.look([file]).finding
        == .known(EditorSignIn(file: file, email: "ada@work.example", plan: nil, hasKey: false)))
  }

  @Test func `a missing, truncated, foreign or oversized database gives nothing`() throws {
    #expect(finding == .known(nil), "there is no Cursor")
    try folder.write("SQLite format 3\0half", to: String(path.dropFirst(folder.path.count + 1)))
    #expect(finding == .unreadable)
    try FileManager.default.removeItem(atPath: path)
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "CREATE TABLE other (key TEXT)") }
    try queue.close()
    #expect(signIn() == nil)
    try write(["cachedEmail": String(repeating: "a", count: 1 << 20)]).close()
    #expect(signIn() == nil)
    try write(["cachedEmail": ""]).close()
    #expect(finding == .known(nil), "signed out")
  }

  /// Tables may be views, and their queries may never end.
  @Test(arguments: [
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT 'a' || x AS key, x AS value FROM c",
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT zeroblob(x) AS key, x AS value FROM c",
  ])
  func `an endless table is abandoned after a time limit`(view: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "CREATE VIEW ItemTable AS \(view)") }
    try queue.close()
    let start = ContinuousClock.now
    #expect(finding == .unreadable)
    #expect(.now - start < .seconds(10), "the patience is 0.7 s; the rest is for a busy machine")
  }

  @Test(arguments: ["-wal", "-shm", "-journal"])
  func `a pipe beside the file does not block`(suffix: String) throws {
    try write(["cachedEmail": "ada@work.example"]).close()
    #expect(mkfifo(path + suffix, 0o600) == 0)
    #expect(finding == .unreadable)
  }

  /// Creates a file beside the database, or the database itself for an empty suffix.
  private func put(_ bytes: Data, _ suffix: String) throws {
    try bytes.write(to: URL(fileURLWithPath: path + suffix))
  }

  /// The contents of the folder, by name.
  private var contents: [String: Data] {
    get throws {
      try files.reduce(into: [:]) {
        $0[$1] = try Data(
          contentsOf: URL(fileURLWithPath: (path as NSString).deletingLastPathComponent + "/" + $1))
      }
    }
  }

  @Test(arguments: [
    ["-journal": "left"], ["-journal": "left", "-shm": "left"], ["-wal": ""],
    ["-wal": "left", "-shm": "left"], ["": "", "-wal": "left", "-shm": "left"],
    ["": "", "-journal": "left"],
  ])
  func `whatever is beside the file, nothing is created, changed or removed`(
    others: [String: String]
  ) throws {
    try write(["cachedEmail": "ada@work.example"], isLogged: true).close()
    for (suffix, text) in others { try put(Data(text.utf8), suffix) }
    let before = try contents
    _ = finding
    #expect(try contents == before)
  }

  @Test func `an empty log that is not in use is ignored`() throws {
    try write(["cachedEmail": "ada@work.example"], isLogged: true).close()
    try put(Data(), "-wal")
    #expect(signIn()?.email == "ada@work.example")
  }

  @Test func `a crashed owner's log is read, and all files are opened read-only`() throws {
    try write(["cachedEmail": "ada@work.example"], isLogged: true).close()
    let open = try write(["cachedEmail": "ada@home.example"], isLogged: true)
    let crashed = try contents
    try open.close()
    for (name, bytes) in crashed { try put(bytes, String(name.dropFirst("state.vscdb".count))) }
    let database = try #require(ForeignDatabase(path))
    #expect(
      database.text("SELECT value FROM ItemTable WHERE key = ?", "cursorAuth/cachedEmail")
        == "ada@home.example")
    let opened = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter {
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))?
        .hasPrefix(path) ?? false
    }
    #expect(opened.count == 3, "the database, its log and the log's index")
    for descriptor in opened.compactMap(Int32.init) {
      #expect(fcntl(descriptor, F_GETFL) & O_ACCMODE == O_RDONLY)
    }
    #expect(try contents == crashed)
  }

  @Test func `a log left by a crash is not touched`() throws {
    try write(["cachedEmail": "ada@work.example"], isLogged: true).close()
    try folder.write("left", to: String(path.dropFirst(folder.path.count + 1)) + "-wal")
    #expect(finding == .unreadable)
    #expect(try files == ["state.vscdb", "state.vscdb-wal"])
  }
}
