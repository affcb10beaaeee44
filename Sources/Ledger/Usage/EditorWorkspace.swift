import Values

/// A folder open in Cursor with Claude Code running in it, and when that was seen.
package struct EditorWorkspace: Hashable, Sendable {
  /// The folder. Sessions in subfolders are Cursor's too.
  package var folder: String
  package var since: Instant
  /// When it was last seen. A session shortly afterwards still belongs to it.
  package var until: Instant

  /// Creates a workspace from its parts.
  package init(folder: String, since: Instant, until: Instant) {
    self.folder = folder
    self.since = since
    self.until = until
  }

  /// How long after the last look a session still counts, in milliseconds.
  private static let slack = 2 * Instant.perMinute

  /// Whether a session in folder `project` at `time` ran in this workspace.
  package func contains(_ project: String, at time: Instant) -> Bool {
    time >= since && time <= until.advanced(by: EditorWorkspace.slack)
      && (project == folder || project.hasPrefix(folder + "/"))
  }
}
