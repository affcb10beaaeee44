import Ledger
import TestSupport
import Testing
import Values

@testable import Advice

@Suite struct BurnChartTests {
  @Test func `a rate is averaged with the steps before it, also at the left edge`() {
    let window = ChartWindow.minutes15
    #expect(window.smoothing == 2)
    var values = Array(repeating: Int64(0), count: window.steps)
    values[0] = 4
    values[14] = 2
    var chart = BurnChart(
      window: window, start: Instant(milliseconds: 0), series: [.cursor: values.map { dollars($0) }]
    )
    var expected = Array(repeating: Int64(0), count: window.steps)
    (expected[0], expected[1], expected[14]) = (2, 2, 1)
    #expect(chart.smoothed(.cursor) == expected.map { dollars($0) })
    chart.lead = [.cursor: [dollars(6)]]
    expected[0] = 5
    #expect(chart.smoothed(.cursor) == expected.map { dollars($0) })
    #expect(chart.smoothed(.mcp).isEmpty)
  }

  @Test func `rates too large to represent are clamped`() {
    var usage = ToolUsage(tool: .api)
    usage.burn.cost = Money(nanos: .max)
    let snapshot = UsageSnapshot(
      at: Instant(milliseconds: 0), burnWindow: Span(milliseconds: 1), tools: [usage],
      chart: BurnChart(window: .hour1, start: Instant(milliseconds: 0), series: [:]))
    #expect(snapshot.perHour(usage.burn).nanos == .max)
  }
}
