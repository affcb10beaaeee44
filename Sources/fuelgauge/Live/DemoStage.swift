import Dashboard
import Demo
import Foundation
import Storage
import Synchronization
import Values

/// The demo: a home and a store in a folder of their own, where a made-up day goes by at 120 times the normal
/// speed. Everything else works as with real data.
final class DemoStage: Sendable {
  /// The workplace the dashboard uses instead of the user's own.
  let workplace: Workplace

  private let folder: String
  private let demo: Mutex<DemoPlay>
  private let isEnded = Atomic(false)

  /// How many times faster than normal time passes: two minutes a second.
  private static let speed: Int64 = 120

  /// Seconds between steps of the demo.
  private static let step = 0.25

  /// The demo starts at 08:30, so that five minutes show the whole working day. `FUELGAUGE_NOW` sets another
  /// start.
  private static let opening = 8 * Instant.perHour + 30 * Instant.perMinute

  /// Creates the demo's folder.
  /// - Throws: ``Failure`` if it cannot be created.
  init(_ real: Workplace, seed: UInt64) throws {
    folder = NSTemporaryDirectory() + "fuelgauge-demo-" + UUID().uuidString
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure(
        status: .file,
        message: "\(folder): cannot be created for the demo: \(error.localizedDescription)")
    }
    let start = real.clock.start ?? real.days.start(of: real.now).advanced(by: DemoStage.opening)
    workplace = real.moved(
      home: folder, store: folder + "/usage.sqlite",
      clock: WorkClock(start: start, speed: DemoStage.speed))
    let script = DemoScript(
      seed: seed, start: start, days: real.days, prices: try workplace.prices())
    demo = Mutex(DemoPlay(script, folder: folder, start: start))
  }

  /// Starts playing on a thread of its own.
  /// - Parameter tell: called from that thread with what the demo's user does, and when a step fails, which
  ///   is retried.
  func play(tell: @escaping @Sendable (DashboardMessage) -> Void) {
    let thread = Thread { [self] in
      var stores: (store: UsageStore, writer: UsageWriter)?
      while !isEnded.load(ordering: .relaxed) {
        do {
          for sentence in try play(into: &stores) { tell(.played(sentence)) }
        } catch {
          tell(.passFailed("the demo: \(error)"))
        }
        Thread.sleep(forTimeInterval: DemoStage.step)
      }
    }
    thread.name = "demo"
    thread.start()
  }

  /// Ends the demo and removes its files.
  func end() {
    isEnded.store(true, ordering: .relaxed)
    // The lock waits for a step still running.
    demo.withLock { _ in try? FileManager.default.removeItem(atPath: folder) }
  }

  private func open() throws -> (store: UsageStore, writer: UsageWriter) {
    let store = try workplace.openStore(isLive: true)
    return (store, UsageWriter(store: store, prices: try workplace.prices()))
  }

  private func play(
    into stores: inout (store: UsageStore, writer: UsageWriter)?
  ) throws -> [String] {
    try demo.withLock { demo in
      if isEnded.load(ordering: .relaxed) { return [] }
      let (store, writer) = try stores ?? open()
      stores = (store, writer)
      return try demo.play(to: workplace.runningNow, into: store, writer)
    }
  }
}
