import Ledger
import TestSupport
import Testing
import Values

@testable import Advice

/// When a balance will be empty at one pace.
@Suite struct TimeToZeroTests {

  private static func reload(add: Int, most: Int?, below: Int = 5, added: Int = 0) -> AutoReload {
    var reload = AutoReload(
      settings: .init(
        isOn: true, below: dollars(below), add: dollars(add), monthlyMax: most.map(dollars)))
    reload.addedThisMonth = dollars(added)
    return reload
  }

  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var balance: Int?
    var perHour: Int
    var reload = AutoReload()
    var now = "2026-11-30T20:30:00Z"
    /// The moment, or the case's name.
    var expected: String
  }

  private static let cases = [
    Case(
      testDescription: "an unknown balance", balance: nil, perHour: 1, expected: "unknownBalance"),
    Case(testDescription: "empty", balance: 0, perHour: 1, expected: "now"),
    Case(testDescription: "empty and unused", balance: 0, perHour: 0, expected: "now"),
    Case(testDescription: "no use", balance: 5, perHour: 0, expected: "noUsage"),
    Case(
      testDescription: "a steady pace", balance: 80, perHour: 40, expected: "2026-11-30T22:30:00Z"),
    Case(
      testDescription: "a maximum bounds reloads", balance: 80, perHour: 80,
      reload: reload(add: 20, most: 20), expected: "2026-11-30T21:45:00Z"),
    Case(
      testDescription: "a new month gives them new room", balance: 80, perHour: 80,
      reload: reload(add: 20, most: 20), now: "2026-11-30T23:30:00Z",
      expected: "2026-12-01T00:45:00Z"),
    Case(
      testDescription: "what was added counts", balance: 80, perHour: 80,
      reload: reload(add: 20, most: 20, added: 20), expected: "2026-11-30T21:30:00Z"),
    Case(
      testDescription: "without a maximum it lasts", balance: 80, perHour: 80,
      reload: reload(add: 20, most: nil), expected: "never"),
    Case(
      testDescription: "little use a month is filled up for ever", balance: 80, perHour: 1,
      reload: reload(add: 20, most: 1000), expected: "never"),
  ]

  @Test(arguments: cases)
  func `the end follows from the pace, reloads and months`(_ example: Case) throws {
    let now = try #require(Instant(example.now))
    let found = TimeToZero(
      balance: example.balance.map(dollars),
      perHour: dollars(example.perHour), autoReload: example.reload, at: now)
    let text = if case .at(let time) = found { time.rfc3339 } else { "\(found)" }
    #expect(text == example.expected)
  }
}
