import Glibc

/// Lets one process at a time open a store in a folder: while one switches a new file to its write-ahead log, creates
/// the tables or recovers what a killed process left, SQLite fails a second process instead of letting it wait.
///
/// The turn is an advisory lock on the folder, so it leaves no file behind and ends with its holder. If the file
/// system has no such locks, or another process does not release it, the store is opened without it.
enum OpeningTurn {
  /// Runs `body` once it is this process's turn in `folder`, at the latest after `patience` seconds.
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
