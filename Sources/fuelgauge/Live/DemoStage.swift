import Dashboard
import Demo
import Foundation
import Storage
import Synchronization
import Values

/// A played day: a home and a store in a folder of their own, where an invented day goes by 120 times
/// as fast as a real one. Everything after that is as with real data.
final class DemoStage: Sendable {
  /// Where the dashboard looks instead of the person's own files.
  let workplace: Workplace

  private let folder: String
  private let demo: Mutex<DemoPlay>
  private let isEnded = Atomic(false)

  /// Two minutes a second.
  private static let speed: Int64 = 120

  /// Seconds between two steps of the play.
  private static let step = 0.25

  /// The day begins at 08:30, so that five minutes show all of its work; `FUELGAUGE_NOW` begins it
  /// elsewhere.
  private static let opening = 8 * Instant.perHour + 30 * Instant.perMinute

  /// Makes the folder.
  /// - Throws: ``Failure`` if it cannot be made.
  init(_ real: Workplace, seed: UInt64) throws {
    folder = NSTemporaryDirectory() + "fuelgauge-demo-" + UUID().uuidString
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure(
        status: .file,
        message: "\(folder): cannot be made for the demo: \(error.localizedDescription)")
    }
    let start = real.clock.start ?? real.days.start(of: real.now).advanced(by: DemoStage.opening)
    workplace = real.moved(
      home: folder, store: folder + "/usage.sqlite",
      clock: WorkClock(start: start, speed: DemoStage.speed))
    let script = DemoScript(
      seed: seed, start: start, days: real.days, prices: try workplace.prices())
    demo = Mutex(DemoPlay(script, folder: folder, start: start))
  }

  /// Begins the play, on a thread of its own.
  /// - Parameter tell: called from that thread with what the person of the demo does, and when something cannot
  ///   be played; it is tried again.
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

  /// Ends the play and leaves nothing behind.
  func end() {
    isEnded.store(true, ordering: .relaxed)
    // The player may be at work for a last time.
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
