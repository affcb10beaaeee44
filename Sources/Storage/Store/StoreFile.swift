import Files
import Glibc

/// The file that a store is in, as the system knows it: what it is called may become another file's name.
struct StoreFile: Equatable, Sendable {
  private let device: UInt64
  private let inode: UInt64

  /// What stands at `path` now; nil: nothing does, or nothing that can be looked at.
  init?(at path: String) {
    guard let status = status(of: path) else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }

  /// What SQLite keeps beside a store: its log, the log's index, and the journal of older versions.
  static let companions = ["-wal", "-shm", "-journal"]

  /// Makes the file and its folder where they are missing, readable to their owner alone.
  /// - Throws: ``StoreFault`` where the path, or what belongs beside it, is no regular file: a pipe would
  ///   be waited for, and a link would have something written that is not ours.
  static func prepare(_ path: String) throws {
    guard !path.isEmpty else { throw fault(path, "no file has an empty name") }
    if let found = status(of: path) {
      guard found.isRegular else { throw fault(path, "is \(found.kind) and no file") }
    } else {
      let reason = errno
      guard reason == ENOENT || reason == ENOTDIR else { throw cannotBeOpened(path, reason) }
      try make(path)
    }
    // SQLite keeps them where the file is in truth.
    guard let real = realPath(path) else { throw cannotBeOpened(path, errno) }
    for companion in companions.map({ real + $0 }) {
      guard let found = linkStatus(of: companion), !found.isRegular else { continue }
      throw StoreFault(
        description:
          "\(companion): is \(found.kind) where the store keeps a file; remove it, or name"
          + " another store with --store")
    }
  }

  private static func make(_ path: String) throws {
    try makeFolder(PathText.folder(of: path), for: path)
    // What is made by another process at the same moment is as good.
    let descriptor = open(
      path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      close(descriptor)
    } else if errno != EEXIST {
      throw cannotBeMade(path, errno)
    } else if status(of: path)?.isRegular != true {
      throw fault(path, "is a link that leads to no file")
    }
  }

  /// Makes a folder, and those above it, for a store at `path`, where it is missing.
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
    fault(path, "cannot be made: \(String(cString: strerror(reason)))")
  }

  private static func cannotBeOpened(_ path: String, _ reason: Int32) -> StoreFault {
    fault(path, "cannot be opened: \(String(cString: strerror(reason)))")
  }

  private static func fault(_ path: String, _ what: String) -> StoreFault {
    StoreFault(
      description: "\(path.isEmpty ? "the store" : path): \(what); name another with --store")
  }
}

/// The path of what is at the end of all links; nil if nothing is there.
func realPath(_ path: String) -> String? {
  guard let found = realpath(path, nil) else { return nil }
  defer { free(found) }
  return String(cString: found)
}

/// What is at the end of all links at `path`; nil if nothing is there, and `errno` says why.
func status(of path: String) -> stat? {
  var result = stat()
  return stat(path, &result) == 0 ? result : nil
}

/// What is at `path` itself, be it a link; nil if nothing is there.
func linkStatus(of path: String) -> stat? {
  var result = stat()
  return lstat(path, &result) == 0 ? result : nil
}

extension stat {
  var isRegular: Bool { st_mode & S_IFMT == S_IFREG }
  var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }

  /// What it is, in words.
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
