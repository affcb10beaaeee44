/// A program that runs Claude Code with an MCP server's tools, one session per task. The results are so large
/// that it burns several times as much as a person's session.
struct DemoPipeline: Sendable {
  /// The prompt of each session.
  let wish: String
  /// The tools it calls.
  let calls: [DemoCall]
  /// The project it runs in.
  let project: DemoProject

  static let triage = DemoPipeline(
    wish: "Take the next open ticket and write what is known about it.",
    calls: DemoCall.tickets, project: .lighthouse)

  static let readings = DemoPipeline(
    wish: "Compare a day of gauge readings with the table and explain what differs.",
    calls: DemoCall.warehouse, project: .tideTables)

  static let plates = DemoPipeline(
    wish: "Find the plates of a field and list those worth scanning.",
    calls: DemoCall.skyArchive, project: .starCharts)
}
