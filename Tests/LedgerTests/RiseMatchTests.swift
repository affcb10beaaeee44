import Ledger
import TestSupport
import Testing
import Values

/// Explains money that a reading shows beyond what was counted.
@Suite struct RiseMatchTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var previous: Int
    var expected: Int
    var reading: Int
    var pending: [Int]
    /// The indices of the settled top-ups, and what is left.
    var settled: [Int]
    var recognised = 0
  }

  private static let cases = [
    Case(
      testDescription: "nothing pending, a rise", previous: 10, expected: 8, reading: 33,
      pending: [], settled: [], recognised: 25),
    Case(
      testDescription: "less gone than counted is no top-up", previous: 10, expected: 2,
      reading: 8, pending: [], settled: []),
    Case(
      testDescription: "all was spent before it came", previous: 30, expected: 0, reading: 25,
      pending: [25], settled: [0]),
    Case(
      testDescription: "the one that fits, not the oldest", previous: 10, expected: 10,
      reading: 60, pending: [25, 50], settled: [1]),
    Case(
      testDescription: "two together", previous: 10, expected: 10, reading: 85,
      pending: [25, 100, 50], settled: [0, 2]),
    Case(
      testDescription: "chat spent some of it", previous: 10, expected: 9, reading: 31,
      pending: [25], settled: [0]),
    Case(
      testDescription: "another one too", previous: 10, expected: 10, reading: 65,
      pending: [25], settled: [0], recognised: 30),
    Case(
      testDescription: "too little to be it", previous: 10, expected: 9, reading: 11,
      pending: [25], settled: [], recognised: 2),
    Case(
      testDescription: "nothing rose", previous: 10, expected: 10, reading: 4, pending: [25],
      settled: []),
  ]

  @Test(arguments: cases)
  func `a rise is pending top-ups or else unrecorded money`(_ example: Case) {
    let match = RiseMatch(
      previous: dollars(example.previous), expected: dollars(example.expected),
      reading: dollars(example.reading),
      pending: example.pending.enumerated().map { (id: Int64($0), amount: dollars($1)) })
    #expect(match.settled.sorted() == example.settled.map(Int64.init))
    #expect(match.recognised == dollars(example.recognised))
  }
}
