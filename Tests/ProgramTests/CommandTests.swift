import Foundation
import TestSupport
import Testing
import Values

private func answer(_ number: Int, output: Int = 1000, time: String = "2026-02-11T20:36:47.925Z")
  -> String
{
  AnswerLine(number).with {
    $0.output = output
    $0.input = 0
    $0.time = time
  }.text
}

@Suite struct CommandTests {
  @Test func `what is collected is reported, once`() throws {
    let program = try Program()
    try program.write([answer(1), answer(2)], to: "a")
    try program.write([answer(2), "broken"], to: "b")
    let first = try program.json("collect", "--json")
    #expect(first["new"] as? Int == 2 && first["skipped"] as? Int == 1)
    let problems = try #require(first["problems"] as? [[String: Any]])
    #expect(problems.first?["line"] as? Int == 2)
    #expect(problems.first?["reason"] as? String == "not a JSON object")
    let second = try program.json("collect", "--json")
    #expect(second["new"] as? Int == 0 && second["filesRead"] as? Int == 0)

    let usage = try program.json("usage", "--by", "model", "--json")
    #expect(usage["by"] as? String == "model" && usage["since"] is NSNull)
    let rows = try #require(usage["rows"] as? [[String: Any]])
    #expect(rows.count == 1)
    #expect(rows[0]["key"] as? String == "claude-opus-4-6")
    #expect(rows[0]["requests"] as? Int == 2 && rows[0]["output"] as? Int == 2000)
    #expect(rows[0]["cost"] as? String == "0.050000000")
    #expect(
      Set(rows[0].keys) == [
        "key", "requests", "input", "output", "cacheWrite5m", "cacheWrite1h", "cacheRead",
        "webSearches", "cost", "unpriced", "unfinished",
      ])
  }

  @Test(arguments: ["0.00009", "10000001", "9000000000"])
  func `a rate that no money has is refused, and nothing is changed`(rate: String) throws {
    let program = try Program()
    #expect(try program.run("account", "add", "work", "--currency", "EUR").status == 0)
    for command in [
      ["account", "set", "--account", "work", "--usd-rate", rate],
      ["account", "add", "other", "--currency", "EUR", "--usd-rate", rate],
    ] {
      let result = try program.run(command)
      #expect(result.status == 64)
      #expect(
        result.error.contains(
          "--usd-rate “\(rate)”: a dollar is between 0.0001 and 10000000 of any currency"),
        "\(result.error)")
    }
    #expect(try !program.run("account", "list").output.contains("other"))
  }

  @Test func `a lock that cannot be taken is told by status`() throws {
    let program = try Program()
    #expect(try program.run("balance", "set", "5").status == 0)
    #expect(try program.run("status").error.isEmpty)
    unlink(program.storePath + ".lock")
    mkdir(program.storePath + ".lock", 0o700)
    let result = try program.run("status")
    #expect(
      result.error.hasPrefix(
        "the sources were not read: \(program.storePath).lock: is a folder"),
      "\(result.error)")
    #expect(result.output.contains("$5.00"))
  }

  @Test func `collect names what it could not read by file and line`() throws {
    let program = try Program()
    try program.write([answer(1), "broken"], to: "a")
    let result = try program.run("collect")
    #expect(
      result.output == """
        1 transcript, 1 with something new (\(answer(1).utf8.count + 8) B): 1 new request, 0 changed
        1 line or file could not be used:
          \(program.home.path(Program.transcript("a"))):2: not a JSON object

        """)
    #expect(result.status == 0)
  }

  @Test func `what could not be read is named until it is mended`() throws {
    let program = try Program()
    try program.write([answer(1), "broken"], to: "a")
    #expect(try program.run("collect").status == 0)
    let place = "\(program.home.path(Program.transcript("a"))):2: not a JSON object"
    #expect(
      try program.run("collect").output
        == "1 transcript, nothing new\nfrom earlier passes, not fixed since:\n  \(place)\n"
    )
    let problems = try program.json("collect", "--json")["problems"] as? [[String: Any]]
    #expect(problems?.count == 1 && problems?.first?["line"] as? Int == 2)
    let checkup = try program.run("checkup").output
    #expect(checkup.contains("fix the lines or move the file;"), "\(checkup)")
    #expect(checkup.contains("  \(place)\n") || checkup.hasSuffix("  \(place)\n"), "\(checkup)")
    #expect(
      try program.run("status").output.contains(
        "unusable      1 line of the sources; fuelgauge checkup lists them"))
    try program.write([answer(1), answer(2)], to: "a")
    #expect(try !program.run("collect").output.contains("mended"))
    #expect(try !program.run("checkup").output.contains("not a JSON object"))
  }

  @Test(arguments: [
    ["--tool", "Cursor"], ["--tool", "claude code"], ["--tool", "MCP"], ["--tool=Claude-Code"],
    ["--per", "Day"],
  ])
  func `names are taken with capitals and as people say them`(option: [String]) throws {
    let program = try Program()
    #expect(try program.run("account", "add", "local").status == 0)
    let result = try program.run(["limit", "set", "5"] + option)
    #expect(result.status == 0, "\(result.error)")
    #expect(try program.run("usage", "--by", "MCP-Server").status == 0)
    #expect(try program.run("snooze", "low-balance").status == 0)
  }

  @Test func `options may stand before the command`() throws {
    let program = try Program()
    let store = program.home.path("s.sqlite")
    #expect(try program.run("--store", store, "account", "add", "one").status == 0)
    #expect(try program.run("--store=\(store)", "account", "add", "two").status == 0)
    let set = try program.run("--account", "two", "--store", store, "balance", "set", "12")
    #expect(set.status == 0, "\(set.error)")
    #expect(try program.run("balance", "--account", "two", "--store", store).output.contains("$12"))
    let config = try program.home.write("[fuel]\n", to: "c.toml")
    #expect(try program.run("--config", config, "status").error.contains("[fuel]") == false)
    #expect(try program.run("--config", config, "status").error.hasPrefix("\(config):1: "))
    // The one behind the command wins, as the later one does.
    let other = try program.run("--store", "/nowhere/s", "balance", "--store", store)
    #expect(other.status == 64 && other.error.contains("there is no current account"))
    #expect(try program.run("--store", store, "nonsense").status == 64)
  }

  @Test func `what is pending is settled by its number, which is told with the command`() throws {
    let program = try Program()
    #expect(try program.run("account", "add", "ada", "--authority", "claude").status == 0)
    #expect(try program.run("balance", "set", "10").status == 0)
    let noted = try program.run("limit", "set", "50", "--at-claude")
    let number = try #require(
      noted.output.split(separator: " ").drop { $0 != "number" }.dropFirst().first.map {
        $0.filter(\.isNumber)
      }, "\(noted.output)")
    let line =
      "pending       set the monthly spending cap to $50.00: fuelgauge confirm \(number) once it is done,"
      + " or fuelgauge cancel \(number) to drop it\n"
    #expect(noted.output.contains("fuelgauge confirm \(number) once"), "\(noted.output)")
    for command in ["limit", "auto-reload", "balance", "status"] {
      let output = try program.run(command).output
      #expect(output.contains(line), "\(command): \(output)")
    }
    #expect(try program.run("confirm", number).status == 0)
    #expect(try program.run("limit").output.contains("$50.00"))
    #expect(try !program.run("limit").output.contains("pending"))
    #expect(try program.run("cancel", number).status == 64)
    #expect(try program.run("top-up", "5", "--yes").status == 0)
    #expect(try program.run("cancel", "\((Int(number) ?? 0) + 2)").status == 0)
  }

  @Test func `usage is told by several dimensions, of a project, and of yesterday`() throws {
    let program = try Program(["FUELGAUGE_NOW": "2026-02-12T10:00:00Z"])
    func line(_ number: Int, _ time: String, _ folder: String) -> String {
      AnswerLine(number).with {
        $0.time = time
        $0.folder = folder
      }.text
    }
    try program.write(
      [
        line(1, "2026-02-10T23:59:59.000Z", "/home/ada/one"),
        line(2, "2026-02-11T00:00:00.000Z", "/home/ada/one"),
        line(3, "2026-02-11T23:59:59.000Z", "/home/ada/one/deep"),
        line(4, "2026-02-12T00:00:00.000Z", "/home/ada/two"),
      ], to: "a")
    func requests(_ arguments: String...) throws -> Int? {
      let output = try program.run(["usage", "--json"] + arguments).output
      let json = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
      return (json?["total"] as? [String: Any])?["requests"] as? Int
    }
    #expect(try requests("--period", "yesterday") == 2)
    #expect(try requests("--period", "Today") == 1)
    #expect(try requests("--since", "yesterday") == 3)
    #expect(try requests("--until", "yesterday") == 1)
    #expect(try requests("--since", "yesterday", "--until", "today") == 2)
    #expect(try requests("--project", "/home/ada/one") == 3)
    #expect(try requests("--project", "one") == 2)
    #expect(try requests("--project", "deep") == 1)
    #expect(try program.run("usage", "--period", "today", "--since", "7d").status == 64)
    #expect(try program.run("usage", "--by", "day,day").status == 64)
    #expect(
      try program.run("usage", "--project", "none").output
        == "no usage in a project “none” in this time; fuelgauge usage --by project lists the projects\n"
    )
    let both = try program.run("usage", "--by", "day,project", "--csv").output
    #expect(
      both.split(separator: "\n").map { $0.split(separator: ",").prefix(3).joined(separator: ",") }
        == [
          "day,project,requests", "2026-02-10,/home/ada/one,1", "2026-02-11,/home/ada/one,1",
          "2026-02-11,/home/ada/one/deep,1", "2026-02-12,/home/ada/two,1",
        ])
    let rows =
      try program.json("usage", "--by", "tool,project", "--json")["rows"] as? [[String: Any]]
    #expect(rows?.first?["keys"] as? [String] == ["claude-code", "/home/ada/one"])
    #expect(
      try program.run("usage", "--by", "tool,project").output.contains(
        "claude-code  /home/ada/one/deep"))
  }

  @Test func `since and until cut at the moment they name`() throws {
    let program = try Program(["FUELGAUGE_NOW": "2026-02-12T00:00:00Z"])
    try program.write(
      [
        answer(1, time: "2026-02-11T20:36:47.925Z"), answer(2, time: "2026-02-11T20:36:47.926Z"),
        answer(3, time: "2026-02-11T23:00:00.000Z"),
      ], to: "a")
    _ = try program.run("collect")
    func requests(_ arguments: String...) throws -> Int? {
      let (process, output, _) = try program.start(["usage", "--json"] + arguments)
      let data = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      let report = try JSONSerialization.jsonObject(with: data) as? [String: Any]
      return (report?["total"] as? [String: Any])?["requests"] as? Int
    }
    #expect(try requests("--since", "2026-02-11T20:36:47.926Z") == 2)
    #expect(try requests("--until", "2026-02-11T20:36:47.926Z") == 1)
    #expect(try requests("--since", "90m") == 1)
    #expect(try requests("--since", "2026-02-12") == 0)
  }

  @Test func `status has every key, and null for what is not known`() throws {
    let program = try Program(["FUELGAUGE_NOW": "2026-02-11T20:40:00Z"])
    try program.write([answer(1)], to: "a")
    _ = try program.run("collect")
    let status = try program.json("status", "--json")
    #expect(
      Set(status.keys) == [
        "at", "account", "balance", "drawn", "plan", "burn", "tools", "timeToZero",
        "timeToZeroReason", "next", "autoReload", "limits", "guards", "warnings",
      ])
    #expect(status["at"] as? String == "2026-02-11T20:40:00Z")
    #expect((status["balance"] as? [String: Any])?["amount"] is NSNull)
    #expect(status["timeToZeroReason"] as? String == "unknownBalance")
    let tool = try #require((status["tools"] as? [[String: Any]])?.first)
    #expect(tool["tool"] as? String == "claude-code")
    #expect(tool["lastHour"] as? String == "0.025000000" && tool["share"] as? Double == 1)
    #expect(tool["perHour"] as? String == "0.100000000")
    #expect(
      try program.run("status", "--line").output == "$0.10/h · $0.03 today · balance unknown\n")
  }

  @Test func `a report makes the usual store, and one that an option names must be there`() throws {
    let program = try Program()
    #expect(try program.run("usage").output == "no usage in this time\n")
    #expect(
      FileManager.default.fileExists(
        atPath: program.home.path(".local/share/fuelgauge/usage.sqlite")))
    let path = program.home.path("none.sqlite")
    for command in ["usage", "status", "verify", "balance", "checkup"] {
      let result = try program.run(command, "--store", path)
      #expect(result.status == 74)
      #expect(
        result.error.hasPrefix("\(path): there is no store yet; create one with "),
        "\(result.error)")
      #expect(!FileManager.default.fileExists(atPath: path))
    }
    #expect(try program.with(["FUELGAUGE_STORE": path]).run("usage").status == 0)
    #expect(FileManager.default.fileExists(atPath: path))
  }

  @Test func `commands name what is wrong in the settings and go on`() throws {
    let program = try Program()
    let path = try program.home.write("[fuel]\n", to: ".config/fuelgauge/config.toml")
    let result = try program.run("status")
    #expect(result.status == 0)
    #expect(result.error.hasPrefix("\(path):1: unknown section “fuel”; "))
  }

  @Test func `status reads the sources first, and its line when asked to`() throws {
    let program = try Program(["FUELGAUGE_NOW": "2026-02-11T20:40:00Z"])
    try program.write([answer(1)], to: "a")
    #expect(try program.run("status", "--line").output.contains("$0.00 today"))
    #expect(try program.run("status", "--line", "--collect").output.contains("$0.03 today"))
    try program.write([answer(2)], to: "b")
    let tool = try (program.json("status", "--json")["tools"] as? [[String: Any]])?.first
    #expect(tool?["requests"] as? Int == 2)
  }

  @Test func `records are taken whole or not at all`() throws {
    let program = try Program()
    let good =
      #"{"id":"r-1","tool":"api","time":"2026-02-11T20:36:47Z","model":"claude-opus-4-6","input":0,"output":40000}"#
    let refused = try program.run("record", input: good + "\n{\"id\":3}\n")
    #expect(refused.status == 65)
    #expect(
      refused.error == """
        standard input:2: “id” must be a non-empty string
        Nothing was recorded: every line must be valid.

        """)
    #expect(try program.run("usage").output == "no usage in this time\n")
    let taken = try program.run("record", input: good + "\n")
    #expect(taken.status == 0 && taken.output == "1 new, 0 changed, 0 already known\n")
    let file = try program.home.write(good, to: "usage.jsonl")
    #expect(try program.run("record", file).output == "0 new, 0 changed, 1 already known\n")
    #expect(try program.run("record", "/nowhere").status == 74)
    let purse = try program.run("usage", "--by", "purse", "--csv").output
    #expect(
      purse == """
        purse,requests,input,output,cacheWrite5m,cacheWrite1h,cacheRead,webSearches,cost,unpriced,unfinished
        unknown,1,0,40000,0,0,0,0,1.000000000,0,0

        """)
  }

  /// Runs the program by a shell, which gives it what no test could.
  private func shell(_ program: Program, _ line: String) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", line.replacing("fuelgauge", with: try Program.path(of: "fuelgauge")),
    ]
    process.environment = program.environment
    let output = Pipe()
    (process.standardOutput, process.standardError) = (output, output)
    try process.run()
    DispatchQueue.global().asyncAfter(deadline: .now() + 60) { [weak process] in
      if process?.isRunning == true { process?.terminate() }
    }
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }

  @Test func `a file that cannot be held open is said to be so`() throws {
    let program = try Program()
    try program.home.write(
      #"{"id":"x","tool":"api","time":"2026-02-11T20:36:47Z","model":"m","cost":"1"}"#,
      to: "r.jsonl")
    // The file takes the last number there is.
    let result = try shell(program, "cd; ulimit -n 4; exec fuelgauge record r.jsonl")
    #expect(result.status == 74)
    #expect(result.text == "r.jsonl: cannot be opened: Too many open files\n")
  }

  @Test func `a closed standard input is no empty one, and a pipe without room is named`() throws {
    let program = try Program()
    let closed = try shell(program, "exec fuelgauge record <&-")
    #expect(closed.status == 74)
    #expect(
      closed.text == "standard input is closed, so nothing was read; open it, or name a file\n")
    let kept = try shell(program, "echo | TMPDIR=/nowhere fuelgauge record")
    #expect(kept.status == 74)
    #expect(
      kept.text
        == "standard input: cannot be stored in a file in /nowhere: No such file or directory; set TMPDIR to another folder\n"
    )
    #expect(try shell(program, "fuelgauge record </dev/null").text.hasPrefix("0 new"))
  }

  @Test(arguments: ["$HOME/pipe", ":$HOME/pipe", "/dev/zero", ":/dev/zero", "/", "pipe", "Europe"])
  func `a time zone that is no file of one is UTC, and nobody waits for it`(zone: String) throws {
    let program = try Program()
    #expect(mkfifo(program.home.path("pipe"), 0o600) == 0)
    let place = zone == "pipe" ? "TZDIR=$HOME " : ""
    let run = try shell(program, "\(place)TZ=\(zone) exec timeout 20 fuelgauge usage --by day")
    #expect(run.status == 0)
    #expect(run.text == "no usage in this time\n")
  }

  @Test func `a recorded request and its transcript are one`() throws {
    let program = try Program()
    try program.write([answer(1, output: 10)], to: "a")
    let line =
      #"{"id":"msg_1/req_1","tool":"cursor","time":"2026-02-11T20:36:00Z","model":"claude-opus-4-6","input":0,"output":2000}"#
    _ = try program.run("record", input: line)
    _ = try program.run("collect")
    let total = try #require(try program.json("usage", "--json")["total"] as? [String: Any])
    #expect(total["requests"] as? Int == 1 && total["output"] as? Int == 2000)
  }

  @Test(arguments: [
    (
      ["usage", "--since", "soon"], 64,
      "--since: “soon” is not a time: give a date (2026-02-11), an RFC 3339 time (2026-02-11T20:36:47Z), how long ago (90m, 24h, 7d), today or yesterday\n"
    ),
    (["usage", "--json", "--csv"], 64, "Error: --json and --csv cannot be combined."),
    (["usage", "--by", "colour"], 64, "Error: The value 'colour' is invalid for '--by <by>'."),
    (["nonsense"], 64, "Error: Unexpected argument 'nonsense'"),
  ])
  func `a wrong command line says what is wrong`(
    arguments: [String], status: Int32, message: String
  ) throws {
    let (process, output, error) = try Program().start(arguments)
    _ = output.fileHandleForReading.readDataToEndOfFile()
    let text = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == status)
    #expect(text.hasPrefix(message), "\(text)")
  }

  @Test func `a store that cannot be used ends with status 74`() throws {
    let program = try Program()
    let path = try program.home.write(String(repeating: "no store ", count: 99), to: "x.sqlite")
    let result = try program.run("usage", "--store", path)
    #expect(result.status == 74)
    #expect(
      result.error
        == "\(path): is not a Fuelgauge store and was left unchanged; name another file with --store\n"
    )
  }

  @Test func `the clock that tests set must be a time`() throws {
    let result = try Program(["FUELGAUGE_NOW": "noon"]).run("status")
    #expect(result.status == 64)
    #expect(result.error.hasPrefix("FUELGAUGE_NOW: “noon” is not an RFC 3339 time"))
  }

  @Test func `printed settings are the defaults, and a wrong file is named by line`() throws {
    let program = try Program()
    let printed = try program.run("config", "print-default")
    #expect(printed.status == 0)
    try program.home.write(printed.output, to: ".config/fuelgauge/config.toml")
    #expect(try program.run("config").status == 0)
    let path = program.home.path(".config/fuelgauge/config.toml")
    #expect(try program.run("config", "path").output == path + "\n")
    try program.home.write(
      """
      [dashboard]
      refresh-seconds = "fast"
      colour = "none"
      [burn]
      window-minutes = 30
      [fuel]

      """, to: ".config/fuelgauge/config.toml")
    let wrong = try program.run("config")
    #expect(wrong.status == 65)
    #expect(
      wrong.error == """
        \(path):2: “refresh-seconds” must be a number from 0.1 to 60.0; 1.0 is used
        \(path):3: unknown key “colour”; [dashboard] has refresh-seconds, color, theme, ascii, graph, mouse, chart, export-folder
        \(path):6: unknown section “fuel”; the sections are [burn], [collect], [dashboard], [guard], [notices], [warnings]

        """)
  }

  @Test func `a wrong price file stops before anything is priced`() throws {
    let program = try Program()
    try program.write([answer(1)], to: "a")
    let path = try program.home.write("[[price]]\nmodel = 1", to: ".config/fuelgauge/prices.toml")
    let result = try program.run("collect")
    #expect(result.status == 65)
    #expect(result.error == "\(path): price 1: “model” is missing: the model's name in quotes\n")
  }

  @Test func `a price file that is a link to nothing is not taken for none`() throws {
    let program = try Program()
    let path = try program.home.write("", to: ".config/fuelgauge/prices.toml")
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/none")
    let result = try program.run("collect")
    #expect(result.status == 74)
    #expect(result.error == "\(path): is a broken link\n")
  }

  @Test func `verification exits with 1 when the store was tampered with`() throws {
    let program = try Program()
    try program.write([answer(1)], to: "a")
    _ = try program.run("collect")
    let good = try program.json("verify", "--json")
    #expect(good["ok"] as? Bool == true && good["requests"] as? Int == 1)
    try program.home.write(
      "[[price]]\nmodel = \"claude-opus-4-6\"\ninput = \"1\"\ncache-write-5m = \"1\"\ncache-write-1h = \"1\"\ncache-read = \"1\"\noutput = \"1\"",
      to: ".config/fuelgauge/prices.toml")
    let result = try program.run("verify")
    #expect(result.status == 1)
    #expect(result.output.contains("the store was priced with another price table"))
    _ = try program.run("collect")
    #expect(try program.run("verify").status == 0)
  }
}

