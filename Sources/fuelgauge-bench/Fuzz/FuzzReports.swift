import Values

/// The read-only commands.
enum FuzzReports {
  /// All of them, in every output format.
  static let all: [[String]] =
    [
      ["status"], ["status", "--json"], ["status", "--line"], ["balance"], ["balance", "--json"],
      ["usage"], ["usage", "--json"], ["usage", "--csv"], ["ledger"], ["ledger", "--json"],
      ["ledger", "--csv"], ["limit"], ["limit", "list", "--json"], ["auto-reload"],
      ["auto-reload", "--json"], ["account"], ["account", "list", "--json"], ["tool", "list"],
      ["tool", "list", "--json"], ["forecast"], ["forecast", "--json"], ["forecast", "--backtest"],
      ["checkup"], ["checkup", "--json"], ["verify"], ["verify", "--json"],
    ] + dimensions.flatMap { [["usage", "--by", $0], ["usage", "--by", $0, "--json"]] }

  private static let dimensions = [
    "model", "day", "account", "project", "session", "mcp-server", "purse",
  ]

  /// A small selection.
  static func some(_ count: Int, _ random: inout SeededRandom) -> [[String]] {
    (0..<count).map { _ in random.pick(all) }
  }
}
