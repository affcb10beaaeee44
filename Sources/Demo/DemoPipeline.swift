/// A program that runs Claude Code with the tools of an MCP server, one session a task. Its calls bring
/// so much back that it burns several times what a person's session does.
struct DemoPipeline: Sendable {
  /// What each session is asked for.
  let wish: String
  /// What it calls.
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
