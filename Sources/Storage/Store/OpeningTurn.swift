import Glibc

/// One process at a time opens a store in a folder: switching a new file to its write-ahead log,
/// making its tables and recovering what a killed process left are the moments in which SQLite
/// refuses a second process instead of letting it wait.
///
/// The turn is an advisory lock on the folder, so it leaves no file behind and ends with its holder.
/// Where the file system knows no such lock, or somebody else keeps it, the store is opened without
/// it.
enum OpeningTurn {
  /// Runs `body` when it is this process's turn in `folder`, or after `patience` seconds.
  static func take<Result>(
    folder: String, patience: Double, _ body: () throws -> Result
  ) rethrows -> Result {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return try body() }
    defer { close(descriptor) }
    let deadline = ContinuousClock.now + .seconds(patience)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK || errno == EINTR,
      ContinuousClock.now < deadline
    {
      usleep(500)
    }
    return try body()
  }
}
