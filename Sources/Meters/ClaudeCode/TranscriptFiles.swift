import Glibc
import Ledger

/// What a walk over the transcript folders finds.
package struct TranscriptFiles: Sendable {
  /// Every transcript once, the one changed last first, so that today's figures are right early.
  package private(set) var files: [SourceFile] = []
  /// Every folder on the way, once: what has to be watched for changes.
  package private(set) var folders: [String] = []
  /// Folders that cannot be listed.
  package private(set) var problems: [SourceProblem] = []

  private var seenFolders: Set<FileID> = []
  private var seenFiles: Set<FileID> = []

  /// Walks over everything below `roots`. Symbolic links are followed; a folder or file that is
  /// reached twice, by a link or from two roots, is taken once, so loops end.
  package init(below roots: TranscriptRoots) {
    for folder in roots.folders { enter(folder, isRoot: true) }
    files.sort { ($0.modified, $0.path) > ($1.modified, $1.path) }
  }

  /// The transcript at `path` as it is now; nil if there is none.
  package static func file(at path: String) -> SourceFile? {
    isTranscript(path) ? SourceFile(at: path) : nil
  }

  private static func isTranscript(_ name: String) -> Bool { name.hasSuffix(".jsonl") }

  private mutating func enter(_ folder: String, isRoot: Bool = false) {
    guard let status = status(of: folder), status.isFolder,
      seenFolders.insert(status.id).inserted
    else { return }
    guard let listing = opendir(folder) else {
      problems.append(
        SourceProblem(path: folder, line: nil, reason: "cannot be listed: \(lastError())"))
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
        problems.append(
          SourceProblem(path: path, line: nil, reason: "its name is not UTF-8; it is left out"))
        continue
      }
      let maybeFolder = type == DT_DIR || type == DT_LNK || type == DT_UNKNOWN
      if TranscriptFiles.isTranscript(name), type != DT_DIR {
        add(path)
      } else if maybeFolder {
        enter(path)
      }
    }
  }

  private mutating func add(_ path: String) {
    guard let status = status(of: path) else {
      let reason = "cannot be looked at: \(lastError())"
      if errno != ENOENT { problems.append(SourceProblem(path: path, line: nil, reason: reason)) }
      return
    }
    guard status.isFile, seenFiles.insert(status.id).inserted else { return }
    files.append(status.sourceFile(at: path))
  }
}
