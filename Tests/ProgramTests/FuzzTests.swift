import Foundation
import Synchronization
import TestSupport
import Testing
import Values

@testable import fuelgauge_bench

/// A slice of `fuelgauge-bench fuzz`: few cases of each target, of the same seeds every time unless
/// FUELGAUGE_SEED names one or FUELGAUGE_CAMPAIGN wants more.
@Suite(.serialized) struct FuzzTests {
  @Test(arguments: FuzzTarget.allCases)
  func `whatever is hostile breaks nothing`(target: FuzzTarget) throws {
    let folder = try TemporaryFolder()
    // A debug build on a machine that runs other tests beside it.
    let ground = FuzzGround(program: try Program.path, folder: folder.path, slow: 10)
    for seed in seeds(target.casesInTests) {
      let said = Mutex<[String]>([])
      let campaign = FuzzCampaign(
        target: target, ground: ground, seed: seed, jobs: 1, most: 1, minutes: .infinity
      ) { text in said.withLock { $0.append(text) } }
      let tally = try campaign.run()
      #expect(tally.failures == 0, "seed \(seed): \(said.withLock { $0.joined(separator: "\n") })")
      #expect(tally.commands > 0, "seed \(seed): nothing was run")
    }
  }

  @Test func `a seed makes the same every time, and another one something else`() {
    let text = Array(#"{"a":[1,"two",null],"b":{"c":3.5,"d":"e"}}"#.utf8)
    func made(_ seed: UInt64) -> [[UInt8]] {
      var random = SeededRandom(seed: seed)
      return (0..<20).map { _ in
        ByteMutation.text(JSONMutation.text(text, 2, &random), &random)
      }
    }
    #expect(made(7) == made(7))
    #expect(made(7) != made(8))
    #expect(made(7).contains { $0 != text })
  }

  @Test(arguments: [
    ("exit 3", "status 3"), ("kill -SEGV $$", "ended by signal 11"),
    ("printf '\\033[2J'", "U+1B in standard output"),
    ("printf '\\377' >&2", "invalid UTF-8 in standard error"),
    ("echo '{\"a\":inf}'", "JSON that is none"), ("sleep 100", "it does not end"),
    ("while :; do :; done", "it does not end"), ("exec cat /dev/zero", "its output is endless"),
    ("echo planted-secret", "a secret in standard output"),
  ])
  func `what breaks is named`(script: String, fault: String) throws {
    let folder = try TemporaryFolder()
    let conditions = FuzzRun.Conditions(
      environment: [:], folder: folder.path, outputPath: folder.path("output"),
      errorPath: folder.path("error"), mostSeconds: script.contains("/dev/zero") ? 60 : 2)
    let run = try #require(FuzzRun(["/bin/sh", "-c", script, "--json"], conditions))
    #expect(FuzzVerdict.faults(run, slow: 1).contains(fault))
  }
}

extension FuzzTarget {
  /// A few seconds' worth.
  fileprivate var casesInTests: Int {
    switch self {
    case .transcripts, .accounts, .settings, .cursorState: 2
    case .csv, .themes: 2
    case .stores: 6
    case .terminal: 4
    case .answers: 1
    }
  }
}
