import Advice
import Collector
import Foundation
import Ledger
import Meters
import Pricing
import Storage
import Synchronization
import TestSupport
import Testing
import Values

/// A home with transcripts, and a store fed from them.
final class TestHome: Sendable {
  let folder: TemporaryFolder
  let store: UsageStore
  let collector: Collector
  private let days: CivilDays

  /// - Parameter rules: the rules for its ledgers.
  init(threads: Int = 2, rules: LedgerRules = .test) throws {
    folder = try TemporaryFolder()
    store = try UsageStore(path: folder.path("store/usage.sqlite"), rules: rules)
    let environment = ["HOME": folder.path]
    let roots = TranscriptRoots(environment: environment)
    collector = Collector(
      store: store, prices: .builtIn, roots: roots,
      logins: LoginReader(roots: roots, environment: environment),
      otherToolLogs: { OtherToolLog.all(environment: environment) },
      spool: HookSpool(store: folder.path("store/usage.sqlite")), threads: threads)
    days = CivilDays(zone: try #require(TimeZone(identifier: "UTC")))
  }

  static func place(_ name: String) -> String { ".claude/projects/-home-ada-project/\(name).jsonl" }

  func write(_ lines: [String], to name: String) throws {
    try folder.write(lines.map { $0 + "\n" }.joined(), to: TestHome.place(name))
  }

  func total() throws -> UsageTotals {
    try store.report(by: .tool, since: nil, until: nil, days: days).total
  }
}

private func answer(_ number: Int, output: Int = 10) -> String {
  AnswerLine(number).with {
    $0.output = output
  }.text
}

/// Problems in sources stay listed as long as they exist.
@Suite struct SourceProblemTests {
  private func standing(_ home: TestHome) throws -> [String] {
    try home.store.sourceProblems().map {
      ($0.path as NSString).lastPathComponent + ($0.line.map { ":\($0)" } ?? "") + " " + $0.reason
    }
  }

  @Test func `a bad line stays listed until its file is read cleanly`() throws {
    let home = try TestHome()
    try home.write([answer(1), "broken"], to: "a")
    _ = try home.collector.collect()
    #expect(try standing(home) == ["a.jsonl:2 not a JSON object"])
    // Neither a pass without news nor a good line after it clears the problem.
    _ = try home.collector.collect()
    try home.folder.append(answer(2) + "\n", to: TestHome.place("a"))
    _ = try home.collector.collect()
    #expect(try standing(home) == ["a.jsonl:2 not a JSON object"])
    try home.write([answer(1), answer(2), answer(3)], to: "a")
    _ = try home.collector.collect()
    #expect(try standing(home) == [])
  }

  @Test func `for a rewritten file only current problems are listed`() throws {
    let home = try TestHome()
    try home.write(["broken", answer(1)], to: "a")
    _ = try home.collector.collect()
    try home.write([answer(1), answer(2), "broken", "more"], to: "a")
    _ = try home.collector.collect()
    #expect(try standing(home) == ["a.jsonl:3 not a JSON object", "a.jsonl:4 not a JSON object"])
  }

  @Test func `it disappears with its file, and its lines leave the counts`() throws {
    let home = try TestHome()
    try home.write([answer(1), "broken"], to: "a")
    _ = try home.collector.collect()
    try FileManager.default.removeItem(atPath: home.folder.path(TestHome.place("a")))
    _ = try home.collector.collect()
    #expect(try standing(home) == [])
    #expect(try home.store.sourceFiles().map(\.skipped) == [0])
    #expect(try home.total().requests == 1)
  }

  @Test func `a renamed file keeps it`() throws {
    let home = try TestHome()
    try home.write([answer(1), "broken"], to: "a")
    _ = try home.collector.collect()
    #expect(
      rename(home.folder.path(TestHome.place("a")), home.folder.path(TestHome.place("b"))) == 0)
    try home.folder.append("worse\n", to: TestHome.place("b"))
    _ = try home.collector.collect()
    #expect(try standing(home) == ["b.jsonl:2 not a JSON object", "b.jsonl:3 not a JSON object"])
  }

