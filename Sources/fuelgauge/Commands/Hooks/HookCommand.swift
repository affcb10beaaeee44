import ArgumentParser
import Collector
import Files
import Foundation
import Meters
import Storage

/// `fuelgauge hook`: what a tool's hook runs.
struct HookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook", abstract: "What a tool's hook runs: reports usage, and stops at a limit.",
    discussion: """
      Reads the event on standard input, appends what it says about usage to a file beside the store, and \
      answers the tool. Prompts, answers and tool input are neither stored nor sent anywhere.
      """)

  @Argument(
    help: "The tool: \(HookTool.allCases.map(\.rawValue).joined(separator: ", ")).",
    transform: HookCommand.tool)
  var tool: HookTool

  @OptionGroup var options: GlobalOptions

  private static func tool(_ name: String) throws -> HookTool {
    guard let tool = HookTool(rawValue: name) else {
      throw ValidationError("“\(name)” is not a tool with hooks.")
    }
    return tool
  }

  func run() throws {
    UsageStore.waitBriefly()
    let answer = HookRun(tool: tool, options: options).answer()
    // Nothing that goes wrong here may look like an answer that stops the tool.
    if !answer.output.isEmpty { try? StandardOutput.print(answer.output) }
    if !answer.error.isEmpty { StandardError.print(answer.error) }
    if answer.status != 0 { throw ExitCode(answer.status) }
  }
}

/// One run of a hook.
private struct HookRun {
  let tool: HookTool
  let options: GlobalOptions

  func answer() -> HookAnswer {
    let bytes: [UInt8]
    do throws(WholeFile.Fault) {
      bytes = try WholeFile.bytes(from: STDIN_FILENO, most: HookPayload.largest)
    } catch {
      return passed("the hook's input \(error)")
    }
    guard let payload = HookPayload(bytes, from: tool) else {
      return passed("the hook's input is not a JSON object")
    }
    guard let workplace = try? Workplace(options) else {
      return passed("the hook cannot find the store")
    }
    let isCursor =
      tool == .claude
      && (payload.isFromCursor || workplace.environment["CURSOR_VERSION"]?.isEmpty == false)
    if isCursor, CursorHookFile.hasOwnEntry(home: workplace.home) {
      var nothing = HookAnswer()
      nothing.output = ""
      return nothing
    }
    let event = HookEvent(
      tool: isCursor ? .cursor : tool, time: workplace.now, payload: payload)
    // What went wrong; it is told only if the tool may go on.
    var fault: String?
    do {
      if payload.session != HookPayload.trialSession { try workplace.spool?.append(event) }
    } catch {
      fault = "could not note this event: \(error)"
    }
    guard event.isGate else { return HookAnswer(.goOn(notice: nil), to: event, asTool: tool) }
    var verdict: HookVerdict
    do {
      let store = try workplace.openExistingStore()
      do {
        try takeIn(event, into: store, workplace)
      } catch {
        fault = fault ?? "could not read the latest usage: \(error)"
      }
      let gate = HookGate.limits(
        workplace.roots, stopsIfUnsure: workplace.settings.whenUnsure == .stop)
      verdict = try gate.verdict(event, store, workplace.now)
    } catch {
      let why = (error as? Failure)?.message ?? (error as? StoreFault)?.description ?? "\(error)"
      verdict =
        workplace.settings.whenUnsure == .stop
        ? .stop("Fuelgauge could not check the limits: \(why)") : HookRun.unchecked(why)
    }
    if let fault, case .goOn(nil) = verdict { verdict = .unsure("Fuelgauge \(fault)") }
    return HookAnswer(verdict, to: event, asTool: tool)
  }

  /// Reads this session and the spool if nobody else does, so that limits are judged by what was spent up to now.
  private func takeIn(
    _ event: HookEvent, into store: UsageStore, _ workplace: Workplace
  ) throws {
    guard try store.ownersOfSources(otherThan: workplace.roots.folders) == nil,
      case .acquired(let lock) = try CollectorLock.attempt(
        store: workplace.storePath, following: false)
    else { return }
    defer { withExtendedLifetime(lock) {} }
    let collector = try workplace.collector(store, threads: 1)
    // Who pays must be known before requests are stored.
    try collector.collectLogins()
    _ = try collector.collectSpool()
  }

  private static func unchecked(_ why: String) -> HookVerdict {
    .unsure("Fuelgauge could not check the limits, so this goes on: \(why)")
  }

  /// Lets the tool go on, although nothing is known about the event.
  private func passed(_ why: String) -> HookAnswer {
    // Without an event there is no gate to name, so the answer is the one that every event takes.
    HookAnswer(
      HookRun.unchecked(why),
      to: HookEvent(tool: tool, time: .init(milliseconds: 0), payload: HookPayload()), asTool: tool)
  }
}
