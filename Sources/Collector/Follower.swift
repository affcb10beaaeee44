import Glibc
import Meters
import Storage
import Synchronization

/// Keeps a store up to date: reads everything once, then whatever changes, until it is stopped.
///
/// The system reports changes if it can; otherwise the sources are checked periodically. An occasional walk over
/// all of them finds what was not reported.
package final class Follower: Sendable {
  /// How to follow the sources.
  package struct Options: Sendable, Equatable {
    /// Whether to use change reports from the system.
    package var usesReports = true
    /// Seconds between walks if there are no reports.
    package var pollSeconds = 2.0

    /// Creates the defaults: reports if available, else a walk every two seconds.
    package init() {}
  }

  /// What it reports to its owner.
  package enum Event: Sendable {
    /// The progress of a full reading.
    case progress(Collector.Progress)
    /// A pass has ended.
    case pass(Collector.Report)
    /// A pass failed and will be tried again.
    case failure(String)
  }

  private let collector: Collector
  private let online: OnlineReadings?
  private let options: Options
  private let wakePipe: (read: Int32, write: Int32)
  private let tell: @Sendable (Event) -> Void

  /// Seconds between walks if there are reports.
  private static let walkSeconds = 60.0
  /// Seconds between walks as long as no source folder exists.
  private static let searchSeconds = 5.0
  /// Milliseconds between checks that the store is still in place.
  private static let placeInterval: Int64 = 2000

  /// Creates a follower. `tell` is called from the thread that runs it and from reading threads.
  /// - Parameter online: asks claude.ai for readings in the meantime; nil for none.
  package init(
    collector: Collector, online: OnlineReadings? = nil, options: Options = Options(),
    tell: @escaping @Sendable (Event) -> Void
  ) {
    self.collector = collector
    self.online = online
    self.options = options
    self.tell = tell
    var ends: [Int32] = [-1, -1]
    pipe(&ends)
    wakePipe = (ends[0], ends[1])
  }

  deinit {
    close(wakePipe.read)
    close(wakePipe.write)
  }

  /// Ends ``run()`` soon. May be called from any thread.
  package func stop() {
    collector.stop()
    _ = write(wakePipe.write, Wake.stop, 1)
  }

  /// Walks all sources now. May be called from any thread.
  package func walkNow() { _ = write(wakePipe.write, Wake.walk, 1) }

  /// Runs `body` while no transaction is open; see ``Collector/whileSettled(_:)``.
  package func whileSettled(_ body: () -> Void) throws { try collector.whileSettled(body) }

  private enum Wake {
    static let stop = "s"
    static let walk = "w"
  }

  /// Follows the sources until ``stop()``.
  /// - Throws: ``StoreFault`` if the store's file was replaced or removed; anything read from then on would be
  ///   lost.
  package func run() throws {
    let rounds = online.map(OnlineRounds.init)
    while true {
      // Watching begins before reading, so that no change in between is missed. A folder that appeared in between
      // is watched from the next turn on.
      var folders = collector.folders()
      var watch: FolderWatch?
      while true {
        watch =
          options.usesReports
          ? FolderWatch(folders: folders.all, files: collector.singleFiles) : nil
        try walk()
        let now = collector.folders()
        if now == folders { break }
        folders = now
      }
      guard try follow(watch, rounds, hasSources: !folders.sources.isEmpty) else { return }
    }
  }

  /// Reads changes until it is time for a walk.
  /// - Returns: false if it was stopped.
  private func follow(
    _ watch: FolderWatch?, _ rounds: OnlineRounds?, hasSources: Bool
  ) throws -> Bool {
    let seconds =
      watch != nil && hasSources
      ? Follower.walkSeconds : hasSources ? options.pollSeconds : Follower.searchSeconds
    let deadline = ContinuousClock.now + .seconds(seconds)
    try attempt { try rounds?.refresh() }
    while true {
      try collector.ensureStoreInPlace()
      let left = deadline - .now
      guard left > .zero else { return true }
      // `poll` ignores negative descriptors.
      var waits = [wakePipe.read, watch?.descriptor, rounds?.descriptor].map {
        pollfd(fd: $0 ?? -1, events: Int16(POLLIN), revents: 0)
      }
      let wait = min(
        Int64(left / .milliseconds(1)) + 1, rounds?.wait ?? .max, Follower.placeInterval)
      poll(&waits, nfds_t(waits.count), Int32(wait))
      if waits[0].revents != 0 { return !isStopped() }
      if waits[2].revents != 0 || rounds?.wait == 0 { try attempt { try rounds?.proceed() } }
      // Another process may have recorded a reading, such as a status line.
      try attempt { try collector.reviewPurses() }
      guard let watch, waits[1].revents != 0 else { continue }
      let changes = watch.changes()
      if changes.needsWalk { return true }
      if changes.touchesSingleFile { try readSingleFiles() }
      if !changes.files.isEmpty { try pass { try collector.collect(files: changes.files) } }
    }
  }

  private func isStopped() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = max(0, read(wakePipe.read, &bytes, bytes.count))
    return bytes[..<count].contains(UInt8(ascii: "s"))
  }

  /// Walks all sources.
  private func walk() throws {
    try pass { try collector.collect { [tell] in tell(.progress($0)) } }
  }

  private func attempt(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let fault as StoreFault where fault.isOfAnotherFile {
      throw fault
    } catch {
      tell(.failure("\(error)"))
    }
  }

  private func readSingleFiles() throws {
    try attempt {
      try collector.collectLogins()
      if let report = try collector.collectSpool() { tell(.pass(report)) }
    }
  }

  private func pass(_ read: () throws -> Collector.Report) throws {
    try attempt { tell(.pass(try read())) }
  }
}
