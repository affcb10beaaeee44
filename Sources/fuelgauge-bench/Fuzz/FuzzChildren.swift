import Foundation
import Glibc
import Synchronization

/// The programs currently running. When the campaign is stopped they must be killed too, because each has a
/// session of its own, and one that hangs would stay behind.
enum FuzzChildren {
  private static let running = Mutex<Set<pid_t>>([])

  static func add(_ child: pid_t) { running.withLock { _ = $0.insert(child) } }
  static func remove(_ child: pid_t) { running.withLock { _ = $0.remove(child) } }

  /// Kills them, and ends this program, on a signal to end.
  /// - Returns: the signal sources, which the caller must keep.
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
