import ArgumentParser
import Ledger
import Storage

extension Purse: NamedArgument {}

/// `fuelgauge tool`: shows or sets what pays for the tools, and which accounts they are signed in to.
struct ToolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tool",
    abstract: "Show or set what pays for a tool and which account it is signed in to.",
    subcommands: [List.self, Set.self, Clear.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what pays for each tool, and why.")

    @Flag(help: "Print one JSON array.")
    var json = false

    @OptionGroup var freshness: FreshnessOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
      let workplace = try Workplace.ofCommand(options)
      let store = try workplace.openFreshStore(freshness)
      let tools = try store.funds(at: workplace.now).tools
      try StandardOutput.print(
        json ? AccountOutput.toolsJSON(tools).printed : AccountOutput.toolsText(tools))
    }
  }

  struct Set: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Set what pays for a tool, for usage read from now on.")

    @Argument(help: "The tool.")
    var tool: Tool

    @Option(help: "What pays for its usage.")
    var purse: Purse?

    @Option(
      help: ArgumentHelp(
        "The account it spends from: its name, e-mail or organization id; if left out, it stays.",
        valueName: "account"))
    var account: String?

    @OptionGroup var options: GlobalOptions

    func validate() throws {
      if purse == nil, account == nil {
        throw ValidationError("Give --purse, --account or both.")
      }
    }

    func run() throws {
      let workplace = try Workplace.ofCommand(options)
      let linkage = try workplace.openStore().link(
        Linkage(tool: tool, purse: purse, account: account), at: workplace.now)
      let said = [
        linkage.purse.map { "paid from \($0.rawValue)" },
        linkage.account.map { "signed in to \($0)" },
      ].compactMap { $0 }.joined(separator: ", ")
      try StandardOutput.print(
        "\(tool.title): \(said), for usage read from now on; earlier charges stay")
    }
  }

  struct Clear: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Clear what was set for a tool, so that its login and settings decide again.")

    @Argument(help: "The tool.")
    var tool: Tool

    @OptionGroup var options: GlobalOptions

    func run() throws {
      let workplace = try Workplace.ofCommand(options)
      let isKnown = try workplace.openStore().unlink(tool, at: workplace.now)
      try StandardOutput.print(
        isKnown
          ? "\(tool.title): its login and settings decide again, for usage read from now on"
          : "\(tool.title): nothing was set for it")
    }
  }
}
