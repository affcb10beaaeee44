import Foundation

/// What is to be warned of about how fast tools burn.
package enum BurnWarnings {
  /// The warnings, in no order.
  /// - Parameter account: the one that they are shown with where a tool has none.
  package static func of(
    _ funds: Funds, begun: [Warning.Episode: Instant], at now: Instant
  ) -> [Warning] {
    funds.burns.compactMap { burn in
      let account = funds.tools.first { $0.tool == burn.tool }?.account ?? funds.current ?? ""
      let times = (burn.times * 10).rounded() / 10
      var warning = Warning(
        id: .unusualBurn, severity: .warning, tool: burn.tool, account: account,
        message: "\(burn.tool.title) burns \(burn.perHour.display) an hour,"
          + " \(times.formatted(.number.precision(.fractionLength(1)).locale(Locale(identifier: "en_US_POSIX"))))"
          + " times its habit.",
        action: "see what it does", key: "2", since: now)
      let since = begun[warning.episode]
      warning.since = since ?? now
      return burn.isUnusual || since != nil && !burn.isUsual ? warning : nil
    }
  }
}
