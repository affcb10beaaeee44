import ArgumentParser
import Canvas
import Collector
import Foundation
import Ledger
import Storage
import Synchronization

/// `fuelgauge collect`: reads the sources into the store, once or for as long as it runs.
struct CollectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: "Read what is new in every source, once or continuously.")

  @Flag(help: "Keep following the sources until interrupted.")
  var follow = false

  @Flag(help: "Print one JSON object per pass.")
  var json = false

  @OptionGroup var options: GlobalOptions

  func run() throws {
    let workplace = try Workplace.ofCommand(options)
    let store = try workplace.openStore(isLive: follow)
    // What follows holds the store to the very end of the process.
    defer { if follow { store.checkpoint() } }
    let collector = try workplace.collector(store)
    let online = try workplace.onlineReadings(store)
    switch try CollectingTurn.take(store: workplace.storePath, following: follow) {
    case .followed(let process):
      // Somebody does what was asked for, and keeps doing it.
      let note =
        "process \(process) already reads the sources; nothing was read here"
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
    // Nobody else has to wait for the network.
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

/// Who feeds the store: this process, or one that follows the sources already.
enum CollectingTurn {
  case ours(CollectorLock)
  case followed(by: Int32)

  /// Takes the collector's lock, waiting for a process that only reads once.
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

/// `collect --follow`: until SIGINT or SIGTERM.
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
        // A folder that cannot be listed is named once, not at every look.
        let isNews = known.withLock { known in
          defer { if report.isWhole { known = report.problems } }
          return !report.problems.allSatisfy(known.contains)
        }
        guard report.filesRead > 0 || isNews else { return }
        // Straight to the descriptor: whoever reads a pipe gets each pass when it ends.
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
    // A reader that goes away ends the following as orderly as a signal does.
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
