import Canvas
import Foundation
import Terminal

/// The only way for a command to print its result.
///
/// All text is made safe for a terminal here, so that no command can forget to. A failed write is an error: a
/// truncated report must not pass for a complete one.
enum StandardOutput {
  /// Prints one or more lines.
  /// - Throws: ``Failure`` if it cannot be written.
  static func print(_ text: String, terminator: String = "\n") throws {
    try write(SafeText.cleanLines(text) + terminator)
  }

  /// Prints a canvas in colour. Its cells are already safe, and the escape sequences are our own.
  /// - Throws: ``Failure`` if it cannot be written.
  static func print(_ canvas: Canvas, depth: ColorDepth) throws {
    try write(ColorReducer(depth).lines(canvas).map { $0 + "\n" }.joined())
  }

  /// Passes on what a command of the person's own has printed, as it stands. Errors are ignored.
  static func passOn(_ bytes: [UInt8]) {
    _ = StandardStreams.write(bytes, to: STDOUT_FILENO)
  }

  /// Throws if nothing can be printed. Call it before changes that must be reported.
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
    // Whoever closed the pipe has read enough; say nothing.
    throw Failure(
      status: .file,
      message: reason == EPIPE
        ? ""
        : "standard output: \(String(cString: strerror(reason))), so the output is incomplete; make room"
          + " or print elsewhere")
  }
}

/// Messages apart from a command's result.
enum StandardError {
  /// Prints lines, made safe for a terminal. Errors are ignored.
  static func print(_ text: String) {
    _ = StandardStreams.write(SafeText.cleanLines(text) + "\n", to: STDERR_FILENO)
  }
}

/// The three standard descriptors.
enum StandardStreams {
  /// Those that were closed at startup. They are opened on /dev/null; otherwise the next file opened would get
  /// their number, and receive what is printed.
  static let closed: Set<Int32> = Set(
    (STDIN_FILENO...STDERR_FILENO).filter { descriptor in
      guard fcntl(descriptor, F_GETFD) < 0, errno == EBADF else { return false }
      // The new descriptor gets the lowest free number, which is the missing one.
      _ = open("/dev/null", O_RDWR)
      return true
    })

  /// Writes the whole text.
  /// - Returns: an errno, or 0 on success.
  fileprivate static func write(_ text: String, to descriptor: Int32) -> Int32 {
    write(Array(text.utf8), to: descriptor)
  }

  /// Writes all bytes.
  /// - Returns: an errno, or 0 on success.
  fileprivate static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var left = bytes[...]
    while !left.isEmpty {
      let count = left.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        // Another process has made the descriptor non-blocking.
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
