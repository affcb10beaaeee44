import Foundation
import Glibc

/// Databases of other programs, Cursor's `state.vscdb` and opencode's, with absurd schemas and damaged files.
enum DatabaseFuzz {
  /// Makes and runs one case.
  static func run(_ fuzzCase: FuzzCase) throws {
    let home = fuzzCase.home
    try FuzzCanary.write(to: home)
    let (state, messages) = (
      ".config/Cursor/User/globalStorage/state.vscdb", ".local/share/opencode/opencode.db"
    )
    for _ in 0..<2 {
      try make(state, schemas, fuzzCase)
      try make(messages, messageSchemas, fuzzCase)
      let before = try files(home)
      fuzzCase.expect(["collect"], "with hostile databases")
      FuzzCanary.check(fuzzCase, "beside hostile databases")
      for words in [["status"], ["tool", "list", "--json"], ["checkup"], ["account"]] {
        fuzzCase.fuelgauge(words)
      }
      if try files(home) != before {
        fuzzCase.fail(
          "something is written to or left beside another program's database", after: ["collect"],
          nil)
      }
    }
    fuzzCase.expect(["verify"], "with hostile databases")
    home.remove(".config/Cursor")
    home.remove(".local/share/opencode")
    FuzzCanary.checkRecovery(fuzzCase)
    // The good one must be counted, whatever times the hostile one had.
    try home.folder(".local/share/opencode")
    let database = try BareDatabase(home.path(messages))
    try database.run(
      table + "INSERT INTO message VALUES ('m', 's', 1772452000000, 1772452000000, '\(good)')")
    let words = ["usage", "--by", "project", "--json"]
    fuzzCase.expect(["collect"], "with a good database of opencode")
    if let run = fuzzCase.fuelgauge(words), !run.text.contains("/opencode-canary") {
      fuzzCase.fail("a good database is not read after a hostile one", after: words, run)
    }
  }

  /// Fills the two programs' folders.
  private static func files(_ home: FuzzHome) throws -> [String: Data] {
    var found: [String: Data] = [:]
    for folder in [".config/Cursor/User/globalStorage", ".local/share/opencode"] {
      for name in try FileManager.default.contentsOfDirectory(atPath: home.path(folder)) {
        let path = home.path("\(folder)/\(name)")
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
        found[path] = FileManager.default.contents(atPath: path)
      }
    }
    return found
  }

  private static func make(
    _ name: String, _ schemas: [String], _ fuzzCase: FuzzCase
  ) throws {
    let home = fuzzCase.home
    let folder = (name as NSString).deletingLastPathComponent
    home.remove(folder)
    try home.folder(folder)
    if fuzzCase.random.pick(1...15) == 1 {
      return try HostileFiles.put(at: name, in: home, &fuzzCase.random)
    }
    let path = home.path(name)
    var keptLog: Data?
    do {
      let database = try BareDatabase(path)
      try database.run(
        "PRAGMA page_size = \(fuzzCase.random.pick([512, 1024, 4096, 65_536]));"
          + "PRAGMA encoding = '\(fuzzCase.random.pick(["UTF-8", "UTF-8", "UTF-16le", "UTF-16be"]))';"
          + "PRAGMA journal_mode = \(fuzzCase.random.pick(["DELETE", "WAL"]));")
      let schema = fuzzCase.random.pick(schemas)
      try database.run(schema)
      if schema.contains("TABLE message") || schema.contains("TABLE session_message") {
        try fill(database, fuzzCase)
      }
      keptLog = FileManager.default.contents(atPath: path + "-wal")
    }
    // Leave a log, like a killed program, or a fake journal.
    if let keptLog, fuzzCase.random.pick(0...1) == 0 {
      try home.write([UInt8](keptLog), to: name + "-wal")
      if fuzzCase.random.pick(0...1) == 0 {
        try home.write([UInt8](repeating: 0, count: 32_768), to: name + "-shm")
      }
    } else if fuzzCase.random.pick(1...12) == 1 {
      try home.write(HostileText.string(&fuzzCase.random), to: name + "-journal")
    }
    if fuzzCase.random.pick(1...3) == 1, let bytes = FileManager.default.contents(atPath: path),
      !bytes.isEmpty
    {
      try home.write(StoreDamage.file([UInt8](bytes), &fuzzCase.random), to: name)
    }
  }

