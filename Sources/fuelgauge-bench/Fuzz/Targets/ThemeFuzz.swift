import Values

/// Theme files, many in one folder.
enum ThemeFuzz {
  /// Makes and runs one case.
  static func run(_ fuzzCase: FuzzCase) throws {
    let home = fuzzCase.home
    let folder = "themes"
    try home.write("theme[main_fg]=\"#ffffff\"\n", to: folder + "/canary.theme")
    var names: [String] = []
    for number in 0..<30 {
      let name = fuzzCase.random.pick([
        "t\(number)", "t \(number)", "é\(number)", "\u{1b}[2J\(number)", "\u{202e}\(number)",
        "-\(number)", ".\(number)", "n\n\(number)",
      ])
      let path = "\(folder)/\(name).theme"
      names.append(name)
      if fuzzCase.random.pick(1...12) == 1 {
        try HostileFiles.put(at: path, in: home, &fuzzCase.random)
      } else {
        try home.write(text(&fuzzCase.random), to: path)
      }
    }
    let place = ["--themes-dir", home.path(folder)]
    fuzzCase.expect(["themes"] + place, "with hostile themes")
    fuzzCase.expect(["themes", "--json"] + place, "with hostile themes")
    for name in names.prefix(12) where !name.hasPrefix("-") {
      fuzzCase.fuelgauge(["themes", "--preview", name] + place)
    }
    let words = ["themes", "--preview", "canary"] + place
    fuzzCase.expect(words, "of a good theme beside hostile ones")
    home.remove(folder)
    fuzzCase.expect(["themes"], "after the hostile themes are gone")
  }

  private static let keys = [
    "main_bg", "main_fg", "title", "hi_fg", "label", "selected_bg", "selected_fg", "cpu_box",
    "meter_bg", "good",
    "warning", "bad", "fuel_start", "fuel_mid", "fuel_end", "burn_start", "burn_mid", "burn_end",
    "tool_1", "tool_6",
    "inactive_fg", "graph_text", "proc_misc", "temp_start", "unknown_key", "tool_7", "",
  ]

  private static let values = [
    "\"#1187AE\"", "\"#11\"", "\"17 135 174\"", "\"\"", "'#ffffff'", "#1187AE", "\"#gggggg\"",
    "\"#12345678\"",
    "\"256 0 0\"", "\"-1 0 0\"", "\"1 2\"", "\"99999999999999999999 1 1\"", "\"#é1187\"", "\"#\"",
    "\"", "\"\u{1b}[2J\"",
    "\"0.5 0.5 0.5\"", "\"١ ٢ ٣\"", "\"#1187AE\" # comment", "\"\u{0}\"", "\"#１１８７ＡＥ\"",
  ]

  private static func text(_ random: inout SeededRandom) -> [UInt8] {
    let lines = (0..<random.pick(0...40)).map { _ in
      random.pick([
        "theme[\(random.pick(keys))]=\(random.pick(values))", "# comment", "", "theme[",
        "theme[main_fg", "theme]=", "x=y",
      ])
    }
    let text = Array(lines.joined(separator: "\n").utf8)
    switch random.pick(0...5) {
    case 0: return ByteMutation.text(text, &random)
    case 1: return ByteMutation.bytes(text, random.pick(1...8), &random)
    case 2: return text + Array("\ntheme[title]=\"".utf8) + HostileText.string(&random)
    default: return text
    }
  }
}
