import ArgumentParser
import Ledger
import Storage
import Values

/// `fuelgauge guard`: whether a tool may go on, for scripts; and passes.
struct GuardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guard", abstract: "Say whether a tool may go on, for scripts and cron.",
    discussion: """
      Exits with 0 to go on and with 3 to stop, with the reason on standard output. A tool's own limit always stops \
      it. The cap of an account and an empty budget stop what spends from them; a cap at claude.ai only while the \
      next request would draw. What cannot be judged may go on, with a notice on standard error, unless the settings \
      say when-unsure = "stop".
      """, subcommands: [Check.self, Allow.self], defaultSubcommand: Check.self)

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Exit with 0 to go on, with 3 to stop.")

    @Option(help: "The tool that asks; without it, any tool of the account.")
    var tool: Tool?

    @Option(
      help: ArgumentHelp(
        "Stop unless this much is left, in the account's currency.", valueName: "amount"))
    var needs: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    @OptionGroup var freshness: FreshnessOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
      let workplace = try Workplace.ofCommand(options)
      let amount = try needs.map {
        try Amount.argument($0, "--needs", decimals: 9, mayBeZero: true)
      }
      let verdict: GuardVerdict
      do {
        verdict = try workplace.openFreshStore(freshness).guardVerdict(
          tool: tool, configFolder: workplace.configFolder, needs: amount ?? .zero,
          at: workplace.now)
      } catch {
        let reason =
          (error as? Failure)?.message ?? (error as? StoreFault)?.description ?? "\(error)"
        return try unsure(reason, workplace)
      }
      switch verdict {
      case .goOn: try answer(isGo: true, reason: nil)
      case .near(_, _, let sentence): try answer(isGo: true, reason: sentence)
      case .allowed(let until):
        try answer(isGo: true, reason: "Everything is allowed until \(until.minuteText).")
      case .stop(_, let sentence): try answer(isGo: false, reason: sentence)
      case .unknown(_, let sentence): try unsure(sentence, workplace)
      }
    }

    private func unsure(_ reason: String, _ workplace: Workplace) throws {
      let stops = workplace.settings.whenUnsure == .stop
      StandardError.print("not sure: \(reason)\(stops ? "" : "; it may go on")")
      try answer(isGo: !stops, reason: "Not sure: \(reason).", isUnsure: true)
    }

    private func answer(isGo: Bool, reason: String?, isUnsure: Bool = false) throws {
      if json {
        try StandardOutput.print(
          JSONText.fields([
            "goOn": .bool(isGo), "unsure": .bool(isUnsure), "reason": .optional(reason),
            "tool": .optional(tool?.rawValue),
          ]).printed)
      } else if let reason, !isUnsure {
        try StandardOutput.print(reason)
      }
      if !isGo { throw Failure(status: .stop, message: "") }
    }
  }

  struct Allow: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let everything go on for a while.")

    @Option(help: "Only this tool; every tool by default.")
    var tool: Tool?

    @Option(
      name: .customLong("for"),
      help: ArgumentHelp("How long, such as 30m or 2h.", valueName: "duration"))
    var duration: String?

    @Flag(help: "End it now.")
    var off = false

    @OptionGroup var options: GlobalOptions

    func validate() throws {
      if off, duration != nil { throw ValidationError("--off and --for cannot be combined.") }
    }

    func run() throws {
      let workplace = try Workplace.ofCommand(options)
      let text = duration ?? "30m"
      guard let length = TimeText.span(text), length > .zero else {
        throw Failure(
          status: .usage, message: "--for “\(text)” is not a duration such as 30m, 2h or 1d")
      }
      try StandardOutput.ensureOpen()
      let store = try workplace.openStore()
      try store.allow(tool: tool, for: off ? nil : length, at: workplace.now)
      let who = tool?.title ?? "every tool"
      try StandardOutput.print(
        off
          ? "limits stop \(who) again"
          : "\(who) may go on until \((workplace.now + length).minuteText), whatever the limits say"
      )
    }
  }
}

extension Workplace {
  /// Claude Code's first configuration folder, where a login is looked for.
  fileprivate var configFolder: String? {
    roots.folders.first.map { String($0.dropLast("/projects".count)) }
  }
}