  @Test func `only the latest few per file are kept`() throws {
    let home = try TestHome()
    try home.write((1...300).map { "broken \($0)" }, to: "a")
    try home.write(["broken"], to: "b")
    _ = try home.collector.collect()
    let found = try standing(home)
    #expect(found.count == 6 && found.last == "b.jsonl:1 not a JSON object", "\(found)")
    #expect(found[4] == "a.jsonl:20 not a JSON object; 280 more lines are unusable too")
  }

  @Test func `a log of another tool is listed, in later passes too`() throws {
    let home = try TestHome()
    let task = ".cline/data/tasks/1/ui_messages.json"
    try home.folder.write("[{", to: task)
    _ = try home.collector.collect()
    _ = try home.collector.collect()
    #expect(try standing(home) == ["ui_messages.json is not valid JSON"])
    try home.folder.write("[]", to: task)
    _ = try home.collector.collect()
    #expect(try standing(home) == [])
  }
}

@Suite struct CollectorTests {
  @Test func `a second pass finds nothing new and opens nothing`() throws {
    let home = try TestHome()
    try home.write([answer(1), answer(2)], to: "a")
    try home.write([answer(2), answer(3)], to: "b")
    let first = try home.collector.collect()
    #expect(first.files == 2 && first.filesRead == 2 && first.counts.new == 3)
    let second = try home.collector.collect()
    #expect(second.files == 2 && second.filesRead == 0 && second.counts == .zero)
  }

  @Test func `a renamed file is not read again`() throws {
    let home = try TestHome()
    try home.write([answer(1)], to: "a")
    _ = try home.collector.collect()
    try FileManager.default.moveItem(
      atPath: home.folder.path(TestHome.place("a")), toPath: home.folder.path(TestHome.place("b")))
    let report = try home.collector.collect()
    #expect(report.bytes == 0 && report.counts.known == 0)
    #expect(try home.store.sourceFiles().map(\.path) == [home.folder.path(TestHome.place("b"))])
  }

  @Test func `usage of a purged file stays`() throws {
    let home = try TestHome()
    try home.write([answer(1)], to: "a")
    _ = try home.collector.collect()
    try FileManager.default.removeItem(atPath: home.folder.path(TestHome.place("a")))
    let report = try home.collector.collect()
    #expect(report.files == 0)
    #expect(try home.total().requests == 1)
  }

  @Test func `a truncated file is read from its beginning and nothing is lost`() throws {
    let home = try TestHome()
    try home.write([answer(1), answer(2)], to: "a")
    _ = try home.collector.collect()
    try home.write([answer(3)], to: "a")
    let report = try home.collector.collect()
    #expect(report.counts.new == 1)
    #expect(try home.total().requests == 3)
  }

  @Test func `a file replaced by another of the same name is read whole`() throws {
    let home = try TestHome()
    try home.write([answer(1)], to: "a")
    _ = try home.collector.collect()
    try home.write([answer(4), answer(5), answer(6)], to: "new")
    let path = home.folder.path(TestHome.place("a"))
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.moveItem(atPath: home.folder.path(TestHome.place("new")), toPath: path)
    #expect(try home.collector.collect().counts.new == 3)
  }

