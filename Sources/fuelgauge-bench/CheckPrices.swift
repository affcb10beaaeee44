import ArgumentParser
import Foundation
import Ledger
import Meters
import Pricing
import Values

/// Compares the price table with the costs that Claude Code recorded itself up to version 1.0.x.
struct CheckPrices: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prices", abstract: "Compare our prices with the costUSD of old transcripts.")

  @Argument(help: "The home folder with the transcripts.")
  var home: String

  func run() throws {
    let found = TranscriptFiles(below: TranscriptRoots(environment: ["HOME": home]))
    var lines = 0
    var equal = 0
    var unpriced = 0
    for file in found.files {
      let text = String(
        decoding: try Data(contentsOf: URL(fileURLWithPath: file.path)), as: UTF8.self)
      for line in text.split(separator: "\n") {
        guard let recorded = cost(in: line), let object = object(line) else { continue }
        lines += 1
        guard let price = PriceTable.builtIn.cost(of: object.use, on: PriceTerms(), at: object.time)
        else {
          unpriced += 1
          continue
        }
        if price == recorded {
          equal += 1
        } else {
          print("\(file.path): \(recorded.decimalText), ours \(price.decimalText)")
        }
      }
    }
    print("\(lines) lines with costUSD: \(equal) equal, \(unpriced) without a price")
  }

  /// The digits of the cost, as written in the line.
  private func cost(in line: Substring) -> Money? {
    guard let key = line.range(of: "\"costUSD\":") else { return nil }
    let digits = line[key.upperBound...].prefix { $0.isNumber || $0 == "." }
    return try? Money(text: digits)
  }

  private func object(_ line: Substring) -> (use: ModelUse, time: Instant)? {
    guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
      let message = object["message"] as? [String: Any], let model = message["model"] as? String,
      let usage = message["usage"] as? [String: Any],
      let time = (object["timestamp"] as? String).flatMap({ Instant($0) }), model != "<synthetic>"
    else { return nil }
    func count(_ key: String) -> Int { usage[key] as? Int ?? 0 }
    let tokens = TokenCounts(
      input: count("input_tokens"), output: count("output_tokens"),
      cacheWrite5m: count("cache_creation_input_tokens"),
      cacheRead: count("cache_read_input_tokens"))
    return (ModelUse(model: model, tokens: tokens), time)
  }
}
