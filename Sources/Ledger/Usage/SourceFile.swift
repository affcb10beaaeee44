/// How far a usage file has been read. It is stored in the same transaction as the usage from the file, so neither
/// is ever ahead of the other.
package struct SourceFile: Hashable, Sendable {
  /// The absolute path where it was last seen.
  package var path: String
  /// The device and inode, which identify the file after a rename.
  package var device: Int64
  package var inode: Int64
  /// Its size in bytes when last looked at, including a half-written last line.
  package var size: Int64
  /// When it was last modified, in nanoseconds since the Unix epoch.
  package var modified: Int64
  /// The value of ``modified`` for a file that must be read again even if it has not changed.
  package static let unread = Int64.min
  /// How many bytes were read: up to the end of the last complete line.
  package var offset: Int64 = 0
  /// How many complete lines were read.
  package var lines: Int = 0
  /// How many lines could not be read.
  package var skipped: Int = 0
  /// A hash of the bytes at the start of the file and just before `offset`. If it no longer matches, the file was
  /// rewritten and is read from the start.
  package var fingerprint: Int64 = 0
  /// State the reader needs to continue from `offset`, in its own format; empty if none.
  package var memory = ""
  /// Whether the results cover the whole file, rather than only what was added since an earlier reading.
  package var coversWholeFile = true
  /// Whether it has news for the subagents of its session, whose files must be read again.
  package var hasNewsForSubagents = false

  /// Creates a file that has not been read yet.
  package init(path: String, device: Int64, inode: Int64, size: Int64, modified: Int64) {
    self.path = path
    self.device = device
    self.inode = inode
    self.size = size
    self.modified = modified
  }
}
