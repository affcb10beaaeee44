import Foundation
import TestSupport
import Testing
import Values

/// What people do to a store in many processes, any of which may die, and what must be there afterwards.
private final class Campaign {
  private let program: Program
  /// What was acknowledged: status 0, and nothing but that.
  private var acknowledged = Money.zero
  private var records = 0
  /// What a process that died may have done or not.
  private var doubtful: [Money] = []
  private var number = 0
  /// How many commands ended by themselves, and how many were ended.
  private(set) var ended = (well: 0, killed: 0)

  init() throws {
    program = try Program(["FUELGAUGE_NOW": "2026-03-02T12:00:00Z"])
    let opened = try program.at("2026-03-01T00:00:00Z").run("account", "add", "local")
    #expect(opened.status == 0)
  }

  /// One command with the given variables, killed after so many microseconds if asked for.
  func act(_ variables: [String: String], killAfter: UInt32? = nil, _ random: inout SeededRandom)
    throws
  {
    number += 1
    let count = random.pick(1...9999)
    let amount = cents(count)
    let text = amount.rounded(to: 2)
    let isCharge = random.chance(2)
    let faulty = program.at("2026-03-02T12:00:00Z", variables)
    let line =
      #"{"id":"r\#(number)","tool":"api","time":"2026-03-02T11:00:00Z","model":"m","purse":"extra","input":1,"output":1,"cost":"\#(text)"}"#
    let (process, output, error) = try faulty.start(
      isCharge ? ["record"] : ["top-up", text, "--yes"], input: isCharge ? line : "")
    if let killAfter {
      usleep(killAfter)
      kill(process.processIdentifier, SIGKILL)
    }
    _ = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = String(
      decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationReason == .exit { ended.well += 1 } else { ended.killed += 1 }
    let moved = isCharge ? .zero - amount : amount
    if process.terminationReason == .exit, process.terminationStatus == 0 {
      acknowledged += moved
      records += isCharge ? 1 : 0
    } else {
      doubtful.append(moved)
      if process.terminationReason == .exit, process.terminationStatus == 74 {
        #expect(complaint.contains("usage.sqlite: "), "\(complaint)")
      }
    }
  }

  /// What is there must be what was acknowledged and, of what was not, each as a whole or not at all.
  func check(_ what: String) throws {
    let verified = try program.run("verify")
    #expect(verified.status == 0, "\(what): \(verified.output)\(verified.error)")
    let text = try #require(try program.json("balance", "--json")["amount"] as? String, "\(what)")
    let balance = try signed(text)
    let gap = balance - acknowledged
    // Few are in doubt between two checks, so that every combination can be tried.
    let sums = doubtful.reduce(into: Set([Money.zero])) { sums, amount in
      sums.formUnion(sums.map { $0 + amount })
    }
    #expect(sums.contains(gap), "\(what): \(gap.decimalText) of \(doubtful.map(\.decimalText))")
    acknowledged = balance
    doubtful = []
    let usage = try program.json("usage", "--json")["total"] as? [String: Any]
    #expect(usage?["requests"] as? Int ?? 0 >= records, "\(what): recorded usage is gone")
  }

  private func signed(_ text: String) throws -> Money {
    text.first == "-"
      ? .zero - (try Money(text: text.dropFirst())) : try Money(text: text)
  }
}

@Suite(.serialized) struct CrashTests {
  @Test(arguments: FaultyDisk.Mode.allCases)
  func `what commands acknowledged survives a faulty disk`(mode: FaultyDisk.Mode) throws {
    let disk = try FaultyDisk.shared.get()
    let campaign = try Campaign()
    for seed in seeds(5) {
      var random = SeededRandom(seed: seed)
      for _ in 0..<3 {
        let place = mode == .sync ? random.pick(1...4) : random.pick(1...16)
        let length = random.chance(2) ? 1000 : random.pick(1...3)
        try campaign.act(disk.variables(mode, at: place, seed: seed, count: length), &random)
      }
      try campaign.check("seed \(seed), \(mode)")
    }
  }

  @Test func `what commands acknowledged survives being killed`() throws {
    let campaign = try Campaign()
    var random = SeededRandom(seed: 1)
    let start = ContinuousClock.now
    for _ in 0..<3 { try campaign.act([:], &random) }
    // Any moment of a command's life, and a little after it.
    let life = Int((ContinuousClock.now - start) / .microseconds(3))
    for seed in seeds(15) {
      var random = SeededRandom(seed: seed)
      try campaign.act([:], killAfter: UInt32(random.pick(0...life * 3 / 2)), &random)
      try campaign.check("seed \(seed)")
    }
    #expect(campaign.ended.killed > 0, "none was killed")
    #expect(campaign.ended.well > 3, "all were killed")
  }

  /// A process that goes on for long has much to lose: what was durable long ago, and what was written
  /// since the last sync.
  @Test(arguments: FaultyDisk.Mode.allCases)
  func `what a long-lived process acknowledged survives a faulty disk`(
    mode: FaultyDisk.Mode
  ) throws {
    let disk = try FaultyDisk.shared.get()
    let program = try Program()
    #expect(try program.run("account", "add", "local").status == 0)
    var balance = Money.zero
    for seed in seeds(5) {
      var random = SeededRandom(seed: seed)
      let place = mode == .sync ? random.pick(1...60) : random.pick(1...400)
      let length = random.pick(1...30)
      let faulty = program.with(disk.variables(mode, at: place, seed: seed, count: length))
      let (process, output, error) = try faulty.start(
        ["toil", program.storePath, "--seed", "\(seed)", "--rounds", "80"],
        of: "fuelgauge-bench")
      let said = output.fileHandleForReading.readDataToEndOfFile()
      _ = error.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      let toil = try ToilAccount(String(decoding: said, as: UTF8.self))
      let verified = try program.run("verify")
      #expect(verified.status == 0, "seed \(seed), \(mode): \(verified.output)\(verified.error)")
      let found = try program.balance()
      let kept = balance + toil.acknowledged
      #expect(
        found == kept || found == kept + (toil.doubtful ?? .zero),
        "seed \(seed), \(mode): \(found.decimalText), acknowledged \(kept.decimalText)")
      balance = found
    }
  }
}
