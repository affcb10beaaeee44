import Advice
import GRDB

extension UsageStore {
  /// Claims the warnings whose episodes have not had a notice yet: no other process gets to send them.
  /// - Returns: the ones to send now, and the episodes that need not be asked about again.
  package func claimNotices(
    of warnings: [Warning]
  ) throws -> (due: [Warning], settled: Set<Warning.Episode>) {
    // Usually there is nothing to send, and then no writer has to wait.
    let before = try read { database in
      try warnings.map { try EpisodeRow($0.episode).isTold(database) }
    }
    guard before.contains(false) else {
      // An episode without a row has not been stored yet, so it is asked about again.
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

/// The row of an episode.
private struct EpisodeRow {
  private let key: StatementArguments

  init(_ episode: Warning.Episode) {
    key = [episode.id, episode.part, episode.scope.name]
  }

  private static let place = """
    WHERE warning = ? AND part = ?
      AND account = coalesce((SELECT id FROM account WHERE name = ?), 0)
    """

  /// Nil: there is no row.
  func isTold(_ database: Database) throws -> Bool? {
    try Bool.fetchChecked(
      database.cachedStatement(sql: "SELECT told FROM episode \(EpisodeRow.place)"), arguments: key)
  }

  func setTold(_ database: Database) throws {
    try database.execute(sql: "UPDATE episode SET told = 1 \(EpisodeRow.place)", arguments: key)
  }
}
