import Testing
import Values

@testable import Ledger

/// What plan windows and the month's spend say about who paid.
@Suite struct PlanReadingsTests {
  private static let noon = Instant(year: 2026, month: 3, day: 10).advanced(
    by: 12 * Instant.perHour)
  private static func at(_ minute: Int) -> Instant { noon + .minutes(Int64(minute)) }

  private static func window(
    _ used: Double, at minute: Int, renews: Int? = 240, id: String = "fiveHour"
  ) -> PlanWindow {
    PlanWindow(
      id: id, usedPercent: used, resetsAt: renews.map(at), asOf: at(minute))
  }

  struct Row: CustomTestStringConvertible, Sendable {
    var name: String
    var windows: [PlanWindow]
    var time = 60
    var model = "claude-opus-4-6"
    var sign: PurseEvidence.Windows
    var testDescription: String { name }
  }

  static let rows = [
    Row(name: "nothing read", windows: [], sign: .unknown),
    Row(name: "room before, nothing after", windows: [window(40, at: 0)], sign: .unknown),
    Row(
      name: "room before and after", windows: [window(40, at: 0), window(60, at: 90)], sign: .room),
    Row(
      name: "filled up in between", windows: [window(40, at: 0), window(100, at: 90)],
      sign: .unknown),
    Row(name: "full before", windows: [window(100, at: 0)], sign: .full),
    Row(name: "over full before", windows: [window(102, at: 0), window(104, at: 90)], sign: .full),
    Row(name: "full, renewed by then", windows: [window(100, at: 0, renews: 30)], sign: .unknown),
    Row(
      name: "full, renewed by then, room since",
      windows: [
        window(100, at: 0, renews: 30), window(5, at: 40, renews: 340),
        window(8, at: 90, renews: 340),
      ],
      sign: .room),
    Row(
      name: "renews between two readings",
      windows: [window(40, at: 0, renews: 70), window(5, at: 90, renews: 370)], sign: .unknown),
    Row(
      name: "one window with room, another full",
      windows: [
        window(40, at: 0), window(41, at: 90), window(100, at: 0, renews: 5000, id: "sevenDay"),
      ], sign: .full),
    Row(
      name: "one window with room, another unknown after",
      windows: [
        window(40, at: 0), window(41, at: 90), window(50, at: 0, renews: 5000, id: "sevenDay"),
      ],
      sign: .unknown),
    Row(
      name: "another model's window is full",
      windows: [
        window(40, at: 0), window(41, at: 90),
        window(100, at: 0, renews: 5000, id: "sevenDaySonnet"),
      ], sign: .room),
    Row(
      name: "this model's window is full",
      windows: [
        window(40, at: 0), window(41, at: 90),
        window(100, at: 0, renews: 5000, id: "sevenDaySonnet"),
      ], model: "claude-sonnet-4-6", sign: .full),
    Row(
      name: "other programs' windows don't count",
      windows: [
        window(40, at: 0), window(41, at: 90), window(100, at: 0, id: "sevenDayOauthApps"),
      ],
      sign: .room),
    Row(
      name: "no renewal known, read soon after",
      windows: [window(0, at: 0, renews: nil), window(3, at: 90)], sign: .room),
    Row(
      name: "no renewal known, read long after",
      windows: [window(0, at: 0, renews: nil), window(3, at: 400, renews: 500)], sign: .unknown),
  ]

  @Test(arguments: rows) func `windows around a request say whether the plan could pay`(row: Row) {
    let readings = PlanReadings(row.windows)
    #expect(readings.sign(at: Self.at(row.time), model: row.model) == row.sign)
    #expect(readings.isPlanKnown(at: Self.at(row.time)) == !row.windows.isEmpty)
  }

  @Test func `a plan read a week ago says nothing about today`() {
    let readings = PlanReadings([Self.window(40, at: 0)])
    #expect(readings.isPlanKnown(at: Self.at(7 * 1440)))
    #expect(!readings.isPlanKnown(at: Self.at(7 * 1440 + 1)))
    #expect(!readings.isPlanKnown(at: Self.at(-7 * 1440 - 1)))
  }

  // MARK: - The month's spend

  private func judge(
    _ readings: [(Int, Int)], _ items: [(Int, Int?, SpendJudgement.Standing)]
  ) -> [PurseEvidence.Spend] {
    func cents(_ amount: Int) -> Money { Money(nanos: Int64(amount) * 10_000_000) }
    let judged = SpendJudgement.of(
      readings.map { .init(asOf: Self.at($0.0), used: cents($0.1)) },
      items.enumerated().map {
        .init(
          id: Int64($0.offset), time: Self.at($0.element.0), cost: $0.element.1.map(cents),
          standing: $0.element.2)
      })
    return items.indices.map { judged[Int64($0)] ?? .unknown }
  }

  private let open = SpendJudgement.Standing.open(likely: nil)

  @Test func `a spend that did not move means that the plan paid`() {
    #expect(
      judge([(0, 4321), (60, 4321)], [(5, 40, open), (10, 49, open)]) == [.allPlan, .allPlan])
    #expect(
      judge([(0, 4321), (60, 4321)], [(5, nil, open), (10, 49, open)]) == [.allPlan, .allPlan])
  }

  @Test func `a spend that moved by the costs means that extra usage paid`() {
    #expect(
      judge([(0, 4321), (60, 4410)], [(5, 40, open), (10, 49, open)]) == [.allExtra, .allExtra])
    #expect(
      judge([(0, 4321), (60, 4411)], [(5, 40, open), (10, 49, open)]) == [.allExtra, .allExtra])
    #expect(
      judge([(0, 4321), (60, 4410)], [(5, nil, open), (10, 89, open)]) == [.unknown, .unknown])
  }

  @Test func `a spend that moved by less means that the latest requests were drawn`() {
    #expect(
      judge([(0, 100), (60, 150)], [(5, 40, open), (10, 30, open), (11, 20, open)])
        == [.partPlan, .partExtra, .partExtra])
    #expect(
      judge(
        [(0, 100), (60, 150)], [(5, 40, open), (10, 30, .open(likely: .extra)), (11, 20, open)])
        == [.partPlan, .unknown, .partExtra])
  }

  @Test func `what follows from nothing is not judged`() {
    // Somebody else draws too.
    #expect(judge([(0, 100), (60, 200)], [(5, 40, open)]) == [.unknown])
    // Less than five cents.
    #expect(judge([(0, 100), (60, 100)], [(5, 4, open)]) == [.unknown])
    // The second reading is too close.
    #expect(judge([(0, 100), (14, 140)], [(5, 40, open)]) == [.unknown])
    #expect(judge([(0, 100), (14, 140), (15, 140)], [(5, 40, open)]) == [.allExtra])
    // Something proven paid.
    #expect(
      judge([(0, 100), (60, 140)], [(5, 40, .drawn), (6, 9, open)]) == [.unknown, .allPlan])
    #expect(
      judge([(0, 100), (60, 109)], [(5, 40, .other), (6, 9, open)]) == [.unknown, .allExtra])
  }

  @Test func `months are not compared with each other`() {
    let days = 22 * 1440
    #expect(judge([(days - 800, 4000), (days, 40)], [(days - 60, 40, open)]) == [.unknown])
  }

  @Test func `the nearest pair of readings that proves something decides`() {
    #expect(
      judge([(0, 100), (20, 140), (60, 140)], [(5, 40, open), (30, 49, open)])
        == [.allExtra, .allPlan])
  }
}
