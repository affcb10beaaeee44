import Canvas
import Foundation
import Testing

/// Compares whole screens with text files, which `FUELGAUGE_RENEW_GOLDEN=1 swift test` rewrites.
package enum Golden {
  /// Expects the screen to match the file `name` in the folder `Screens` beside the test.
  /// - Parameters:
  ///   - withStyles: whether styles must match too.
  ///   - tests: the `swift test --filter` that renews it.
  package static func expect(
    _ canvas: Canvas, is name: String, withStyles: Bool = false,
    renewing tests: String = "DashboardTests", in path: String = #filePath,
    at location: SourceLocation = #_sourceLocation
  ) throws {
    let screen = canvas.lines + (withStyles ? ["", "styles"] + canvas.styleLines : [])
    if name.contains("ascii") {
      // Letters in names need not be ASCII.
      #expect(
        screen.allSatisfy { $0.allSatisfy { $0.isASCII || $0.isLetter } }, sourceLocation: location)
    }
    let drawn = screen.joined(separator: "\n") + "\n"
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
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
      If that is as it should be: FUELGAUGE_RENEW_GOLDEN=1 swift test --filter \(tests)
      """, sourceLocation: location)
  }
}
