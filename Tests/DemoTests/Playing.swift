import Demo
import Foundation
import Ledger
import Meters
import Pricing
import TestSupport
import Testing
import Values

/// A moment of the day that the demos of these tests open on, a Sunday.
let opening = Instant(year: 2026, month: 11, day: 22).advanced(by: 8 * Instant.perHour)

func days(of zone: String = "UTC") throws -> CivilDays {
  CivilDays(zone: try #require(TimeZone(identifier: zone)))
}

/// A demo played into a folder of its own.
struct Playing {
  let folder: TemporaryFolder
  private(set) var player: DemoPlayer
  private(set) var records: [String] = []

  init(seed: UInt64 = 1, start: Instant = opening, zone: String = "UTC") throws {
    folder = try TemporaryFolder()
    player = DemoPlayer(
      DemoScript(seed: seed, start: start, days: try days(of: zone)), folder: folder.path)
  }

  mutating func play(to now: Instant) throws { records += try player.play(to: now) }

  /// Every file below the folder by its path, with what is in it.
  func files() throws -> [String: String] {
    let all = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return try (all ?? []).filter { $0.hasSuffix(".jsonl") }.reduce(into: [:]) { files, name in
      files[name] = try String(contentsOfFile: folder.path(name), encoding: .utf8)
    }
  }

  /// Everything that the meters find in what was played, and what they object to.
  func usage() throws -> (requests: [Request], problems: [SourceProblem]) {
    var all = UsageBatch()
    var read: [String: SourceFile] = [:]
    let reader = TranscriptReader { batch, _ in
      batch.requests.forEach { all.add($0) }
      all.problems += batch.problems
      for file in batch.files { read[file.path] = file }
      return true
    }
    let found = TranscriptFiles(below: TranscriptRoots(environment: ["HOME": folder.path]))
    let sessions = found.files.filter { TranscriptFiles.session(of: $0.path) == nil }
    for file in sessions { try reader.read(file, known: nil) }
    try reader.finish()
    for file in found.files {
      guard let session = TranscriptFiles.session(of: file.path) else { continue }
      try reader.read(file, known: nil, session: read[session])
    }
    try reader.finish()
    var text = records.joined(separator: "\n")
    let (recorded, problems) = text.withUTF8 { RecordLines.read($0, name: "records") }
    recorded.forEach { all.add($0) }
    let requests = all.requests.map { request in
      var request = request
      // A transcript tells what the purse follows from; a record tells the purse.
      if request.evidence != PurseEvidence() { request.purse = PurseDecision(of: request).purse }
      return request
    }
    return (requests, found.problems + all.problems + problems)
  }
}

/// The month and the day that seed 1 plays, as the meters read it.
struct Played {
  let files: [String: String]
  let requests: [Request]
  let problems: [SourceProblem]

  static let whole = Result {
    var playing = try Playing()
    try playing.play(to: opening.advanced(by: 16 * Instant.perHour - 1))
    let usage = try playing.usage()
    return Played(
      files: try playing.files(), requests: usage.requests, problems: usage.problems)
  }

  /// Requests of a stretch, in hours of the day the demo opens on.
  func requests(from: Double, to: Double) -> [Request] {
    let midnight = Instant(year: 2026, month: 11, day: 22)
    func time(_ hour: Double) -> Instant {
      midnight.advanced(by: Int64(hour * Double(Instant.perHour)))
    }
    return requests.filter { $0.time >= time(from) && $0.time < time(to) }
  }
}

extension Request {
  /// List value in dollars; nil if a part has no price.
  var dollars: Double? {
    let uses = [main] + extra
    let costs = uses.compactMap { PriceTable.builtIn.cost(of: $0, on: terms, at: time) }
    guard costs.count == uses.count else { return nil }
    return Double(costs.reduce(.zero, +).nanos) / 1e9
  }
}

extension [Request] {
  /// What they cost together, in dollars.
  var dollars: Double { reduce(0) { $0 + ($1.dollars ?? 0) } }
}
