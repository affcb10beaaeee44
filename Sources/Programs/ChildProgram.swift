import Foundation

/// Another program that is started by this one: it gets the signals as they are by default, nothing that is open
/// here, and as a rule a session of its own, so that it has nothing to do with this terminal.
package enum ChildProgram {
  /// Where a program is found.
  /// - Parameters:
  ///   - name: its name, or a path that is taken as it is.
  ///   - path: folders with colons between, as `PATH` gives them.
  /// - Returns: nil if there is no such program.
  package static func find(_ name: String, path: String?) -> String? {
    let candidates =
      name.contains("/") ? [name] : (path ?? "").split(separator: ":").map { "\($0)/\(name)" }
    return candidates.first(where: FileManager.default.isExecutableFile)
  }

  /// Starts a program and forgets it; whatever it prints is not shown.
  /// - Parameters:
  ///   - words: the program and its arguments.
  ///   - more: variables beside those of this process.
  /// - Returns: false if it could not be started.
  @discardableResult
  package static func startDetached(_ words: [String], with more: [String: String] = [:]) -> Bool {
    guard let child = start(words, with: more) else { return false }
    // Whoever ends must be waited for, or stays as a zombie.
    Thread.detachNewThread { _ = wait(for: child) }
    return true
  }

  /// Starts a program, which the caller has to wait for.
  /// - Parameters:
  ///   - words: the program and its arguments.
  ///   - more: variables beside those of this process.
  ///   - input: what it reads from, a descriptor of this process; nil: nothing.
  ///   - output: what it prints to; nil: it is not kept.
  ///   - error: what it complains to; nil: it is not kept.
  ///   - environment: its variables before `more`; those of this process, unless said otherwise.
  ///   - terminal: a terminal that is to be its own, for all three; it then has a session of its own.
  ///   - staysInSession: whether it ends with the terminal, and by its ^C.
  /// - Returns: its process; nil if it could not be started.
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
        // The first terminal that the leader of a session opens becomes the session's.
        posix_spawn_file_actions_addopen(&files, place, terminal, O_RDWR, 0)
      } else if let descriptor {
        posix_spawn_file_actions_adddup2(&files, descriptor, place)
      } else {
        posix_spawn_file_actions_addopen(&files, place, "/dev/null", O_RDWR, 0)
      }
    }
    // What outlives this program must hold nothing open of it or of its shell.
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

  /// What is open now; one that is closed by then is no fault.
  private static var openDescriptors: [Int32] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    return (names ?? []).compactMap { Int32($0) }
  }

  /// `POSIX_SPAWN_SETSID`, which the module map does not show.
  private static let newSession: Int16 = 0x80
}
