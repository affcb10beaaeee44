import Canvas
import Foundation
import Testing

/// Compares whole screens with text files, which `FUELGAUGE_RENEW_GOLDEN=1 swift test` writes anew.
enum Golden {
  /// Expects the screen to be the one kept under `name`, its styles included if asked for.
  static func expect(
    _ canvas: Canvas, is name: String, withStyles: Bool = false,
    at location: SourceLocation = #_sourceLocation
  ) throws {
    let screen = canvas.lines + (withStyles ? ["", "styles"] + canvas.styleLines : [])
    let drawn = screen.joined(separator: "\n") + "\n"
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Screens")
    let file = folder.appendingPathComponent(name + ".txt")
    if ProcessInfo.processInfo.environment["FUELGAUGE_RENEW_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(drawn.utf8).write(to: file)
      return
    }
    let kept = (try? String(contentsOf: file, encoding: .utf8)) ?? "(there is no such file)\n"
    #expect(
      drawn == kept,
      """
      The screen differs from \(name).txt. Drawn:
      \(drawn)
      If that is as it should be: FUELGAUGE_RENEW_GOLDEN=1 swift test --filter DashboardTests
      """, sourceLocation: location)
  }
}
