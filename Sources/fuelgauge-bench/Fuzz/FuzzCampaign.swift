import Foundation
import Synchronization

/// Runs cases of one target, seed after seed, until there are enough or time is up.
struct FuzzCampaign: Sendable {
  let target: FuzzTarget
  let ground: FuzzGround
  /// The seed of the first case.
  let seed: UInt64
  /// Cases run in parallel.
  var jobs = 2
  let most: Int
  let minutes: Double
  /// Where failures are reported.
  var say: @Sendable (String) -> Void = FuzzCampaign.print

  /// Prints without buffering, even to a file.
  static func print(_ text: String) {
    // The reader may be gone.
    try? FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
  }

  /// Runs the campaign.
  func run() throws -> FuzzTally {
    try FileManager.default.createDirectory(
      atPath: ground.folder, withIntermediateDirectories: true)
    let begin = ContinuousClock.now
    let end = begin + .seconds(min(minutes * 60, 1e9))
    let next = Atomic(0)
    let tally = Mutex(FuzzTally(target: target))
    DispatchQueue.concurrentPerform(iterations: jobs) { _ in
      while ContinuousClock.now < end {
        let number = next.add(1, ordering: .relaxed).oldValue
        guard number < most else { return }
        let one = FuzzCase(target: target, seed: seed &+ UInt64(number), ground: ground)
        one.run()
        // Keep one case for each kind of failure; others can be made again from their seeds.
        let isNews = tally.withLock { tally in
          tally.add(one)
          return tally.news(one.failures)
        }
        isNews.forEach { say($0.description) }
        if isNews.isEmpty { one.remove() }
      }
    }
    return tally.withLock { tally in
      tally.seconds = (ContinuousClock.now - begin) / .seconds(1)
      return tally
    }
  }
}
