import Glibc
import Ledger
import Programs
import Values

/// One GET request made by `curl`. The caller waits for its descriptor; no thread is needed.
///
/// An HTTP library would be loaded at every start (9 ms and 13 MB for Foundation's), for one request every five
/// minutes that most people never turn on.
final class CurlRequest {
  /// The request.
  struct Question {
    var url: String
    /// Header lines. They may contain secrets, and reach `curl` through a pipe that nobody else can read.
    var headers: [String]
    /// How long the answer may take, in seconds.
    var patience: Int
  }

  /// The extra time, in seconds, after which `curl` is killed if it has not ended by itself.
  private static let grace = 5
  /// The largest answer that is read, in bytes; real ones have a few thousand.
  private static let longest = 1 << 20

  /// Becomes readable when ``proceed()`` can continue.
  let descriptor: Int32
  private let child: pid_t
  private var printed: [UInt8] = []
  private var hasEnded = false
  private let deadline: ContinuousClock.Instant

  /// Starts the request.
  /// - Parameter curl: the path of the program.
  /// - Returns: nil if it could not be started.
  init?(_ question: Question, curl: String) {
    guard let input = CurlRequest.pipe(), let output = CurlRequest.pipe() else { return nil }
    let lines =
      [
        "url = \"\(question.url)\"", "silent", "include", "suppress-connect-headers", "globoff",
        "max-time = \(question.patience)", "max-redirs = 0", "proto = \"=http,https\"",
        // Unencrypted requests must not leave this machine through a proxy.
        question.url.hasPrefix("http:") ? "noproxy = \"*\"" : "",
      ] + question.headers.map { "header = \"\($0)\"" }
    let text = lines.joined(separator: "\n") + "\n"
    // The whole text fits into the pipe, so writing never blocks.
    let written = text.utf8.withContiguousStorageIfAvailable {
      write(input.write, $0.baseAddress, $0.count)
    }
    close(input.write)
    // Options skip curl's own settings file, which could send the secrets elsewhere.
    let started =
      written == text.utf8.count
      ? ChildProgram.start(
        [curl, "-q", "--config", "-"], input: input.read, output: output.write, staysInSession: true
      )
      : nil
    close(input.read)
    close(output.write)
    guard let started else {
      close(output.read)
      return nil
    }
    child = started
    deadline = .now + .seconds(question.patience + CurlRequest.grace)
    descriptor = output.read
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  }

  deinit { end(isCut: true) }

  private static func pipe() -> (read: Int32, write: Int32)? {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// Milliseconds until the request is ended in any case.
  var patience: Int64 { max(0, Int64((deadline - .now) / .milliseconds(1)) + 1) }

  /// Reads what has arrived so far.
  /// - Returns: the result; nil if it is not finished.
  func proceed() -> Result<HTTPAnswer, OnlineFailure>? {
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        guard .now >= deadline else { return nil }
        end(isCut: true)
        return .failure(OnlineFailure(.silent))
      }
      guard count > 0 else { break }
      printed += buffer[..<count]
      if printed.count > CurlRequest.longest {
        end(isCut: true)
        return .failure(OnlineFailure(.tooLong))
      }
    }
    switch end(isCut: false) {
    case 0:
      return HTTPAnswer(printed).map(Result.success) ?? .failure(OnlineFailure(.garbled))
    // These exit codes are from curl's manual.
    case 28: return .failure(OnlineFailure(.silent))
    default: return .failure(OnlineFailure(.unreachable))
    }
  }

  /// - Parameter isCut: whether to kill it at once.
  @discardableResult
  private func end(isCut: Bool) -> Int32? {
    guard !hasEnded else { return nil }
    hasEnded = true
    if isCut { kill(child, SIGKILL) }
    close(descriptor)
    return ChildProgram.wait(for: child)
  }
}
