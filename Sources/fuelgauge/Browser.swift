import Foundation

/// Opens a page in the person's browser.
struct Browser {
  private let environment: [String: String]

  init(_ environment: [String: String]) { self.environment = environment }

  /// Opens a page, without waiting for what is shown.
  /// - Returns: false where no browser was found or none can be seen.
  func open(_ page: String) -> Bool {
    guard let command else { return false }
    let isPlaced = command.contains { $0.contains("%s") }
    return Browser.start(
      isPlaced ? command.map { $0.replacingOccurrences(of: "%s", with: page) } : command + [page])
  }

  /// Starts a program that has nothing to do with this terminal: it may draw nowhere, and stays when the
  /// terminal goes.
  private static func start(_ words: [String]) -> Bool {
    var files = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&files)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&files)
      posix_spawnattr_destroy(&attributes)
    }
    for descriptor: Int32 in 0...2 {
      posix_spawn_file_actions_addopen(&files, descriptor, "/dev/null", O_RDWR, 0)
    }
    // A browser that outlives this program must hold nothing open of it or of its shell.
    for descriptor in openDescriptors where descriptor > 2 {
      posix_spawn_file_actions_addclose(&files, descriptor)
    }
    var (all, none) = (sigset_t(), sigset_t())
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK) | newSession)
    var arguments = words.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var child: pid_t = 0
    guard posix_spawnp(&child, words[0], &files, &attributes, &arguments, environ) == 0 else {
      return false
    }
    // Whoever ends must be waited for, or stays as a zombie.
    let started = child
    Thread.detachNewThread {
      var status: Int32 = 0
      while waitpid(started, &status, 0) < 0, errno == EINTR {}
    }
    return true
  }

  /// What is open now; one that is closed by then is no fault.
  private static var openDescriptors: [Int32] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    return (names ?? []).compactMap { Int32($0) }
  }

  /// `POSIX_SPAWN_SETSID`, which the module map does not show.
  private static let newSession: Int16 = 0x80

  /// The first of `$BROWSER` that is there, else xdg-open where there is a screen to show it on.
  private var command: [String]? {
    let named = (environment["BROWSER"] ?? "").split(separator: ":").map {
      $0.split(separator: " ").map(String.init)
    }
    let fallback = hasDisplay ? [["xdg-open"]] : []
    return (named + fallback).first { words in words.first.map(isThere) ?? false }
  }

  private var hasDisplay: Bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].contains { !(environment[$0] ?? "").isEmpty }
  }

  private func isThere(_ program: String) -> Bool {
    if program.contains("/") { return FileManager.default.isExecutableFile(atPath: program) }
    return (environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
  }
}
