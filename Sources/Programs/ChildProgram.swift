import Foundation

/// Starts other programs. They get default signal handling, no open descriptors of this process, and normally a
/// session of their own, so that they have nothing to do with this terminal.
package enum ChildProgram {
  /// Finds a program.
  /// - Parameters:
  ///   - name: its name, or a path, which is used unchanged.
  ///   - path: folders separated by colons, as in `PATH`.
  /// - Returns: nil if there is no such program.
  package static func find(_ name: String, path: String?) -> String? {
    let candidates =
      name.contains("/") ? [name] : (path ?? "").split(separator: ":").map { "\($0)/\(name)" }
    return candidates.first(where: FileManager.default.isExecutableFile)
  }

  /// Starts a program without waiting for it; its output is discarded.
  /// - Parameters:
  ///   - words: the program and its arguments.
  ///   - more: additional environment variables.
  /// - Returns: false if it could not be started.
  @discardableResult
  package static func startDetached(_ words: [String], with more: [String: String] = [:]) -> Bool {
    guard let child = start(words, with: more) else { return false }
    // A child must be waited for, or it stays as a zombie.
    Thread.detachNewThread { _ = wait(for: child) }
    return true
  }

  /// Starts a program, which the caller has to wait for.
  /// - Parameters:
  ///   - words: the program and its arguments.
  ///   - more: additional environment variables.
  ///   - input: the descriptor it reads from; nil for none.
  ///   - output: the descriptor it prints to; nil to discard output.
  ///   - error: the descriptor for errors; nil to discard them.
  ///   - environment: its variables before `more` is added; by default those of this process.
  ///   - terminal: a terminal for all three descriptors; the program then gets a session of its own.
  ///   - staysInSession: whether it ends with this terminal, and on ^C.
  /// - Returns: its process id; nil if it could not be started.
  package static func start(
    _ words: [String], with more: [String: String] = [:], input: Int32? = nil,
    output: Int32? = nil, error: Int32? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment,
    terminal: String? = nil, staysInSession: Bool = false
  ) -> pid_t? {
    var files = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&files)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&files)
      posix_spawnattr_destroy(&attributes)
    }
    for (place, descriptor) in [(Int32(0), input), (1, output), (2, error)] {
      if let terminal {
        // The first terminal opened by a session leader becomes the session's terminal.
        posix_spawn_file_actions_addopen(&files, place, terminal, O_RDWR, 0)
      } else if let descriptor {
        posix_spawn_file_actions_adddup2(&files, descriptor, place)
      } else {
        posix_spawn_file_actions_addopen(&files, place, "/dev/null", O_RDWR, 0)
      }
    }
    // A child that outlives this program must not keep anything of it, or of its shell, open.
    for descriptor in openDescriptors where descriptor > 2 {
      posix_spawn_file_actions_addclose(&files, descriptor)
    }
    var (every, none) = (sigset_t(), sigset_t())
    sigfillset(&every)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &every)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK)
        | (staysInSession ? 0 : newSession))
    var arguments = words.map { strdup($0) } + [nil]
    let all = environment.merging(more) { $1 }
    var variables = all.map { strdup("\($0)=\($1)") } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    var child: pid_t = 0
    let failure = posix_spawnp(&child, words[0], &files, &attributes, &arguments, &variables)
    return failure == 0 ? child : nil
  }

  /// Waits until a program has ended.
  /// - Returns: its exit status; nil if a signal ended it.
  package static func wait(for child: pid_t) -> Int32? {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { return nil }
    }
    return status & 0x7f == 0 ? (status >> 8) & 0xff : nil
  }

  /// The descriptors open now; one closed in the meantime does no harm.
  private static var openDescriptors: [Int32] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    return (names ?? []).compactMap { Int32($0) }
  }

  /// `POSIX_SPAWN_SETSID`, which the module map does not show.
  private static let newSession: Int16 = 0x80
}
