import Foundation
import Synchronization
import Values

/// A store filled by the program itself, to be damaged: its files and its balance.
struct GoodStore: Sendable {
  var file: [UInt8]
  /// The write-ahead log left by a killed program; nil if the program ended normally.
  var log: [UInt8]?
  /// The output of `balance --json`.
  var balance: String
  /// The same before each command whose changes are only in the log. A truncated log undoes the last ones, as
  /// intended by SQLite.
  var earlier: Set<String>

  /// How many different stores there are.
  static let kinds: UInt64 = 6

  private static let made = Mutex<[String: GoodStore]>([:])

  /// One of them, made on first use.
  static func take(_ kind: UInt64, for fuzzCase: FuzzCase) throws -> GoodStore {
    try made.withLock { made in
      let key = "\(fuzzCase.ground.program) \(kind)"
      if let store = made[key] { return store }
      let store = try make(kind, fuzzCase)
      made[key] = store
      return store
    }
  }

  private static func make(_ kind: UInt64, _ fuzzCase: FuzzCase) throws -> GoodStore {
    let home = FuzzHome("\(fuzzCase.folder)/good-\(kind)")
    try home.make()
    defer { try? FileManager.default.removeItem(atPath: home.path) }
    var random = SeededRandom(seed: kind)
    var now = 1
    func run(_ arguments: [String], input: String? = nil) throws -> String {
      let conditions = FuzzRun.Conditions(
        environment: home.environment.merging(["FUELGAUGE_NOW": "2026-02-\(now + 9)T12:00:00Z"]) {
          $1
        },
        folder: home.path, outputPath: home.path("output"), errorPath: home.path("error"),
        inputPath: input, mostSeconds: 60)
      let run = FuzzRun([fuzzCase.ground.program] + arguments, conditions)
      guard let run, [0, 1, 2].contains(run.status) else {
        throw BareDatabase.Fault(
          description: "no good store: \(arguments): \(run?.complaint ?? "")")
      }
      return run.text
    }
    let requests = [60, 300, 1500][Int(kind % 3)]
    func usage(_ number: Int) throws {
      let lines = (0..<requests).map { _ in record(number, now, &random) + "\n" }.joined()
      try home.write(lines, to: "lines")
      _ = try run(["record"], input: home.path("lines"))
    }
    _ = try run(["account", "add", "ada"])
    _ = try run(["balance", "set", "250"])
    try usage(1)
    _ = try run(["account", "add", "work", "--authority", "claude", "--email", "work@home.example"])
    _ = try run([
      "auto-reload", "on", "--below", "20", "--add", "50", "--monthly-max", "200", "--account",
      "ada",
    ])
    _ = try run(["limit", "set", "500", "--account", "ada"])
    _ = try run(["limit", "set", "25", "--tool", "mcp", "--per", "day", "--account", "ada"])
    _ = try run(["account", "use", "ada"])
    // From here on a second reader keeps changes in the log.
    let reader = kind % 2 == 1 ? try BareDatabase(home.store) : nil
    try reader?.run("SELECT count(*) FROM sqlite_master")
    func balance() throws -> String {
      let before = now
      defer { now = before }
      now = 19
      return try run(["balance", "--json"])
    }
    var earlier: Set<String> = []
    for round in 2...8 {
      earlier.insert(try balance())
      now = round
      switch round % 4 {
      case 0: _ = try run(["top-up", "\(random.pick(5...40))", "--yes"])
      case 1:
        _ = try run([
          "credit", "add", "12.5", "--kind", "grant", "--expires", "2026-04-01T00:00:00Z",
        ])
      default: try usage(round)
      }
    }
    let last = try balance()
    func bytes(_ suffix: String) -> [UInt8]? {
      FileManager.default.contents(atPath: home.store + suffix).map { [UInt8]($0) }
    }
    guard let file = bytes("") else { throw BareDatabase.Fault(description: "no good store") }
    return GoodStore(
      file: file, log: reader == nil ? nil : bytes("-wal"), balance: last, earlier: earlier)
  }

  private static func record(_ number: Int, _ now: Int, _ random: inout SeededRandom) -> String {
    let day = now + 8
    let time =
      "2026-02-\(day < 10 ? "0" : "")\(day)T\(random.pick(10...23)):\(random.pick(10...59)):00Z"
    let tool = random.pick([
      #""api""#, #""claude-code""#, #""cursor""#,
      #""mcp","mcpServer":"server-\#(random.pick(1...5))""#,
    ])
    let model = random.pick(["claude-opus-4-6", "claude-sonnet-4-6", "made-up"])
    return
      #"{"id":"r-\#(number)-\#(random.next())","tool":\#(tool),"time":"\#(time)","model":"\#(model)","purse":"\#(random.pick(["extra", "extra", "plan"]))","#
      + #""project":"/src/\#(random.pick(1...20))","input":\#(random.pick(1...900)),"output":\#(random.pick(1...900)),"cacheRead":\#(random.pick(0...9000))}"#
  }
}
