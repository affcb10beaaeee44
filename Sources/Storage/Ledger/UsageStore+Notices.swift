import Advice
import GRDB

extension UsageStore {
  /// Picks those warnings whose episode nobody has been told of outside of a screen yet, and takes it on
  /// to tell of them: no other process gets them.
  /// - Returns: the ones to tell of now; and the episodes that need not be asked about again.
  package func claimNotices(
    of warnings: [Warning]
  ) throws -> (due: [Warning], settled: Set<Warning.Episode>) {
    // Nearly always there is nothing to tell, and then nobody is kept from writing.
    let before = try read { database in
      try warnings.map { try EpisodeRow($0.episode).isTold(database) }
    }
    guard before.contains(false) else {
      // Without a row the episode has not been entered yet: it is asked about again.
      return ([], Set(zip(warnings, before).filter { $1 != nil }.map(\.0.episode)))
    }
    return try write { database in
      var due: [Warning] = []
      var settled: Set<Warning.Episode> = []
      for warning in warnings {
        let row = EpisodeRow(warning.episode)
        guard let isTold = try row.isTold(database) else { continue }
        settled.insert(warning.episode)
        guard !isTold else { continue }
        try row.setTold(database)
        due.append(warning)
      }
      return (due, settled)
    }
  }
}

/// Where an episode is kept.
private struct EpisodeRow {
  private let key: StatementArguments

  init(_ episode: Warning.Episode) {
    key = [episode.id, episode.part, episode.scope.name]
  }

  private static let place = """
    WHERE warning = ? AND part = ?
      AND account = coalesce((SELECT id FROM account WHERE name = ?), 0)
    """

  /// Nil: it is not entered.
  func isTold(_ database: Database) throws -> Bool? {
    try Bool.fetchChecked(
      database.cachedStatement(sql: "SELECT told FROM episode \(EpisodeRow.place)"), arguments: key)
  }

  func setTold(_ database: Database) throws {
    try database.execute(sql: "UPDATE episode SET told = 1 \(EpisodeRow.place)", arguments: key)
  }
}
