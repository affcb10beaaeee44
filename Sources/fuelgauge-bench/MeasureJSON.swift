import ArgumentParser
import Foundation
import Ledger
import Meters
import Synchronization

/// Compares ways to read the JSON of transcripts, without a store. All use the same search for lines that may
/// contain usage.
struct MeasureJSON: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "json", abstract: "Compare ways to read transcripts' JSON, on one and two threads."
  )

  @Argument(help: "The home folder with the transcripts.")
  var home: String

  @Option(help: "Runs of each.")
  var runs = 5

  @Flag(help: "Only Fuelgauge's own reader.")
  var own = false

  func run() throws {
    let found = TranscriptFiles(below: TranscriptRoots(environment: ["HOME": home]))
    let bytes = found.files.reduce(0) { $0 + $1.size }
    print("\(found.files.count) files, \(bytes) bytes")
    let ways: [(String, @Sendable (SourceFile) -> Int)] = [
      ("walking cursor", readWithCursor), ("JSONSerialization", readWithSerialization),
      ("JSONDecoder", readWithDecoder),
    ]
    for (name, way) in ways.prefix(own ? 1 : ways.count) {
      for threads in [1, 2] {
        let total = Counter()
        let times = Stopwatch.milliseconds(runs: runs) {
          total.reset()
          let next = Counter()
          DispatchQueue.concurrentPerform(iterations: threads) { _ in
            while case let index = next.increment(), index < found.files.count {
              total.add(way(found.files[index]))
            }
          }
        }
        print("\(name), \(threads) thread(s): \(Stopwatch.summary(times)), \(total.value) tokens")
      }
    }
  }
}

/// Output tokens of all usage lines in a file, read with Fuelgauge's own reader.
private func readWithCursor(_ file: SourceFile) -> Int {
  var tokens = 0
  let reader = TranscriptReader { batch, _ in
    tokens += batch.requests.reduce(0) { $0 + $1.main.tokens.output }
    return true
  }
  try? reader.read(file, known: nil)
  try? reader.finish()
  return tokens
}

/// The same with Foundation's dictionaries; the sum counts every copy.
private func readWithSerialization(_ file: SourceFile) -> Int {
  sumOverCandidates(file) { line in
    let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any]
    guard let message = object?["message"] as? [String: Any],
      let usage = message["usage"] as? [String: Any]
    else { return 0 }
    return usage["output_tokens"] as? Int ?? 0
  }
}

/// The same with Foundation's decoder; the sum counts every copy.
private func readWithDecoder(_ file: SourceFile) -> Int {
  struct Line: Decodable {
    struct Message: Decodable {
      struct Usage: Decodable { var output_tokens: Int? }
      var id: String?
      var model: String?
      var usage: Usage?
    }
    var type: String?
    var timestamp: String?
    var requestId: String?
    var message: Message?
  }
  let decoder = JSONDecoder()
  return sumOverCandidates(file) { line in
    (try? decoder.decode(Line.self, from: line))?.message?.usage?.output_tokens ?? 0
  }
}

private func sumOverCandidates(_ file: SourceFile, _ tokens: (Data) -> Int) -> Int {
  guard let data = try? Data(contentsOf: URL(fileURLWithPath: file.path), options: .alwaysMapped)
  else { return 0 }
  let mark = Data("\"usage\"".utf8)
  var sum = 0
  var start = data.startIndex
  while let hit = data.range(of: mark, in: start..<data.endIndex) {
    let first = data[start..<hit.lowerBound].lastIndex(of: 0x0A).map { $0 + 1 } ?? start
    let end = data[hit.upperBound...].firstIndex(of: 0x0A) ?? data.endIndex
    sum += tokens(data.subdata(in: first..<end))
    start = min(end + 1, data.endIndex)
  }
  return sum
}

/// A counter shared by several threads.
private final class Counter: Sendable {
  private let count = Atomic(0)

  var value: Int { count.load(ordering: .relaxed) }
  func reset() { count.store(0, ordering: .relaxed) }
  func add(_ more: Int) { count.add(more, ordering: .relaxed) }

  /// Increments it, and returns the value before that.
  func increment() -> Int { count.add(1, ordering: .relaxed).oldValue }
}