  /// Messages, most of them mutated.
  private static func fill(_ database: BareDatabase, _ fuzzCase: FuzzCase) throws {
    for number in 0..<fuzzCase.random.pick(1...60) {
      var data = Array(message.utf8)
      if fuzzCase.random.pick(0...3) > 0 {
        data = JSONMutation.text(data, fuzzCase.random.pick(1...3), &fuzzCase.random)
      }
      let hex = data.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
      let time = fuzzCase.random.pick([
        "1772452000000", "1772452000000", "9223372036854775807", "-1", "'x'", "NULL", "1e300",
        "x'00ff'",
      ])
      let value = fuzzCase.random.pick(["CAST(x'\(hex)' AS TEXT)", "x'\(hex)'"])
      // A table without such columns stays as it is.
      try? database.run(
        "INSERT INTO message (id, session_id, time_created, time_updated, data) VALUES ('m\(number)', 's', \(time), \(time), \(value))"
      )
      try? database.run(
        "INSERT INTO session_message (id, session_id, type, time_created, time_updated, data) VALUES ('m\(number)', 's', 'assistant', \(time), \(time), \(value))"
      )
    }
  }

  private static let good =
    #"{"role":"assistant","time":{"created":1772451000000,"completed":1772451000001},"modelID":"claude-opus-4-6","#
    + #""providerID":"anthropic","path":{"cwd":"/opencode-canary"},"tokens":{"input":7,"output":8,"reasoning":0,"cache":{"read":0,"write":0}}}"#

  private static let message =
    #"{"role":"assistant","time":{"created":1772452000000,"completed":1772452000001},"modelID":"claude-opus-4-6","#
    + #""providerID":"anthropic","path":{"cwd":"/src/o"},"cost":0.01,"tokens":{"input":12,"output":410,"reasoning":0,"cache":{"read":8000,"write":678}}}"#

  private static let endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"

  private static let rows = """
    INSERT INTO ItemTable VALUES ('cursorAuth/cachedEmail', 'ada@home.example'), ('cursorAuth/accessToken', 'planted-secret-c'),
    ('cursorAuth/stripeMembershipType', 'pro'), ('cursorAuth/claudeKey', 'planted-secret-y');
    """

