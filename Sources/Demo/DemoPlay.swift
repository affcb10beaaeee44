import Ledger
import Meters
import Pricing
import Storage
import Values

/// A demo as a whole: what tools leave in a home, what they report to a store, and what a person does there.
package struct DemoPlay {
  private var player: DemoPlayer
  private var money: DemoMoney
  private let start: Instant
  private var isOpen = false
  /// How many more times a deed is put off for what is not counted yet.
  private var patience = DemoPlay.mostPatience

  private static let mostPatience = 12

  /// A demo that nothing has been played of.
  /// - Parameters:
  ///   - folder: the home.
  ///   - start: when the person begins to count, a moment of the day the script opens on.
  package init(_ script: DemoScript, folder: String, start: Instant) {
    player = DemoPlayer(script, folder: folder)
    money = DemoMoney(script: script, start: start)
    self.start = start
  }

  /// Plays what has happened up to and with `now` and was not played yet. Where something waits for requests
  /// that are not counted, it stops before; it is played the next time, and without them after some.
  /// - Parameter collect: reads the home into the store; somebody else may do it.
  /// - Returns: what the person has done, in sentences.
  package mutating func play(
    to now: Instant, into store: UsageStore, _ writer: UsageWriter, collect: () throws -> Void = {}
  ) throws -> [String] {
    if !isOpen {
      let known = try store.funds(at: start).accounts.map(\.account.name)
      for account in DemoAccount.all(since: start) where !known.contains(account.name) {
        try store.addAccount(account, at: start)
      }
      isOpen = true
    }
    var sentences: [String] = []
    while let deed = money.next(upTo: now) {
      // What is there when the demo opens is known before it is read.
      if deed.time > start { try write(to: deed.time, writer) }
      if try !store.isReady(for: deed) {
        try collect()
        if try !store.isReady(for: deed), patience > 0 {
          patience -= 1
          return sentences
        }
      }
      try store.perform(deed)
      money.done()
      patience = DemoPlay.mostPatience
      if let sentence = deed.sentence { sentences.append(sentence) }
    }
    try write(to: now, writer)
    return sentences
  }

  private mutating func write(to now: Instant, _ writer: UsageWriter) throws {
    let lines = try player.play(to: now)
    if lines.isEmpty { return }
    var text = lines.joined(separator: "\n")
    let (requests, problems) = text.withUTF8 { RecordLines.read($0, name: "demo") }
    assert(problems.isEmpty, "\(problems)")
    var batch = UsageBatch()
    requests.forEach { batch.add($0) }
    try writer.write(batch)
    try writer.commit()
  }
}
