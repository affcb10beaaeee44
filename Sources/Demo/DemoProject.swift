/// A fictional project.
struct DemoProject: Sendable {
  /// Its name: letters and hyphens.
  let name: String
  /// Prompts for it.
  let wishes: [String]

  /// Its folder.
  var folder: String { DemoPlayer.home + "/\(name)" }
  /// The folder in `projects` where Claude Code keeps its transcripts.
  var slug: String { "-home-ada-\(name)" }

  static let lighthouse = DemoProject(
    name: "lighthouse",
    wishes: [
      "The beam turns too fast in fog. Find out why and add a test.",
      "Split the lamp controller: timing in one place, hardware in another.",
      "Review the shutter module before we release it.",
      "Why does the simulator drift by a second a day?",
      "Make the outage log readable for the keeper.",
    ])

  static let tideTables = DemoProject(
    name: "tide-tables",
    wishes: [
      "Port the harmonic constants to the new table format.",
      "Spring tides are off by eleven minutes at the north pier.",
      "Let the station list load in pages.",
      "Write the migration for the gauge readings and try it on a copy.",
      "Find what makes the yearly run so slow.",
    ])

  static let harbourMap = DemoProject(
    name: "harbour-map",
    wishes: [
      "Draw depth lines at every zoom level.",
      "Labels overlap near the breakwater.",
      "Replace the hand-made projection with the library's.",
      "The tile cache never empties.",
    ])

  static let starCharts = DemoProject(
    name: "star-charts",
    wishes: [
      "Print the winter sky on one page.",
      "Add precession, then compare with the almanac.",
      "Make the planet colours easier to tell apart.",
    ])
}
