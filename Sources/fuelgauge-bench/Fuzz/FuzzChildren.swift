import Foundation
import Glibc
import Synchronization

/// The programs that run at the moment: who ends the campaign ends them too, for each has a session of its
/// own, and one that does not end would stay.
enum FuzzChildren {
  private static let running = Mutex<Set<pid_t>>([])

  static func add(_ child: pid_t) { running.withLock { _ = $0.insert(child) } }
  static func remove(_ child: pid_t) { running.withLock { _ = $0.remove(child) } }

  /// Ends them, and this program, when it is told to end.
  /// - Returns: what watches for that, to be kept.
  static func endWithThis() -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        running.withLock { $0.forEach { kill(-$0, SIGKILL) } }
        exit(128 + number)
      }
      source.resume()
      return source
    }
  }
}
