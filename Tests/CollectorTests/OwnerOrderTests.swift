import Foundation
import GRDB
import Ledger
import Meters
import Pricing
import TestSupport
import Testing
import Values

@testable import Collector
@testable import Storage

/// What paid for requests, and who owns them, is the same however their files arrived in pieces and whenever the
/// process died.
@Suite struct OwnerOrderTests {
  /// A home with two logins, read by one process after the other.
  private final class Home {
    let folder: TemporaryFolder
    private(set) var store: UsageStore
    private(set) var collector: Collector
    private let clock = SetClock()

    init() throws {
      clock.now = try #require(Instant("2026-11-20T09:00:00Z"))
      folder = try TemporaryFolder()
      (store, collector) = try Home.start(folder, clock)
      for (organization, name) in [("org-1", "ada@x.example"), ("org-2", "ada@work.example")] {
        try folder.write(
          #"{"oauthAccount":{"accountUuid":"a","organizationUuid":"\#(organization)","emailAddress":"\#(name)"}}"#,
          to: ".claude.json")
        _ = try collector.collect()
        _ = try store.perform(
          .setBalance(dollars(100)), on: name, at: clock.now)
      }
      clock.now = try #require(Instant("2026-11-20T12:00:00Z"))
    }

    private static func start(
      _ folder: TemporaryFolder, _ clock: SetClock
    ) throws -> (UsageStore, Collector) {
      let store = try UsageStore(path: folder.path("store/usage.sqlite"), rules: clock.rules)
      let environment = ["HOME": folder.path]
      let roots = TranscriptRoots(environment: environment)
      return (
        store,
        Collector(
          store: store, prices: .builtIn, roots: roots,
          logins: LoginReader(roots: roots, environment: environment), threads: 1)
      )
    }

    func restart() throws { (store, collector) = try Home.start(folder, clock) }

    /// Every request: what paid, how certain that is, who owns it, what was charged; and the balances.
    func outcome() throws -> [String] {
      #expect(try store.verify(prices: .builtIn).differences == [])
      let requests = try store.read { database in
        try String.fetchAll(
          database,
          sql: """
            SELECT message || ' ' || purse || ' ' || basis || ' ' || name.text || ' '
              || ifnull(charged, '-')
            FROM request JOIN facet ON facet.id = facet JOIN name ON name.id = account
            ORDER BY message
            """)
      }
      return try requests
        + store.funds(at: clock.now).accounts.map {
          "\($0.account.name) \($0.balance.amount?.decimalText ?? "")"
        }.sorted()
    }
  }

  private struct File {
    var name: String
    var lines: [String]
  }

  private func line(_ number: Int, _ change: (inout AnswerLine) -> Void) -> AnswerLine {
    AnswerLine(number).with {
      $0.time = "2026-11-20T10:\(number + 10):00.000Z"
      $0.version = "2.1.332"
      ($0.input, $0.output) = (0, 40_000)
      change(&$0)
    }
  }

  /// A session with subagents, whose owner is named anywhere, if at all, and may change.
  private func session(_ random: inout SeededRandom) -> [File] {
    var files = [File(name: "s", lines: [])]
    for agent in 0..<random.pick(1...2) {
      files.append(File(name: "s/subagents/agent-\(agent)", lines: []))
    }
    var owners = random.pick([[], ["org-1"], ["org-1"], ["org-1", "org-2"], ["org-3"]])
    var asked = random.pick(["1h", "5m"])
    for number in 0..<random.pick(3...14) {
      if !owners.isEmpty, random.chance(3) {
        files[0].lines.append(OtherLine.owner(owners.removeFirst()))
      }
      if random.chance(3) { asked = random.pick(["1h", "5m"]) }
      let place = random.pick(0...files.count - 1)
      let made = line(number) {
        $0.isSidechain = place > 0
        $0.more = #","promptCacheRequested":"\#(place > 0 ? "5m" : asked)""#
        if place == 0, random.chance(8) {
          $0.more += #","quotaLimits":{"status":"allowed","isUsingOverage":true}"#
        }
      }
      files[place].lines.append(made.text)
      if place > 0, random.chance(6) { files[0].lines.append(made.progressText) }
    }
    for owner in owners where random.chance(2) { files[0].lines.append(OtherLine.owner(owner)) }
    return files
  }

