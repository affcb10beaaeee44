import Foundation
import Synchronization

/// Cases of one target, one seed after the other, until there are enough of them or the time is over.
struct FuzzCampaign: Sendable {
  let target: FuzzTarget
  let ground: FuzzGround
  /// Of the first case.
  let seed: UInt64
  /// Cases at a time.
  var jobs = 2
  let most: Int
  let minutes: Double
  /// Where it is said what failed.
  var say: @Sendable (String) -> Void = FuzzCampaign.print

  /// Prints at once, also where the output goes to a file.
  static func print(_ text: String) {
    // Who reads it may have gone.
    try? FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
  }

  /// Runs them.
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
        // A case is kept once for each thing that breaks; its seed makes it again.
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