@Suite struct ProcessTests {
  /// Two collectors at once, each killed now and then and started again, while the files grow: the
  /// totals are those of the lines.
  @Test(arguments: seeds(3))
  func `killed and competing collectors lose and double nothing`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let program = try Program()
    let outputs = (0..<600).map { _ in random.pick(1...1000) }
    let text = outputs.enumerated().map { answer($0, output: $1) + "\n" }.joined()
    try program.write([], to: "a")
    try program.write([], to: "b")
    var waiting = [text, text]
    while !waiting.allSatisfy(\.isEmpty) {
      for (index, name) in ["a", "b"].enumerated() {
        let bytes = waiting[index].prefix(random.pick(1...150_000))
        try program.home.append(String(bytes), to: Program.transcript(name))
        waiting[index].removeFirst(bytes.count)
      }
      let runs = try (0..<2).map { _ in try program.start(["collect"]) }
      let isKilled = random.chance(2)
      if isKilled {
        usleep(UInt32(random.pick(1000...60_000)))
        kill(runs[0].0.processIdentifier, SIGKILL)
      }
      for (process, output, error) in runs {
        _ = output.fileHandleForReading.readDataToEndOfFile()
        let text = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if !isKilled { #expect(process.terminationStatus == 0, "seed \(seed): \(text)") }
      }
    }
    _ = try program.run("collect")
    let total = try #require(try program.json("usage", "--json")["total"] as? [String: Any])
    #expect(total["requests"] as? Int == outputs.count, "seed \(seed)")
    #expect(total["output"] as? Int == outputs.reduce(0, +), "seed \(seed)")
    #expect(try program.run("verify").status == 0, "seed \(seed)")
  }

  @Test func `many processes may open a new store at once`() throws {
    for _ in 0..<5 {
      let program = try Program()
      try program.write([answer(1)], to: "a")
      for (process, output, error) in try (0..<4).map({ _ in try program.start(["collect"]) }) {
        _ = output.fileHandleForReading.readDataToEndOfFile()
        let text = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(String(decoding: text, as: UTF8.self))")
      }
    }
  }

  @Test func `while one process follows, another says so`() throws {
    let program = try Program()
    try program.write([answer(1)], to: "a")
    let (process, output, _) = try program.start(["collect", "--follow"])
    defer { process.terminate() }
    // Its first line says that the first pass is over.
    #expect(!output.fileHandleForReading.availableData.isEmpty)
    let second = try program.run("collect")
    #expect(
      second.output
        == "process \(process.processIdentifier) is already reading the sources; nothing was read here\n"
    )
    try program.home.append(answer(2) + "\n", to: Program.transcript("a"))
    #expect(
      String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).contains(
        "1 new request,"))
    process.terminate()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
