import ArgumentParser
import Foundation
import Glibc

/// `fuelgauge-bench fuzz`: feeds the program hostile input, and reports what breaks.
struct FuzzCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz",
    abstract: "Feed the program hostile files, stores, answers and keys, and report what breaks.",
    discussion: """
      Each case has a home of its own, made from its seed alone, and runs the real program there. The case \
      of a seed is the same every time; what a terminal's timing does to it is not. A case that fails is \
      kept in its folder, with the command; its seed runs it again: fuzz TARGET --seed SEED --cases 1.

      A failure is: an end by a signal or with a status that is not 0, 1, 2, 64, 65 or 74; more than \
      2 seconds of the clock of which more than 1 was spent computing, or more than 10 in any case, so that \
      a busy machine raises no false alarm; more than 200 MB of memory; a control character or a mark that \
      turns text around in what is printed; JSON that is none; a good source beside a bad one that is no \
      longer counted, also once the bad one is gone; a store whose balance changed while verify says that \
      all agrees, or that a report wrote to; a terminal that is not as it was found.

      Exits with 1 if there was a failure. Do not build the program anew meanwhile.
      """)

  @Argument(help: "What to attack; everything by default.")
  var targets: [FuzzTarget] = []

  @Option(help: "Minutes for each target except stores.")
  var minutes = 10.0

  @Option(
    help:
      "The seed of the first case; each case has the next seed. Taken from the clock by default."
  )
  var seed: UInt64?

  @Option(help: "The maximum number of cases for each target.")
  var cases: Int?

  @Option(help: "How many damaged stores to try, however long it takes.")
  var stores = 2000

  @Option(help: "The program; by default the one beside this one.", completion: .file())
  var program: String?

  @Option(
    help: "How many times slower than usual commands may be, for a debug build or a busy machine.")
  var slow = 1.0

  @Option(help: "How many cases to run in parallel.")
  var jobs = 2

  @Option(help: "The folder for cases; failed ones are kept.")
  var folder = NSTemporaryDirectory() + "fuelgauge-fuzz"

  func validate() throws {
    guard minutes > 0, slow > 0, jobs > 0, stores > 0, cases ?? 1 > 0 else {
      throw ValidationError("--minutes, --slow, --jobs, --stores and --cases must be above zero.")
    }
  }

  func run() throws {
    // The reader of the report may stop reading, and a program that has ended reads no more keys.
    signal(SIGPIPE, SIG_IGN)
    let watches = FuzzChildren.endWithThis()
    defer { withExtendedLifetime(watches) {} }
    let first = seed ?? UInt64(time(nil)) * 1_000_000
    let beside = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("fuelgauge").path
    let ground = FuzzGround(
      program: try FuzzGround.program(program ?? beside), folder: folder, slow: slow)
    FuzzCampaign.print("fuzz: seed \(first), \(ground.program), cases in \(folder)")
    var tallies: [FuzzTally] = []
    for target in targets.isEmpty ? FuzzTarget.allCases : targets {
      let isStores = target == .stores
      let campaign = FuzzCampaign(
        target: target, ground: ground, seed: first, jobs: jobs,
        most: cases ?? (isStores ? stores : .max), minutes: isStores ? .infinity : minutes)
      tallies.append(try campaign.run())
    }
    FuzzCampaign.print(FuzzTally.table(tallies))
    if tallies.contains(where: { $0.failures > 0 }) { throw ExitCode(1) }
  }
}
