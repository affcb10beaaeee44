import GRDB
import Ledger
import Values

/// What transcripts contain beside requests: refusals, and signs of the purse.
extension Ingest {
  /// Stores a rejection. A copy of a known one contains nothing new, but this version may understand it better.
  func add(_ rejection: Rejection) throws {
    let refused = attributed(rejection)
    let isNobodys = rejection.isForeign && refused.account == nil && !rejection.reason.isOfKey
    let session = try names.number(of: rejection.session, database)
    let project = try names.number(of: rejection.project, database)
    if rejection.time > now {
      try ClockAhead.note(rejection.tool.title, rejection.time, at: now, database)
    }
    try database.cachedStatement(
      sql: """
        INSERT INTO rejection (
          name, time, tool, session, project, reason, text, account, resets, quota, extra_off
        ) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (name) DO UPDATE SET
          reason = excluded.reason, resets = excluded.resets, quota = excluded.quota,
          extra_off = excluded.extra_off,
          account = CASE WHEN ?12 THEN excluded.account ELSE ifnull(account, excluded.account) END
        """
    ).execute(arguments: [
      rejection.id, min(rejection.time, now), refused.tool, session, project,
      rejection.reason, rejection.text,
      try isNobodys ? 0 : refused.account.map { try names.number(of: $0, database) },
      rejection.resets, rejection.window, rejection.extraOff,
      rejection.organization != nil,
    ])
  }

  /// A request with the tool and account that the refused one would have been attributed to; a key has no account.
  private func attributed(_ rejection: Rejection) -> Request {
    var request = Request(
      identity: RequestIdentity(line: rejection.id), time: min(rejection.time, now),
      tool: rejection.tool, purse: rejection.reason.isOfKey ? .apiKey : .extra,
      main: ModelUse(model: "", tokens: TokenCounts()))
    request.account = rejection.reason.isOfKey ? nil : rejection.account
    request.project = rejection.project
    request = charging.resolved(request)
    request = workspaces.placed(request)
    if rejection.reason.isOfKey { return request }
    if rejection.isForeign { return request }
    request.account =
      request.account
      ?? charging.owner(
        of: request.countedTool, organization: rejection.organization, in: rejection.configFolder)
    return request
  }

  /// Stores what cache writes say about the purse.
  func add(_ signs: PurseSigns, at place: PurseSigns.Place) throws {
    // A sign from the future would outweigh all others until then.
    let latest = (now + ClockAhead.slack).bucket(of: Instant.perHour)
    guard place.hour <= latest else { return }
    try database.cachedStatement(
      sql: """
        INSERT INTO purse_sign (folder, hour, plan_until, short_since) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET
          plan_until = max(ifnull(plan_until, excluded.plan_until), ifnull(excluded.plan_until, plan_until)),
          short_since = min(ifnull(short_since, excluded.short_since), ifnull(excluded.short_since, short_since))
        """
    ).execute(arguments: [
      place.folder, place.hour, signs.planUntil, signs.shortSince,
    ])
  }
}
