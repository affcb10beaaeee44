import Foundation
import TestSupport
import Testing

@Suite struct ThemesCommandTests {
  @Test func `themes are listed with where they are from and which is in use`() throws {
    let program = try Program()
    let mine = try program.home.write("", to: ".config/fuelgauge/themes/mine.theme")
    let extra = try program.home.write("", to: "extra/e\u{1b}vil.theme")
    let theirs = try program.home.write("", to: ".config/btop/themes/aaa-theirs.theme")
    try program.home.write("[dashboard]\ntheme = \"mine\"\n", to: ".config/fuelgauge/config.toml")
    let result = try program.run("themes", "--themes-dir", program.home.path("extra"))
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(lines.first?.first == "default")
    #expect(lines.contains { $0 == ["*", "mine", "\(mine)"] })
    #expect(lines.contains { $0[0] == "e·vil" })
    #expect(!result.output.contains("\u{1b}"))
    #expect(lines.contains { $0.first == "high-contrast" && $0.last?.hasPrefix("/") == true })

    let list = try program.json("themes", "--json", "--themes-dir", program.home.path("extra"))
    #expect(list["current"] as? String == "mine")
    let themes = try #require(list["themes"] as? [[String: Any]])
    let paths = themes.compactMap { $0["path"] as? String }
    #expect(Set(paths).isSuperset(of: [mine, extra, theirs]))
    let names = themes.compactMap { $0["name"] as? String }
    let (ours, others) = (names.firstIndex(of: "mine"), names.firstIndex(of: "aaa-theirs"))
    #expect(try #require(ours) < #require(others))
    #expect(themes.filter { $0["current"] as? Bool == true }.count == 1)
  }

  @Test func `a preview names every colour, in words where there are no others`() throws {
    let program = try Program(["TERM": "xterm-256color", "COLORTERM": "truecolor"])
    let text = "theme[main_bg]=\"#102030\"\ntheme[hi_fg]=\"#ffaa00\"\ntheme[tool_3]=oops\n"
    try program.home.write(text, to: ".config/fuelgauge/themes/mine.theme")
    let plain = try program.run("themes", "--preview", "mine")
    #expect(plain.status == 0)
    #expect(!plain.output.contains("\u{1b}"))
    #expect(plain.output.contains("accent      #ffaa00              $4.20/h and keys"))
    let problem = "“tool_3” must be \"#RRGGBB\", \"#GG\", \"R G B\" or \"\", not oops"
    #expect(plain.output.hasSuffix("not used:\n  line 3: \(problem)\n"))
    let sequences = [
      ("true", "38;2;255;170;0;48;2;16;32;48"), ("256", "38;5;214"), ("16", "0;33m"),
    ]
    for (depth, sequence) in sequences {
      let output = try program.run("themes", "--preview", "mine", "--color", depth).output
      #expect(output.contains(sequence), "\(depth)")
      #expect(output.contains("#ffaa00"))
    }
  }

  @Test(arguments: [["--theme", "a\u{1b}b"], ["themes", "--preview", "a\u{1b}b"]])
  func `an unknown theme is named with those there are`(arguments: [String]) throws {
    let (process, _, error) = try Program().start(arguments)
    let text = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 64)
    let option = arguments[arguments.count - 2]
    #expect(
      text.hasPrefix("\(option): there is no theme “a·b”; available themes are default, "),
      "\(text)")
  }

  @Test func `an unknown theme in the settings is a problem of its line`() throws {
    let program = try Program()
    let path = try program.home.write(
      "[dashboard]\n\ntheme = \"nowhere\"\n", to: ".config/fuelgauge/config.toml")
    let result = try program.run("config")
    #expect(result.status == 65)
    #expect(
      result.error.hasPrefix(
        "\(path):3: there is no theme “nowhere”; available themes are default, "))
    #expect(result.error.hasSuffix("; default is used\n"))
    #expect(try program.json("themes", "--json")["current"] as? String == "default")
    try program.home.write("[dashboard]\ntheme = 3\n", to: ".config/fuelgauge/config.toml")
    #expect(
      try program.run("config").error
        == "\(path):2: “theme” must be a text in quotes; \"default\" is used\n")
  }

  @Test func `the dashboard is drawn in the colours of its theme`() throws {
    let (tmux, program) = (try Tmux(), try Program())
    let command =
      "HOME=\(program.home.path) TERM=tmux-256color \(try Program.path) --theme harbor --color true"
    try tmux.type("clear; \(command); echo status $?")
    try tmux.wait(for: "q quit")
    #expect(try tmux.styledText().contains("48;2;14;26;36"))
    try tmux.press("q")
    try tmux.wait(for: "status 0")
  }
}