  /// Lines are cut at random bytes and completed later, shuffled over files and duplicated, and read after each
  /// step: the totals are those of the lines.
  @Test(arguments: seeds(6))
  func `the totals do not depend on how files grow`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let outputs = (0..<random.pick(10...40)).map { _ in random.pick(1...1000) }
    var lines = outputs.enumerated().flatMap { number, output in
      // Streamed copies of the answer, then the final one.
      (0..<random.pick(0...2)).map { _ in answer(number, output: random.pick(0...output)) }
        + [answer(number, output: output)]
    }
    lines += (0..<10).map { _ in random.pick(lines) }
    lines.shuffle(using: &random)
    let home = try TestHome(threads: random.pick(1...2))
    var waiting = (0..<3).map { file in
      lines.indices.filter { $0 % 3 == file }.map { lines[$0] + "\n" }.joined()
    }
    for name in ["a", "b", "c"] { try home.write([], to: name) }
    while !waiting.allSatisfy(\.isEmpty) {
      for (index, name) in ["a", "b", "c"].enumerated() where random.chance(2) {
        let bytes = waiting[index].prefix(random.pick(1...2500))
        try home.folder.append(String(bytes), to: TestHome.place(name))
        waiting[index].removeFirst(bytes.count)
      }
      let report = try home.collector.collect()
      #expect(report.problems.isEmpty, "seed \(seed)")
    }
    let total = try home.total()
    #expect(total.requests == outputs.count, "seed \(seed)")
    #expect(total.tokens.output == outputs.reduce(0, +), "seed \(seed)")
    #expect(try home.store.verify(prices: .builtIn).differences.isEmpty, "seed \(seed)")
  }

  @Test func `one process at a time has the lock, until it ends`() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("usage.sqlite")
    try {
      guard case .acquired(let lock) = try CollectorLock.attempt(store: store, following: true)
      else {
        Issue.record("a free lock was refused")
        return
      }
      defer { withExtendedLifetime(lock) {} }
      guard case .held(let holder) = try CollectorLock.attempt(store: store, following: false)
      else {
        Issue.record("a lock was given twice")
        return
      }
      #expect(holder.process == getpid() && holder.isFollowing)
    }()
    guard case .acquired = try CollectorLock.attempt(store: store, following: false) else {
      Issue.record("a lock outlived its holder")
      return
    }
  }
}

@Suite struct FollowerTests {
  /// Waits until `condition` is true, at most ten seconds.
  private func wait(for condition: () throws -> Bool) rethrows -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while .now < end {
      if try condition() { return true }
      usleep(2000)
    }
    return false
  }

  private func follow(
    _ home: TestHome, usesReports: Bool, _ body: () throws -> Void
  ) throws {
    var options = Follower.Options()
    options.usesReports = usesReports
    options.pollSeconds = 0.05
    let passes = Atomic(0)
    let follower = Follower(collector: home.collector, options: options) { event in
      if case .pass = event { passes.add(1, ordering: .relaxed) }
    }
    let thread = Thread {
      do {
        try follower.run()
      } catch {
        Issue.record("\(error)")
      }
    }
    thread.start()
    #expect(wait { passes.load(ordering: .relaxed) > 0 })
    try body()
    follower.stop()
    #expect(wait { thread.isFinished })
  }

  @Test(arguments: [true, false])
  func `appended lines and new files in new folders are read`(usesReports: Bool) throws {
    let home = try TestHome()
    try home.write([answer(1)], to: "a")
    try follow(home, usesReports: usesReports) {
      #expect(try wait { try home.total().requests == 1 })
      try home.folder.append(answer(2) + "\n", to: TestHome.place("a"))
      #expect(try wait { try home.total().requests == 2 })
      try home.write([answer(3)], to: "deep/er/b")
      #expect(try wait { try home.total().requests == 3 })
      try home.folder.append(answer(4) + "\n", to: TestHome.place("deep/er/b"))
      #expect(try wait { try home.total().requests == 4 })
    }
  }

  @Test func `a source folder that appears later is found at once`() throws {
    let home = try TestHome()
    try follow(home, usesReports: true) {
      try home.write([answer(1)], to: "a")
      #expect(try wait { try home.total().requests == 1 })
    }
  }

  @Test func `stopping is quick while no source exists`() throws {
    let home = try TestHome()
    try follow(home, usesReports: true) {}
  }
}
