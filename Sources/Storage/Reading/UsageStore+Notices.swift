import Advice
import GRDB

extension UsageStore {
  /// Picks those warnings whose episode nobody has been told of outside of a screen yet, and takes it on
  /// to tell of them: no other process gets them.
  /// - Returns: the ones to tell of now; and the episodes that need not be asked about again.
  package func takeNotices(
    of warnings: [Warning]
  ) throws -> (due: [Warning], settled: Set<Warning.Episode>) {
    try write { database in
      var due: [Warning] = []
      var settled: Set<Warning.Episode> = []
      for warning in warnings {
        let episode = warning.episode
        let key: StatementArguments = [episode.id.rawValue, episode.part, episode.account]
        let place = """
          WHERE warning = ? AND part = ?
            AND account = coalesce((SELECT id FROM account WHERE name = ?), 0)
          """
        // Without a row the episode has not been entered yet: it is asked about again.
        guard
          let isTold = try Bool.fetchChecked(
            database, sql: "SELECT told FROM episode \(place)", arguments: key)
        else { continue }
        settled.insert(episode)
        guard !isTold else { continue }
        try database.execute(sql: "UPDATE episode SET told = 1 \(place)", arguments: key)
        due.append(warning)
      }
      return (due, settled)
    }
  }
}
