import Values

/// `config.toml`, `prices.toml`, and the environment variables with paths.
enum SettingsFuzz {
  /// Makes and runs one case.
  static func run(_ fuzzCase: FuzzCase) throws {
    let home = fuzzCase.home
    try FuzzCanary.write(to: home)
    let folder = ".config/fuelgauge"
    for _ in 0..<4 {
      for (name, text) in [("config.toml", settings), ("prices.toml", prices)] {
        let path = "\(folder)/\(name)"
        home.remove(path)
        switch fuzzCase.random.pick(0...11) {
        case 0: continue
        case 1: try HostileFiles.put(at: path, in: home, &fuzzCase.random)
        default: try home.write(changed(Array(text.utf8), &fuzzCase.random), to: path)
        }
      }
      for words in [
        ["config"], ["collect"], ["usage", "--json"], ["status"], ["themes", "--json"],
      ] {
        fuzzCase.fuelgauge(words)
      }
      for words in FuzzReports.some(2, &fuzzCase.random) { fuzzCase.fuelgauge(words) }
    }
    home.remove(folder)
    try oddVariables(fuzzCase)
    FuzzCanary.checkRecovery(fuzzCase)
  }

  /// Environment variables, which a shell may have set to anything.
  private static func oddVariables(_ fuzzCase: FuzzCase) throws {
    let usual = fuzzCase.variables
    for name in variables {
      let value = fuzzCase.random.pick(values + HostileText.times)
      // A store named here would be created, so it has to be inside the case.
      guard !value.contains("\0"), name != "FUELGAUGE_STORE" || !value.contains("/") else {
        continue
      }
      fuzzCase.variables = usual.merging([name: value]) { $1 }
      let command = fuzzCase.random.pick([
        ["status"], ["collect"], ["config"], ["usage", "--by", "day"],
      ])
      fuzzCase.fuelgauge(command)
    }
    fuzzCase.variables = usual
  }

  private static let variables = [
    "TZ", "CLAUDE_CONFIG_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "FUELGAUGE_CONFIG",
    "FUELGAUGE_NOW",
    "FUELGAUGE_ONLINE_URL", "LC_ALL", "HOME", "COLUMNS", "FUELGAUGE_STORE", "NO_COLOR", "TERM",
  ]

  private static let values = [
    "", ".", "..", "a", "~", "/", "//", "/dev/null", "/proc/self", "a\u{1b}[2Jb", "\u{202e}x",
    String(repeating: "x", count: 5000), String(repeating: "/x", count: 3000), ",", ",,a,", ":",
    "é", "%00", " ", "posix/Europe/Paris", ":Europe/Paris", "CET-1CEST,M3.5.0,M10.5.0/3",
    "XXX+99:99",
    "http://localhost5", "http://127.0.0.1.1234", "https://\u{1b}", "/etc/passwd", "../../etc",
  ]

  private static func changed(_ text: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    switch random.pick(0...8) {
    case 0...3: otherValues(text, &random)
    case 4: ByteMutation.text(text, &random)
    case 5: ByteMutation.bytes(text, random.pick(1...6), &random)
    case 6: text + Array(random.pick(additions).utf8)
    default: text
    }
  }

  /// A file with the values in some lines replaced.
  private static func otherValues(_ text: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var lines = text.split(separator: 0x0a, omittingEmptySubsequences: false).map(Array.init)
    for _ in 0..<random.pick(1...4) {
      let line = random.pick(0...(lines.count - 1))
      guard let equals = lines[line].firstIndex(of: 0x3d) else { continue }
      lines[line] = Array(lines[line][...equals]) + HostileText.value(&random)
    }
    return Array(lines.joined(separator: [0x0a]))
  }

  private static let additions = [
    "\n[dashboard]\n", "\n[unknown]\nkey = 1\n", "\n[[price]]\n", "\na.b.c.d = 1\n", "\n= 1\n",
    "\n[", "\nx = [1,",
    "\n\"\\u001b[2J\" = 1\n", "\nx = 1979-05-27T07:32:00Z\n", "\nx = 0xffffffffffffffffff\n",
    "\nx = inf\n", "\nx = nan\n",
    "\nx = " + String(repeating: "[", count: 5000) + "\n",
    "\n" + String(repeating: "[a.", count: 3000) + "\n",
    "\nx" + String(repeating: ".x", count: 20_000) + " = 1\n",
  ]

  private static let settings = """
    [dashboard]
    refresh-seconds = 1.0
    color = "auto"
    theme = "default"
    ascii = false
    graph = "braille"
    mouse = true
    chart = "1h"
    [burn]
    window-minutes = 15
    [warnings]
    low-balance = "5"
    low-balance-percent = 10
    cap-near-percent = 80
    credit-expires-days = 7
    [notices]
    from = "warning"
    bell = false
    desktop = "off"
    command = ""
    [collect]
    watch = "auto"
    poll-seconds = 2.0
    """

  private static let prices = """
    [[price]]
    model = "claude-opus-4-6"
    input = "5"
    cache-write-5m = "6.25"
    cache-write-1h = "10"
    cache-read = "0.50"
    output = "25"
    from = "2026-02-05"
    prompt-up-to = 200000
    [[price]]
    model = "claude-made-up-1"
    input = "1"
    cache-write-5m = "1.25"
    cache-write-1h = "2"
    cache-read = "0.10"
    output = "5"
    fast-is-double = true
    us-is-tenth-more = false
    """
}
