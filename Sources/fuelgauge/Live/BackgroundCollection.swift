import Collector
import Dashboard
import Foundation
import Storage
import Synchronization
import Terminal

/// Reads sources into the store in the background while the dashboard is open, as soon as no other process
/// does.
final class BackgroundCollection: Sendable {
  private let workplace: Workplace
  private let tell: @Sendable (DashboardMessage) -> Void
  private let follower = Mutex<Follower?>(nil)
  private let isStopped = Atomic(false)
  private let hasEnded = DispatchSemaphore(value: 0)

  /// Seconds between attempts to take the lock from another process.
  private static let retrySeconds = 2.0

  /// Shortest time between progress messages, because drawing must not slow reading down.
  private static let progressInterval = Duration.milliseconds(80)

  /// - Parameter tell: called from other threads with news.
  init(workplace: Workplace, tell: @escaping @Sendable (DashboardMessage) -> Void) {
    self.workplace = workplace
    self.tell = tell
  }

  /// Starts on a thread of its own.
  func start() {
    let thread = Thread {
      self.run()
      self.hasEnded.signal()
    }
    thread.name = "collector"
    thread.start()
  }

  /// Asks it to stop soon. Whatever is not committed is read again next time.
  func stop() {
    isStopped.store(true, ordering: .relaxed)
    follower.withLock { $0?.stop() }
  }

  /// Waits until it has stopped.
  /// - Parameter seconds: the longest wait.
  func waitForEnd(_ seconds: Double) { _ = hasEnded.wait(timeout: .now() + seconds) }

  /// Runs `body` while no transaction is open.
  func whileSettled(_ body: () -> Void) {
    guard let follower = follower.withLock({ $0 }) else { return body() }
    do {
      try follower.whileSettled(body)
    } catch {
      tell(.passFailed("\(error)"))
      body()
    }
  }

  /// Scans all sources now.
  func collectNow() { follower.withLock { $0?.walkNow() } }

  private func run() {
    while !isStopped.load(ordering: .relaxed) {
      do {
        switch try CollectorLock.attempt(store: workplace.storePath, following: true) {
        case .held(let holder): tell(.followedElsewhere(process: holder.process))
        case .acquired(let lock):
          defer { withExtendedLifetime(lock) {} }
          return try follow()
        }
      } catch let fault as StoreFault where fault.isOfAnotherFile {
        // The store was replaced, so the screen no longer shows it. A restart will read on.
        return tell(.passFailed("\(fault)"))
      } catch {
        tell(.passFailed("\(error)"))
      }
      Thread.sleep(forTimeInterval: BackgroundCollection.retrySeconds)
    }
  }

  private func follow() throws {
    // A connection of its own, so that drawing never waits for reading.
    let store = try workplace.openStore(isLive: true)
    let tell = tell
    let lastProgress = Mutex(ContinuousClock.now)
    // One thread only: with a second one beside this one, which is not a Dispatch thread, the memory
    // allocator found its lists corrupted at the end of one in fifty demos on a busy machine.
    let follower = Follower(
      collector: try workplace.collector(store, threads: 1),
      online: try workplace.onlineReadings(store), options: workplace.followerOptions
    ) { event in
      switch event {
      case .progress(let progress):
        let isDue = lastProgress.withLock { last in
          guard ContinuousClock.now - last >= BackgroundCollection.progressInterval else {
            return false
          }
          last = .now
          return true
        }
        guard isDue else { return }
        tell(
          .readingProgressed(
            filesDone: progress.filesDone, files: progress.files, bytesDone: progress.bytesDone,
            bytes: progress.bytes))
      case .pass(let report):
        tell(
          .passEnded(
            transcripts: report.isWhole ? report.files : nil,
            sourcesUnreadable: report.problems.count { $0.line == nil }))
      case .failure(let reason):
        tell(.passFailed(reason))
      }
    }
    self.follower.withLock { $0 = follower }
    if !isStopped.load(ordering: .relaxed) { try follower.run() }
  }
}
