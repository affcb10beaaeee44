import Canvas
import Foundation
import Terminal

/// The one way in which a command's result leaves the program.
///
/// Everything is made safe for a terminal here, so that no command can forget it, and what cannot be written
/// is an error: a report that was cut must not look like a whole one.
enum StandardOutput {
  /// Prints text, several lines or one.
  /// - Throws: ``Failure`` if it cannot be written.
  static func print(_ text: String, terminator: String = "\n") throws {
    try write(SafeText.cleanLines(text) + terminator)
  }

  /// Prints a canvas in its colours. Its cells are safe, and the escape sequences are our own.
  /// - Throws: ``Failure`` if it cannot be written.
  static func print(_ canvas: Canvas, depth: ColorDepth) throws {
    try write(ColorReducer(depth).lines(canvas).map { $0 + "\n" }.joined())
  }

  /// Throws where nothing can be printed: what is done is to be told.
  static func ensureOpen() throws {
    guard !StandardStreams.closed.contains(STDOUT_FILENO) else {
      throw Failure(
        status: .file, message: "standard output is closed, so nothing was printed; open it again")
    }
  }

  private static func write(_ text: String) throws {
    try ensureOpen()
    let reason = StandardStreams.write(text, to: STDOUT_FILENO)
    guard reason != 0 else { return }
    // Whoever closed the pipe has read enough, and wants no words about it.
    throw Failure(
      status: .file,
      message: reason == EPIPE
        ? ""
        : "standard output: \(String(cString: strerror(reason))), so the output is incomplete; make room"
          + " or print elsewhere")
  }
}

/// What a command has to say besides its result.
enum StandardError {
  /// Prints lines, made safe for a terminal. Where nobody listens nothing is lost but the words.
  static func print(_ text: String) {
    _ = StandardStreams.write(SafeText.cleanLines(text) + "\n", to: STDERR_FILENO)
  }
}

/// The three descriptors that every program is given, or should be.
enum StandardStreams {
  /// Those that were closed when the program began. They are opened on nothing, or the next file that is opened
  /// would get their number, and what is printed.
  static let closed: Set<Int32> = Set(
    (STDIN_FILENO...STDERR_FILENO).filter { descriptor in
      guard fcntl(descriptor, F_GETFD) < 0, errno == EBADF else { return false }
      // The lowest number that is free is the one that is missing.
      _ = open("/dev/null", O_RDWR)
      return true
    })

  /// Writes all of a text.
  /// - Returns: the system's number for why it could not be written; 0: it was.
  fileprivate static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var left = Array(text.utf8)[...]
    while !left.isEmpty {
      let count = left.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        // Somebody else has made the descriptor one that does not wait.
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wait, 1, -1)
        continue
      }
      guard count > 0 else { return count < 0 ? errno : EIO }
      left = left.dropFirst(count)
    }
    return 0
  }
}
