import Foundation
import TestSupport
import Testing

/// A person acts on money by keys in a terminal, and another process sees it.
@Suite struct MoneyKeysTests {
  private let program: Program
  private let tmux: Tmux

  /// A dashboard on a balance of $20, at a moment that stands for the processes beside it.
  init() throws {
    program = try Program(["FUELGAUGE_NOW": "2026-02-11T20:40:00Z"])
    tmux = try Tmux()
    #expect(try program.at("2026-02-11T20:00:00Z").run("account", "add", "local").status == 0)
    let grant = ["credit", "add", "20", "--kind", "grant"]
    #expect(try program.at("2026-02-11T20:00:00Z").run(grant).status == 0)
    try tmux.open(program)
    try tmux.wait(for: "$20.00")
  }

  /// Waits until `status --json` of another process says so.
  private func wait(
    for what: String, within limit: Duration = .seconds(5),
    at location: SourceLocation = #_sourceLocation,
    _ isSo: ([String: Any]) -> Bool
  ) throws {
    let end = ContinuousClock.now + limit
    var status: [String: Any] = [:]
    repeat {
      status = try program.json("status", "--json")
      if isSo(status) { return }
    } while ContinuousClock.now < end
    Issue.record("\(what) is not in status: \(status)", sourceLocation: location)
  }

  private func money(_ status: [String: Any], _ part: String, _ key: String) -> String? {
    (status[part] as? [String: Any])?[key] as? String
  }

  @Test func `a top-up, auto-reload and a cap are on the screen and in every other process`() throws
  {
    try tmux.press("t", "2", "5")
    try tmux.wait(for: "$45.00")
    try tmux.confirm()
    try tmux.wait(for: "Count $25.00 as added to local?")
    try tmux.confirm()
    try tmux.wait(for: "$25.00 was added to local")
    try wait(for: "the top-up") { money($0, "balance", "amount") == "45.000000000" }

    try tmux.press("a", "Enter")
    try tmux.wait(for: "do it")
    try tmux.confirm()
    try tmux.wait(for: "auto-reload of local is on")
    try wait(for: "auto-reload") { ($0["autoReload"] as? [String: Any])?["on"] as? Bool == true }

    try tmux.press("c", "3", "0", "Enter")
    try tmux.wait(for: "do it")
    try tmux.confirm()
    try tmux.wait(for: "local: the monthly cap is now $30.00")
    try wait(for: "the cap") {
      ($0["limits"] as? [[String: Any]])?.first?["amount"] as? String == "30.000000000"
    }

    try tmux.press("u")
    try tmux.wait(for: "do it")
    try tmux.confirm()
    try tmux.wait(for: "undone")
    try wait(for: "the undo") { ($0["limits"] as? [Any])?.isEmpty == true }
    try tmux.press("q")
    try tmux.wait(for: "status 0")
  }

  @Test func `what another process does shows, and nothing malformed is done`() throws {
    #expect(try program.run("top-up", "5.50", "--yes").status == 0)
    try tmux.wait(for: "$25.50")
    try tmux.press("t", "1", ",", "0", "Enter")
    try tmux.wait(for: "an amount has no comma")
    try tmux.press("Escape")
    try tmux.wait(for: "reload off")
    try tmux.press("3")
    try tmux.wait(for: "+$5.50")
    #expect(try program.json("balance", "--json")["amount"] as? String == "25.500000000")
    try tmux.press("q")
    try tmux.wait(for: "status 0")
  }

  @Test(arguments: [true, false])
  func `pasted text changes nothing outside of a field, and confirms nothing in one`(
    isMarked: Bool
  ) throws {
    let texts = ["t30\n\ny\n", "a b50\n\ny\n", "sudo apt-get update && cat 20.txt\nyes\n"]
    for text in texts {
      try tmux.paste(text, isMarked: isMarked)
      try tmux.wait(for: "Pasted text was ignored")
      usleep(100_000)
      try tmux.press("r")
      try tmux.wait(for: "reading all sources")
    }
    try tmux.press("t")
    try tmux.wait(for: "top up local")
    try tmux.paste("25\n\n\n", isMarked: isMarked)
    try tmux.wait(for: "$45.00")
    if isMarked {
      try tmux.press("Enter")
    } else {
      try tmux.wait(for: "Enter came too soon: press it again.")
    }
    try tmux.wait(for: "Count $25.00 as added to local?")
    #expect(try program.json("balance", "--json")["amount"] as? String == "20.000000000")
    try tmux.confirm()
    try tmux.wait(for: "$25.00 was added to local")
    #expect(try program.json("balance", "--json")["amount"] as? String == "45.000000000")
    try tmux.press("q")
    try tmux.wait(for: "status 0")
  }

  @Test func `what is shown is exported into a file that was not there`() throws {
    try tmux.press("3")
    try tmux.wait(for: "opened")
    try tmux.press("q")
    try tmux.wait(for: "status 0")
    let folder = program.home.path(".local/state/fuelgauge")
    try tmux.open(program)
    try tmux.wait(for: "$20.00")
    try tmux.press("3")
    try tmux.wait(for: "opened")
    try tmux.press("e")
    try tmux.wait(for: "fuelgauge-ledger-2026")
    try tmux.press("q")
    try tmux.wait(for: "status 0")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    let text = try String(contentsOfFile: folder + "/" + (files.first ?? ""), encoding: .utf8)
    #expect(text == (try program.run("ledger", "--csv").output))
  }
}
