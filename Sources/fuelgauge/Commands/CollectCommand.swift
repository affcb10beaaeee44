import ArgumentParser
import Canvas
import Collector
import Foundation
import Ledger
import Storage
import Synchronization

/// `fuelgauge collect`: reads the sources into the store, once or continuously.
struct CollectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: "Read new usage from all sources, once or continuously.")

  @Flag(help: "Keep following the sources until interrupted.")
  var follow = false

  @Flag(help: "Print one JSON object per pass.")
  var json = false

  @OptionGroup var options: GlobalOptions

  func run() throws {
    let workplace = try Workplace.ofCommand(options)
    let store = try workplace.openStore(isLive: follow)
    // Following keeps the store open until the process ends.
    defer { if follow { store.checkpoint() } }
    let collector = try workplace.collector(store)
    let online = try workplace.onlineReadings(store)
    switch try CollectingTurn.take(store: workplace.storePath, following: follow) {
    case .followed(let process):
      // Another process is already doing what was asked, and will keep doing it.
      let note =
        "process \(process) is already reading the sources; nothing was read here"
      try StandardOutput.print(
        json ? JSONText.fields(["followedBy": .int(Int(process))]).printed : note)
    case .ours(let lock):
      defer { withExtendedLifetime(lock) {} }
      if follow {
        try FollowingRun(
          collector: collector, online: online, workplace: workplace, json: json
        ).run()
      } else {
        let report = try collector.collect()
        let standing = try store.sourceProblems()
        try StandardOutput.print(
          json
            ? CollectOutput.json(report, standing: standing).printed
            : CollectOutput.text(report, workplace, standing: standing))
      }
    }
    // Ask only after the lock is released, so that no other process waits for the network.
    guard !follow else { return }
    try online.askDue()
    for state in try store.funds(at: workplace.now).accounts {
      guard let asked = state.observed.online, asked.failure != nil else { continue }
      StandardError.print(
        SafeText.clean(
          "online readings of \(state.account.name): \(asked.sentence(at: workplace.now))"))
    }
  }
}

/// Who reads the sources: this process, or another one that already follows them.
enum CollectingTurn {
  case ours(CollectorLock)
  case followed(by: Int32)

  /// Takes the collector's lock, waiting for a process that is doing a single pass.
  static func take(store path: String, following: Bool) throws -> CollectingTurn {
    while true {
      switch try CollectorLock.attempt(store: path, following: following) {
      case .acquired(let lock): return .ours(lock)
      case .held(let holder) where holder.isFollowing: return .followed(by: holder.process)
      case .held: Thread.sleep(forTimeInterval: 0.02)
      }
    }
  }
}

/// `collect --follow`: runs until SIGINT, SIGTERM or SIGHUP.
private struct FollowingRun {
  let collector: Collector
  let online: OnlineReadings
  let workplace: Workplace
  let json: Bool

  func run() throws {
    let json = json
    let workplace = workplace
    let known = Mutex<[SourceProblem]>([])
    let failure = Mutex<(any Error)?>(nil)
    let running = Mutex<Follower?>(nil)
    let follower = Follower(
      collector: collector, online: online, options: workplace.followerOptions
    ) { event in
      switch event {
      case .progress: break
      case .failure(let text): StandardError.print(text)
      case .pass(let report):
        // Report an unreadable folder once, not on every pass.
        let isNews = known.withLock { known in
          defer { if report.isWhole { known = report.problems } }
          return !report.problems.allSatisfy(known.contains)
        }
        guard report.filesRead > 0 || isNews else { return }
        // Unbuffered, so that the reader of a pipe gets each pass as it ends.
        let text =
          json ? CollectOutput.json(report).printed : CollectOutput.text(report, workplace)
        do {
          try StandardOutput.print(text)
        } catch {
          failure.withLock { $0 = $0 ?? error }
          running.withLock { $0?.stop() }
        }
      }
    }
    running.withLock { $0 = follower }
    defer { running.withLock { $0 = nil } }
    // A closed pipe ends the run as cleanly as a signal does.
    signal(SIGPIPE, SIG_IGN)
    let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { follower.stop() }
      source.resume()
      return source
    }
    defer { sources.forEach { $0.cancel() } }
    let watch = try NoticeWatch(workplace)
    defer { watch?.cancel() }
    try follower.run()
    if let failure = failure.withLock({ $0 }) { throw failure }
  }
}