  /// Schemas for `state.vscdb`.
  private static let schemas =
    [
      "CREATE TABLE ItemTable (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB); \(rows)",
      "CREATE TABLE ItemTable (key TEXT, value TEXT) STRICT; \(rows)",
      "CREATE TABLE ItemTable (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID; \(rows)",
      "CREATE TABLE ItemTable (key INTEGER, value REAL); INSERT INTO ItemTable VALUES (1, 2), (NULL, NULL)",
      "CREATE TABLE ItemTable (other)", "CREATE TABLE Other (key, value)",
      "CREATE TABLE ItemTable (key, value)",
      "CREATE VIEW ItemTable AS \(endless) SELECT 'a' || x AS key, x AS value FROM c",
      "CREATE VIEW ItemTable AS \(endless) SELECT 'cursorAuth/cachedEmail' AS key, x AS value FROM c ORDER BY value DESC",
      "CREATE VIEW ItemTable AS SELECT 'cursorAuth/cachedEmail' AS key, count(*) AS value FROM (\(endless) SELECT x FROM c LIMIT 300000000)",
      "CREATE VIEW ItemTable AS SELECT 'cursorAuth/cachedEmail' AS key, hex(zeroblob(400000000)) AS value",
      "CREATE VIEW ItemTable AS SELECT 'cursorAuth/cachedEmail' AS key, printf('%.*c', 100000000, 'x') AS value",
      "CREATE VIEW ItemTable AS \(endless) SELECT 'cursorAuth/cachedEmail' AS key, group_concat(hex(randomblob(1000))) AS value FROM c",
      "CREATE VIEW ItemTable AS SELECT name AS key, sql AS value FROM sqlite_master",
      "CREATE VIEW ItemTable AS SELECT key, value FROM json_each('{\"cursorAuth/cachedEmail\":\"j@home.example\"}')",
      "CREATE VIEW ItemTable AS SELECT 'cursorAuth/cachedEmail' AS key, load_extension('x') AS value",
      "CREATE VIEW ItemTable AS SELECT * FROM ItemTable2; CREATE VIEW ItemTable2 AS SELECT * FROM ItemTable",
      "CREATE TABLE ItemTable (key TEXT COLLATE NOCASE, value BLOB CHECK (length(value) < 9)); INSERT INTO ItemTable VALUES ('cursorauth/cachedemail', 'x')",
      "CREATE TABLE ItemTable (k, key TEXT GENERATED ALWAYS AS ('cursorAuth/cachedEmail') VIRTUAL, value TEXT GENERATED ALWAYS AS (hex(zeroblob(200000000))) VIRTUAL); INSERT INTO ItemTable (k) VALUES (1), (2)",
      "CREATE TABLE ItemTable (key, value); INSERT INTO ItemTable VALUES ('cursorAuth/cachedEmail', zeroblob(30000000))",
      "CREATE TABLE ItemTable (key, value); INSERT INTO ItemTable VALUES ('cursorAuth/cachedEmail', char(27) || '[2J' || char(0) || 'a' || char(155) || '31m')",
      "CREATE TABLE ItemTable (key, value); INSERT INTO ItemTable VALUES ('cursorAuth/cachedEmail', x'fffe80c0'), ('cursorAuth/stripeMembershipType', char(8238))",
      "CREATE TABLE ItemTable (key, value); INSERT INTO ItemTable \(endless) SELECT 'cursorAuth/cachedEmail', x FROM c LIMIT 50000",
      "CREATE TABLE ItemTable (key, value); INSERT INTO ItemTable VALUES ('cursorAuth/cachedEmail', 9223372036854775807), ('cursorAuth/claudeKey', 1e308)",
      "CREATE TABLE ItemTable (key, value); \(rows) CREATE TRIGGER t AFTER INSERT ON ItemTable BEGIN DELETE FROM ItemTable; END",
    ]

  private static let table =
    "CREATE TABLE message (id TEXT, session_id TEXT, time_created INTEGER, time_updated INTEGER, data TEXT);"

  /// Schemas for `opencode.db`.
  private static let messageSchemas = [
    table, table, table, table + "CREATE INDEX i ON message (time_updated)",
    "CREATE TABLE session_message (id TEXT, session_id TEXT, type TEXT, time_created INTEGER, time_updated INTEGER, data TEXT)",
    "CREATE TABLE message (id, session_id, time_created, time_updated, data) STRICT".replacing(
      ",", with: " ANY,"
    ).replacing("data)", with: "data ANY)"),
    "CREATE TABLE message (id, session_id, time_created, time_updated)", "CREATE TABLE message (x)",
    "CREATE VIEW message AS \(endless) SELECT x AS id, x AS session_id, x AS time_updated, x AS data FROM c",
    "CREATE TABLE message (id, session_id, time_created, x, data, time_updated GENERATED ALWAYS AS (length(hex(zeroblob(100000000)))) VIRTUAL); INSERT INTO message (id) VALUES (1), (2), (3)",
    "CREATE TABLE message (id, session_id, time_created, time_updated, data TEXT); INSERT INTO message VALUES (1, zeroblob(40000000), 1772452000000, 1772452000000, '{}')",
    "CREATE TABLE message (id, session_id, time_created, time_updated, data TEXT); INSERT INTO message \(endless) SELECT x, x, x, 1772452000000 + x, '{}' FROM c LIMIT 200000",
    table
      + "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = 'CREATE TABLE message (' WHERE name = 'message'; PRAGMA writable_schema = OFF",
    table
      + "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 1; PRAGMA writable_schema = OFF",
    table
      + "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 99999999; PRAGMA writable_schema = OFF",
  ]
}
