import Ledger
import Meters

/// The files the store knows, found by identity or by path.
struct KnownFiles {
  private struct Identity: Hashable {
    var device: Int64
    var inode: Int64
  }

  private var byIdentity: [Identity: SourceFile] = [:]
  private var byPath: [String: SourceFile] = [:]

  init(_ files: [SourceFile]) {
    for file in files {
      byIdentity[Identity(device: file.device, inode: file.inode)] = file
      byPath[file.path] = file
    }
  }

  /// The same file under any name, else whatever was at its path before: a device number may change when the
  /// machine restarts.
  func file(like file: SourceFile) -> SourceFile? {
    byIdentity[Identity(device: file.device, inode: file.inode)] ?? byPath[file.path]
  }

  /// The file that was at `path`.
  func file(at path: String) -> SourceFile? { byPath[path] }

  /// The subagents' files of these sessions, in their current state, that have to be read again.
  func subagents(of sessions: Set<String>) -> [SourceFile] {
    byPath.values.filter { file in
      file.modified == SourceFile.unread
        && TranscriptFiles.session(of: file.path).map(sessions.contains) ?? false
    }.map(\.path).sorted().compactMap { TranscriptFiles.file(at: $0) }
  }
}
