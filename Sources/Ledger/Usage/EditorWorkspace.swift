import Values

/// A folder that Cursor has open with Claude Code in it, and when that was seen.
package struct EditorWorkspace: Hashable, Sendable {
  /// The folder; sessions below it are Cursor's too.
  package var folder: String
  package var since: Instant
  /// When it was seen last; a session a little later is still one of it.
  package var until: Instant

  /// A workspace of its parts.
  package init(folder: String, since: Instant, until: Instant) {
    self.folder = folder
    self.since = since
    self.until = until
  }

  /// Milliseconds that may go by until somebody looks again.
  private static let slack = 2 * Instant.perMinute

  /// Whether a session in a folder was run in it at a moment.
  package func holds(_ project: String, at time: Instant) -> Bool {
    time >= since && time <= until.advanced(by: EditorWorkspace.slack)
      && (project == folder || project.hasPrefix(folder + "/"))
  }
}
