import Ledger
import Meters
import Storage
import Values

/// Decides whether a tool may go on. This is the only place that does.
struct HookGate {
  /// The verdict on an event of a tool, by what is in the store.
  var verdict:
    @Sendable (_ event: HookEvent, _ store: UsageStore, _ now: Instant) throws -> HookVerdict

  /// Asks the ledger's limits, as `fuelgauge guard` does.
  /// - Parameters:
  ///   - roots: where transcripts are, which says whose login pays.
  ///   - stopsIfUnsure: whether a person wants a tool stopped that cannot be judged.
  static func limits(_ roots: TranscriptRoots, stopsIfUnsure: Bool) -> HookGate {
    HookGate { event, store, now in
      var tools = [event.tool.tool]
      if event.payload.usesServer { tools.append(.mcp) }
      let folder = roots.configFolder(of: event.payload.transcript)
      var notice: String?
      for tool in tools {
        switch try store.guardVerdict(tool: tool, configFolder: folder, at: now) {
        case .goOn, .allowed: break
        case .near(_, _, let sentence): notice = notice ?? sentence
        case .stop(_, let sentence): return .stop(sentence)
        case .unknown(_, let sentence):
          if stopsIfUnsure { return .stop("Fuelgauge is not sure: \(sentence).") }
          // Once a prompt is enough.
          if event.isPrompt {
            notice = notice ?? "Fuelgauge is not sure, so this goes on: \(sentence)."
          }
        }
      }
      return .goOn(notice: notice)
    }
  }
}
