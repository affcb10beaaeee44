import Advice
import GRDB
import Ledger
import Values

/// Reads what is known about usage and its sources beside any account.
struct SourceFactsReading {
  private(set) var facts = SourceFacts()

  init(_ database: Database, at now: Instant) throws {
    let models = try FastStatement(
      database,
      """
      SELECT name.text, sum(unpriced) FROM day_usage JOIN facet ON facet.id = day_usage.facet
      JOIN name ON name.id = facet.model
      WHERE day > ? AND day <= ? AND unpriced > 0 AND facet.purse <> \(Purse.ownPlan.sql) GROUP BY 1 ORDER BY 2 DESC
      """, isCached: true)
    models.bind(1, now.utcDay - 7)
    models.bind(2, now.utcDay)
    var found = SourceFacts()
    try models.forEachRow { row in
      let model = row.text(0)
      found.unpricedModels.append(model.isEmpty ? "an unnamed model" : model)
      found.unpricedRequests = found.unpricedRequests.addingClamped(Int(row.int(1)))
    }
    let files = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT path, skipped, lines FROM source_file
          WHERE skipped > 0 AND skipped * 100 > lines ORDER BY skipped DESC
          """))
    for file in files {
      found.badFiles.append(try file.value("path"))
      found.badLines = found.badLines.addingClamped(try file.value("skipped"))
      found.linesOfBadFiles = found.linesOfBadFiles.addingClamped(try file.value("lines"))
    }
    let unreadable = try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT path, reason, remedy FROM unreadable_source ORDER BY path"))
    found.unreadable = try unreadable.map { try $0.value("path") }
    found.unreadableReason = try unreadable.first?.value("reason") ?? ""
    found.unreadableRemedy =
      try (unreadable.first?.value("remedy")).flatMap(SourceProblem.Remedy.init(rawValue:)) ?? .mend
    found.problems = try SourceProblems.standing(database, most: SourceFacts.mostProblems)
    found.files =
      try Int.fetchChecked(database.cachedStatement(sql: "SELECT count(*) FROM source_file")) ?? 0
    let ahead = try FastStatement(
      database,
      """
      SELECT source, ahead FROM clock_ahead WHERE seen > ? AND seen <= ?
      ORDER BY ahead DESC, source LIMIT 1
      """,
      isCached: true)
    ahead.bind(1, (now - ClockAhead.news).milliseconds)
    ahead.bind(2, (now + ClockAhead.slack).milliseconds)
    try ahead.forEachRow { found.clockAhead = ($0.text(0), Span(milliseconds: $0.int(1))) }
    found.leftOut = try LeftOut.leftOut(database)
    found.leftOutReason = UsageWriter.NoRoom().description
    let unbooked = try LeftOut.unbooked(database)
    (found.unbooked, found.unbookedAccount) = (unbooked.count, unbooked.account)
    facts = found
  }
}
