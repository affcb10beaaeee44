import Foundation
import TestSupport
import Testing
import Values

/// Many processes on one store.
@Suite struct CrowdTests {
  /// Seconds that the crowd toils; more by FUELGAUGE_CROWD_SECONDS.
  private var seconds: String {
    ProcessInfo.processInfo.environment["FUELGAUGE_CROWD_SECONDS"] ?? "2"
  }

  @Test func `eight processes lose nothing, count nothing twice and never see a lock`() throws {
    let program = try Program()
    #expect(try program.run("account", "add", "local").status == 0)
    #expect(try program.run("auto-reload", "on", "--below", "0", "--add", "500").status == 0)
    let crowd = try (1...8).map { seed in
      try program.start(
        ["toil", program.storePath, "--seed", "\(seed)", "--seconds", seconds],
        of: "fuelgauge-bench")
    }
    var moved = Money.zero
    var actions = 0
    for (process, output, error) in crowd {
      let said = output.fileHandleForReading.readDataToEndOfFile()
      let complaint = error.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      #expect(complaint.isEmpty, "\(String(decoding: complaint, as: UTF8.self))")
      let toil = try ToilAccount(String(decoding: said, as: UTF8.self))
      #expect(toil.doubtful == nil && toil.actions > 0)
      moved += toil.acknowledged
      actions += toil.actions
    }
    let status = try program.json("auto-reload", "--json")
    let reloaded = try Money(text: try #require(status["addedThisMonth"] as? String))
    #expect(try program.balance() == moved + reloaded, "after \(actions) actions")
    #expect(try program.run("verify").status == 0)
  }
}
