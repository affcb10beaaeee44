import Files
import Glibc

/// The identity of a store's file: its name may come to lead to another file.
struct StoreFile: Equatable, Sendable {
  private let device: UInt64
  private let inode: UInt64

  /// The file at `path` now; nil: there is none, or it cannot be inspected.
  init?(at path: String) {
    guard let status = status(of: path) else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }

  /// The suffixes of the files SQLite keeps beside a store: its log, the log's index, and the rollback journal.
  static let companions = ["-wal", "-shm", "-journal"]

  /// Creates the file and its folder if they are missing, readable by their owner only.
  /// - Throws: ``StoreFault`` if the path, or a companion beside it, is not a regular file: opening a pipe would
  ///   block, and writing through a link would change a file that is not ours.
  static func prepare(_ path: String) throws {
    guard !path.isEmpty else { throw fault(path, "a file name cannot be empty") }
    if let found = status(of: path) {
      guard found.isRegular else { throw fault(path, "is \(found.kind), not a file") }
    } else {
      let reason = errno
      guard reason == ENOENT || reason == ENOTDIR else { throw cannotBeOpened(path, reason) }
      try make(path)
    }
    // SQLite keeps them beside the file that links lead to.
    guard let real = realPath(path) else { throw cannotBeOpened(path, errno) }
    for companion in companions.map({ real + $0 }) {
      guard let found = linkStatus(of: companion), !found.isRegular else { continue }
      throw StoreFault(
        description:
          "\(companion): is \(found.kind) where the store needs a file; remove it, or name"
          + " another store with --store")
    }
  }

  private static func make(_ path: String) throws {
    try makeFolder(PathText.folder(of: path), for: path)
    // Another process may create it at the same moment, which is fine.
    let descriptor = open(
      path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      close(descriptor)
    } else if errno != EEXIST {
      throw cannotBeMade(path, errno)
    } else if status(of: path)?.isRegular != true {
      throw fault(path, "is a link to nothing")
    }
  }

  /// Creates a folder and its parents for a store at `path` if they are missing.
  static func makeFolder(_ folder: String, for path: String) throws {
    if mkdir(folder, 0o700) == 0 { return }
    let reason = errno
    if reason == EEXIST || status(of: folder)?.isFolder == true { return }
    let above = PathText.folder(of: folder)
    guard reason == ENOENT, above != folder else { throw cannotBeMade(path, reason) }
    try makeFolder(above, for: path)
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw cannotBeMade(path, errno) }
  }

  private static func cannotBeMade(_ path: String, _ reason: Int32) -> StoreFault {
    fault(path, "cannot be created: \(String(cString: strerror(reason)))")
  }

  private static func cannotBeOpened(_ path: String, _ reason: Int32) -> StoreFault {
    fault(path, "cannot be opened: \(String(cString: strerror(reason)))")
  }

  private static func fault(_ path: String, _ what: String) -> StoreFault {
    StoreFault(
      description: "\(path.isEmpty ? "the store" : path): \(what); name another with --store")
  }
}

/// The path with all links resolved; nil if nothing is there.
func realPath(_ path: String) -> String? {
  guard let found = realpath(path, nil) else { return nil }
  defer { free(found) }
  return String(cString: found)
}

/// The status of what `path` leads to, following links; nil on failure, with `errno` set.
func status(of path: String) -> stat? {
  var result = stat()
  return stat(path, &result) == 0 ? result : nil
}

/// The status of what is at `path` itself, which may be a link; nil on failure, with `errno` set.
func linkStatus(of path: String) -> stat? {
  var result = stat()
  return lstat(path, &result) == 0 ? result : nil
}

extension stat {
  var isRegular: Bool { st_mode & S_IFMT == S_IFREG }
  var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }

  /// What it is, with its article.
  var kind: String {
    switch st_mode & S_IFMT {
    case S_IFREG: "a file"
    case S_IFDIR: "a folder"
    case S_IFLNK: "a link"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    default: "a device"
    }
  }
}