  @Test(arguments: seeds(6))
  func `pieces and restarts give the same as one reading of everything`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for round in 0..<5 {
      let files = session(&random)
      let whole = try Home()
      for file in files where !file.lines.isEmpty {
        try whole.folder.write(
          file.lines.map { $0 + "\n" }.joined(), to: TestHome.place(file.name))
      }
      _ = try whole.collector.collect()

      let pieces = try Home()
      var left = files.map { Array(($0.lines.map { $0 + "\n" }.joined()).utf8) }
      while left.contains(where: { !$0.isEmpty }) {
        let index = random.pick(left.indices.filter { !left[$0].isEmpty })
        // A piece may end in the middle of a line.
        let count = min(left[index].count, random.pick(1...2000))
        let end = random.chance(3) ? nil : left[index][(count - 1)...].firstIndex(of: 10)
        let text = String(decoding: left[index][...(end ?? count - 1)], as: UTF8.self)
        left[index].removeFirst((end ?? count - 1) + 1)
        let place = TestHome.place(files[index].name)
        if FileManager.default.fileExists(atPath: pieces.folder.path(place)) {
          try pieces.folder.append(text, to: place)
        } else {
          try pieces.folder.write(text, to: place)
        }
        switch random.pick(0...4) {
        case 0: break
        case 1: _ = try pieces.collector.collect(files: [pieces.folder.path(place)])
        case 2:
          // It ends with what was committed by then.
          let collector = pieces.collector
          _ = try collector.collect { _ in collector.stop() }
          try pieces.restart()
        default: _ = try pieces.collector.collect()
        }
      }
      _ = try pieces.collector.collect()
      let (one, other) = (try pieces.outcome(), try whole.outcome())
      let text = files.map { ([$0.name] + $0.lines).joined(separator: "\n") }
      #expect(one == other, "seed \(seed), round \(round): \(text.joined(separator: "\n"))")
    }
  }

  /// Reads one file with readers that die after a given number of batches.
  private func read(_ path: String, into home: Home, dyingAfter deaths: [Int]) throws {
    struct Death: Error {}
    let writer = UsageWriter(store: home.store, prices: .builtIn)
    for death in deaths + [.max] {
      var handed = 0
      let reader = TranscriptReader { batch, _ in
        if handed == death { throw Death() }
        handed += 1
        try writer.write(batch)
        try writer.commit()
        return true
      }
      let found = try #require(TranscriptFiles.file(at: path))
      let known = try home.store.sourceFiles().first { $0.path == path }
      if let known, known.size == found.size, known.modified == found.modified { continue }
      do {
        try reader.read(found, known: known, configFolder: home.folder.path(".claude"))
        try reader.finish()
      } catch is Death {
        continue
      }
    }
  }

  @Test(arguments: [[0], [1], [2], [3], [1, 1], [2, 3], []])
  func `a process that dies in a long file leaves nothing unread or unattributed`(deaths: [Int])
    throws
  {
    func text(_ numbers: Range<Int>) -> [String] {
      numbers.map { number in
        line(0) {
          $0.message = "msg_\(number)"
          $0.request = "req_\(number)"
          $0.output = 4
          $0.more = #","promptCacheRequested":"5m""#
        }.text
      }
    }
    let lines = text(0..<3000) + [OtherLine.owner("org-1")] + text(3000..<6000)
    let home = try Home()
    let path = try home.folder.write(
      lines.map { $0 + "\n" }.joined(), to: TestHome.place("long"))
    try read(path, into: home, dyingAfter: deaths)
    let rows = try home.store.report(by: .purse, since: nil, until: nil, days: .utc).rows
    #expect(rows.map(\.key) == ["extra"] && rows.map(\.totals.requests) == [6000])
    #expect(
      try home.outcome().suffix(2) == [
        "ada@work.example 100.000000000", "ada@x.example 99.400000000",
      ])
  }
}
