import Advice
import ArgumentParser
import Canvas
import Storage
import Values

/// `fuelgauge checkup`: the checklist.
struct CheckupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkup",
    abstract: "Check everything that can make tools fail, with evidence and remedies.",
    discussion: """
      Exits with 1 if a point needs attention, and with 2 while tools are being refused.
      """)

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var freshness: FreshnessOptions
  @OptionGroup var options: GlobalOptions

  func run() throws {
    let workplace = try Workplace.ofCommand(options)
    let funds = try workplace.openFreshStore(freshness).funds(at: workplace.now)
    let points = Checkup.points(
      of: funds, at: workplace.now, guards: workplace.installedHooks.all.map(\.fact))
    try StandardOutput.print(
      json
        ? CheckupOutput.json(points, at: workplace.now).printed
        : CheckupOutput.text(points))
    if !funds.refusals.isEmpty { throw Failure(status: .rejected, message: "") }
    if points.contains(where: { $0.state == .problem || $0.state == .attention }) {
      throw Failure(status: .attention, message: "")
    }
  }
}

/// The checklist as text and JSON.
enum CheckupOutput {
  static func json(_ points: [CheckupPoint], at now: Instant) -> JSONText {
    .fields([
      "at": .time(now),
      "points": .array(
        points.map { point in
          .fields([
            "id": .string(point.id.rawValue), "state": .string(point.state.rawValue),
            "evidence": .string(point.evidence), "remedy": .optional(point.remedy),
            "steps": .array(point.steps.map { .string($0) }),
          ])
        }),
    ])
  }

  /// Lists the steps of points that need attention. The steps of the sources list what could not be read.
  static func text(_ points: [CheckupPoint]) -> String {
    points.flatMap { point -> [String] in
      let head = TextWidth.fit(point.state.rawValue, 10) + TextWidth.fit(point.id.title, 13)
      let isWrong = point.state == .problem || point.state == .attention
      let indent = TextWidth.spaces(23)
      return [head + SafeText.clean(point.evidence)]
        + (point.remedy.map { [indent + "→ " + SafeText.clean($0)] } ?? [])
        + (isWrong || point.id == .sources
          ? point.steps.map { indent + "  " + SafeText.clean($0) } : [])
    }.joined(separator: "\n")
  }
}
