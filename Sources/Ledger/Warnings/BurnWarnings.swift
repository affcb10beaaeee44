/// What is to be warned of about how fast tools burn.
package enum BurnWarnings {
  /// The warnings, in no order.
  /// - Parameter begun: the episodes that are on, and since when.
  package static func of(
    _ funds: Funds, begun: [Warning.Episode: Instant], at now: Instant
  ) -> [Warning] {
    funds.burns.compactMap { burn in
      let account = funds.tools.first { $0.tool == burn.tool }?.account ?? funds.current ?? ""
      let episode = Warning.Episode(
        id: .unusualBurn, account: account, part: burn.tool.rawValue)
      let since = begun[episode]
      guard burn.isUnusual || since != nil && !burn.isUsual else { return nil }
      let tenths = Int((min(burn.timesUsual, 1e6) * 10).rounded())
      return Warning(
        id: .unusualBurn, severity: .warning, tool: burn.tool, account: account,
        message: "\(burn.tool.title) burns \(burn.perHour.display) an hour,"
          + " \(tenths / 10).\(tenths % 10) times its habit.",
        action: "see what it does", key: "2", since: since ?? now)
    }
  }
}
