import Files
import Foundation
import Glibc
import Ledger

/// The transcripts found by walking the transcript folders.
package struct TranscriptFiles: Sendable {
  /// Every transcript once, the most recently modified first, so that today's figures are right early.
  package private(set) var files: [SourceFile] = []
  /// Every folder walked, once: these have to be watched for changes.
  package private(set) var folders: [String] = []
  /// Folders that cannot be listed.
  package private(set) var problems: [SourceProblem] = []

  private var seenFolders: Set<FileID> = []
  private var seenFiles: Set<FileID> = []
  private var isFull = false

  /// Walks everything below `roots`. Symbolic links are followed, but not to another file system or to another
  /// person's folders: to have those read, name them as a root. A folder or file reached twice, by a link or from
  /// two roots, counts once, so loops end. A walk that finds too much ends too.
  package init(below roots: TranscriptRoots) {
    for folder in roots.folders {
      guard let status = status(of: folder), status.isFolder else { continue }
      enter(
        folder, status, Root(device: status.st_dev, owner: status.st_uid), depth: 0,
        isBehindLink: false)
    }
    files.sort { ($0.modified, $0.path) > ($1.modified, $1.path) }
  }

  /// What a link's target must have in common with the root.
  private struct Root {
    var device: dev_t
    var owner: uid_t

    func isAkin(to status: stat) -> Bool { status.st_dev == device && status.st_uid == owner }

    static let stranger =
      "is a link to another file system or to another person's files, so it is ignored; copy them here, or"
      + " name their projects folder in CLAUDE_CONFIG_DIR"
  }

  /// The deepest nesting of folders walked; Claude Code's own are four deep.
  private static let deepest = 16
  /// The most folders and transcripts read, so that a link to the root of the disk does not walk all of it.
  private static let mostFolders = 50_000
  private static let mostFiles = 1_000_000

  /// The current state of the transcript at `path`; nil if there is none.
  package static func file(at path: String) -> SourceFile? {
    var link = stat()
    guard isTranscript(path), lstat(path, &link) == 0 else { return nil }
    if link.st_mode & S_IFMT == S_IFLNK {
      guard let folder = status(of: PathText.folder(of: path)), let target = status(of: path),
        Root(device: folder.st_dev, owner: folder.st_uid).isAkin(to: target)
      else { return nil }
    }
    return SourceFile(at: path)
  }

  /// The transcript of the session that the subagent's transcript at `path` belongs to; nil if it is not a
  /// subagent's.
  package static func session(of path: String) -> String? {
    path.range(of: "/subagents/", options: .backwards).map { path[..<$0.lowerBound] + ".jsonl" }
  }

  private static func isTranscript(_ name: String) -> Bool { name.hasSuffix(".jsonl") }

  private mutating func enter(
    _ folder: String, _ status: stat, _ root: Root, depth: Int, isBehindLink: Bool
  ) {
    guard seenFolders.insert(status.id).inserted else { return }
    guard depth <= TranscriptFiles.deepest else {
      return leaveOut(
        folder, "is more than \(TranscriptFiles.deepest) folders deep; it is ignored", .reduce)
    }
    guard folders.count < TranscriptFiles.mostFolders else {
      if !isFull {
        leaveOut(folder, "is one folder too many; it and all further ones are ignored", .reduce)
      }
      isFull = true
      return
    }
    guard let listing = opendir(folder) else {
      problems.append(SourceProblem(folder, "cannot be listed", systemFault: errno))
      return
    }
    defer { closedir(listing) }
    folders.append(folder)
    while let entry = readdir(listing) {
      let type = Int32(entry.pointee.d_type)
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      let path = folder + "/" + name
      if name.contains("\u{FFFD}") {
        leaveOut(path, "its name is not UTF-8; it is ignored", .mend)
        continue
      }
      if TranscriptFiles.isTranscript(name), type != DT_DIR {
        add(path, isLink: isBehindLink || type != DT_REG, root)
      } else if type == DT_DIR || type == DT_LNK || type == DT_UNKNOWN {
        enter(path, isLink: isBehindLink || type != DT_DIR, root, depth: depth + 1)
      }
    }
  }

  /// - Parameter isLink: whether it may be a link, or was reached through one, and so may be on another file
  ///   system.
  private mutating func enter(_ path: String, isLink: Bool, _ root: Root, depth: Int) {
    guard let status = status(of: path), status.isFolder else { return }
    guard !isLink || root.isAkin(to: status) else { return leaveOut(path, Root.stranger, .copy) }
    enter(path, status, root, depth: depth, isBehindLink: isLink)
  }

  private mutating func leaveOut(
    _ path: String, _ reason: String, _ remedy: SourceProblem.Remedy
  ) {
    problems.append(SourceProblem(path: path, line: nil, reason: reason, remedy: remedy))
  }

  private mutating func add(_ path: String, isLink: Bool, _ root: Root) {
    guard let status = status(of: path) else {
      let number = errno
      if number != ENOENT {
        problems.append(SourceProblem(path, "cannot be accessed", systemFault: number))
      }
      return
    }
    guard status.isFile else { return }
    guard !isLink || root.isAkin(to: status) else { return leaveOut(path, Root.stranger, .copy) }
    guard seenFiles.insert(status.id).inserted else { return }
    guard files.count < TranscriptFiles.mostFiles else {
      if !isFull {
        leaveOut(
          path, "is one transcript too many; it and all further ones are ignored", .reduce)
      }
      isFull = true
      return
    }
    files.append(status.sourceFile(at: path))
  }
}
