import Files
import Glibc
import Ledger
import Values

/// The folders open in Cursor. Claude Code's extension in Cursor lists them in lock files (`ide/<port>.lock` in the
/// configuration folder) as long as it runs. The token in them is skipped.
enum EditorLocks {
  /// The workspaces open at `now`, from any of the configuration folders.
  static func workspaces(in folders: [String], at now: Instant) -> [EditorWorkspace] {
    folders.flatMap { folder in
      FolderListing.names(in: folder + "/ide").filter { $0.hasSuffix(".lock") }.flatMap {
        workspaces(at: folder + "/ide/" + $0, now)
      }
    }
  }

  private static func workspaces(at path: String, _ now: Instant) -> [EditorWorkspace] {
    var status = stat()
    guard stat(path, &status) == 0 else { return [] }
    let since = Instant(milliseconds: Int64(status.st_mtim.tv_sec) * 1000)
    let folders = WholeFile.read(path, most: 1 << 20) { bytes -> [String]? in
      var (name, process, folders): (String?, Int?, [String]) = (nil, nil, [])
      var cursor = JSONCursor(bytes)
      let isRead: Void? = try? cursor.object { (key, cursor) throws(JSONCursor.Fault) in
        if key.equals("ideName") {
          name = try cursor.stringOrSkip()?.string
        } else if key.equals("pid") {
          process = try cursor.integerOrSkip()
        } else if key.equals("workspaceFolders"), try cursor.kind() == .array {
          try cursor.array { (cursor) throws(JSONCursor.Fault) in
            if let folder = try cursor.stringOrSkip() { folders.append(folder.string) }
          }
        } else {
          try cursor.skip()
        }
      }
      guard isRead != nil, name == "Cursor", isAlive(process) else { return nil }
      return folders.filter { $0.hasPrefix("/") && $0.count > 1 }
    }
    return (folders ?? []).map { folder in
      EditorWorkspace(folder: folder, since: min(since, now), until: now)
    }
  }

  /// A lock file survives if the editor crashes.
  private static func isAlive(_ process: Int?) -> Bool {
    guard let process, let number = Int32(exactly: process), number > 0 else { return true }
    return kill(number, 0) == 0 || errno == EPERM
  }
}
