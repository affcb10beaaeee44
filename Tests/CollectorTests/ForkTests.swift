import Ledger
import Storage
import TestSupport
import Testing

/// A fork starts with copies of its parent's answers; they stay its parent's.
@Suite struct ForkTests {
  private func line(_ number: Int, _ session: String, _ folder: String, _ more: String = "")
    -> String
  {
    AnswerLine(number).with {
      $0.session = session
      $0.folder = folder
      $0.more = more
    }.text
  }

  private func sums(_ home: TestHome, _ dimension: UsageDimension) throws -> [String: Int] {
    let report = try home.store.report(by: dimension, since: nil, until: nil, days: .utc)
    return Dictionary(uniqueKeysWithValues: report.rows.map { ($0.key, $0.totals.requests) })
  }

  private static let marks = [
    #","forkedFrom":{"sessionId":"s1","messageUuid":"u"}"#, #","requestSessionId":"s1""#,
  ]

  @Test(arguments: marks, [1, 2])
  func `requests stay with their first session and project`(mark: String, threads: Int)
    throws
  {
    for order in [["s1", "s2"], ["s2", "s1"], ["both"]] {
      let home = try TestHome(threads: threads)
      func write(_ name: String) throws {
        if name != "s2" {
          try home.write((1...3).map { line($0, "s1", "/w/demo") }, to: "s1")
        }
        if name != "s1" {
          try home.write(
            (1...3).map { line($0, "s2", "/w/demo/tree", mark) } + [line(4, "s2", "/w/demo/tree")],
            to: "s2")
        }
      }
      for name in order {
        try write(name)
        _ = try home.collector.collect()
      }
      #expect(try sums(home, .session) == ["s1": 3, "s2": 1], "\(order)")
      #expect(try sums(home, .project) == ["/w/demo": 3, "/w/demo/tree": 1], "\(order)")
      #expect(try home.store.verify(prices: .builtIn).differences == [])
      try home.folder.append(line(5, "s1", "/w/demo") + "\n", to: TestHome.place("s1"))
      _ = try home.collector.collect()
      #expect(try sums(home, .session) == ["s1": 4, "s2": 1], "\(order)")
    }
  }

  @Test func `a copy belongs to its parent's session even if the parent is gone`() throws {
    let home = try TestHome()
    try home.write(
      [line(1, "s2", "/w/tree", ForkTests.marks[0]), line(2, "s2", "/w/tree")], to: "s2")
    _ = try home.collector.collect()
    #expect(try sums(home, .session) == ["s1": 1, "s2": 1])
  }

  @Test func `of indistinguishable copies the first one read stays`() throws {
    for (first, second) in [("s1", "s2"), ("s2", "s1")] {
      let home = try TestHome()
      try home.write([line(1, first, "/w/\(first)")], to: "a")
      _ = try home.collector.collect()
      try home.write([line(1, second, "/w/\(second)")], to: "b")
      _ = try home.collector.collect()
      #expect(try sums(home, .session) == [first: 1])
      #expect(try sums(home, .project) == ["/w/\(first)": 1])
    }
  }

  @Test func `a line that names its own session as the origin is not a copy`() throws {
    let home = try TestHome()
    try home.write([line(1, "s1", "/w", #","requestSessionId":"s1""#)], to: "a")
    try home.write([line(1, "s2", "/x", ForkTests.marks[0])], to: "b")
    _ = try home.collector.collect()
    #expect(try sums(home, .session) == ["s1": 1])
    #expect(try sums(home, .project) == ["/w": 1])
  }
}
