import Ledger
import Values

/// Warnings about how fast tools burn.
package enum BurnWarnings {
  /// The warnings, in no order.
  package static func of(_ funds: Funds, at now: Instant) -> [Warning] {
    funds.burns.compactMap { burn in
      let account = funds.tools.first { $0.tool == burn.tool }?.account ?? funds.current
      guard let since = burn.since else { return nil }
      let tenths = Int(nearest: min(burn.times, 1e6) * 10)
      let length = (now - since).text
      return Warning(
        Warning.Episode(id: .unusualBurn, scope: AccountScope(account), part: burn.tool.rawValue),
        severity: .warning, tool: burn.tool,
        message: "\(burn.tool.title) burns \(tenths / 10).\(tenths % 10) times its habit,"
          + " \(burn.perHour.display) an hour, for \(length).",
        action: "see what it does", key: "2", since: since)
    }
  }

  /// The tools with an ongoing warning, and since when.
  package static func begun(_ episodes: [Warning.Episode: Instant]) -> [Tool: Instant] {
    episodes.reduce(into: [:]) { begun, episode in
      guard episode.key.id == .unusualBurn, let tool = Tool(rawValue: episode.key.part) else {
        return
      }
      begun[tool] = min(begun[tool] ?? episode.value, episode.value)
    }
  }
}
