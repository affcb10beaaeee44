import TOMLKit
import Values

/// A person's own prices: `prices.toml` in the configuration folder.
///
/// ```toml
/// [[price]]
/// model = "claude-opus-4-6"   # this name, with or without a date
/// input = "5"                 # dollars per million tokens, in quotes so that they stay exact
/// cache-write-5m = "6.25"     # optional, like the two below: without it, requests that use it are unpriced
/// cache-write-1h = "10"
/// cache-read = "0.50"
/// output = "25"
/// from = "2026-02-05"         # optional: when the price starts (UTC)
/// prompt-up-to = 200000       # optional: only for prompts up to this many tokens
/// fast-times = 2              # optional: the price of fast speed as a multiple of the standard price; default 1
/// us-is-tenth-more = true     # optional
/// ```
package enum PriceFile {
  /// What is wrong with a price file, ready to print after its path.
  package struct Fault: Error, Equatable, CustomStringConvertible {
    package let description: String
  }

  /// Reads the entries of a price file.
  /// - Throws: ``Fault`` at the first error. Then nothing in the file is used, because half a price table gives
  ///   wrong prices.
  package static func entries(of text: String) throws(Fault) -> [PriceEntry] {
    let table: TOMLTable
    do throws(TOMLText.Fault) {
      table = try TOMLText.table(of: text)
    } catch {
      throw Fault(description: "\(error.line.map { "line \($0): " } ?? "")\(error.reason)")
    }
    if let stray = table.keys.first(where: { $0 != "price" }) {
      throw Fault(description: "unknown key “\(stray)”: prices belong under [[price]]")
    }
    guard let prices = table["price"] else { return [] }
    guard let list = prices.array else {
      throw Fault(description: "prices belong under [[price]], one block per price")
    }
    var entries: [PriceEntry] = []
    for (index, item) in list.enumerated() {
      guard let block = item.table else {
        throw Fault(description: "price \(index + 1): not a block of keys")
      }
      entries.append(try entry(PriceBlock(table: block, number: index + 1)))
    }
    return entries
  }

  /// Writes entries in the format of a price file.
  package static func text(of entries: [PriceEntry]) -> String {
    entries.map { entry in
      var lines = ["[[price]]", "model = \(quoted(entry.model))"]
      let prices: [(String, Int64?)] = [
        ("input", entry.price.input), ("cache-write-5m", entry.price.cacheWrite5m),
        ("cache-write-1h", entry.price.cacheWrite1h), ("cache-read", entry.price.cacheRead),
        ("output", entry.price.output),
      ]
      for case (let key, let price?) in prices {
        lines.append("\(key) = \"\(perMillion(price))\"")
      }
      if let from = entry.from { lines.append("from = \"\(from.rfc3339)\"") }
      if let length = entry.promptUpTo { lines.append("prompt-up-to = \(length)") }
      if case .times(let times) = entry.fast, times != 1 { lines.append("fast-times = \(times)") }
      if entry.usIsTenthMore { lines.append("us-is-tenth-more = true") }
      return lines.map { $0 + "\n" }.joined()
    }.joined(separator: "\n")
  }

  /// Dollars per million tokens, without trailing zeros.
  private static func perMillion(_ picoDollars: Int64) -> String {
    let (whole, rest) = picoDollars.quotientAndRemainder(dividingBy: 1_000_000)
    guard rest > 0 else { return "\(whole)" }
    var digits = String(String(rest + 1_000_000).dropFirst())
    while digits.last == "0" { digits.removeLast() }
    return "\(whole).\(digits)"
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        "\\u00\(scalar.value < 16 ? "0" : "")\(String(scalar.value, radix: 16))"
      default: "\(scalar)"
      }
    }
    return "\"\(escaped.joined())\""
  }

  private static func entry(_ block: PriceBlock) throws(Fault) -> PriceEntry {
    try block.refuseUnknownKeys()
    return PriceEntry(
      model: try block.model(), from: try block.date("from"),
      promptUpTo: try block.count("prompt-up-to"),
      price: Price(
        input: try block.price("input"), cacheWrite5m: try block.priceIfGiven("cache-write-5m"),
        cacheWrite1h: try block.priceIfGiven("cache-write-1h"),
        cacheRead: try block.priceIfGiven("cache-read"), output: try block.price("output")),
      fast: .times(try block.times()),
      usIsTenthMore: try block.flag("us-is-tenth-more"))
  }
}

/// One `[[price]]` block. Errors name it by its number in the file.
private struct PriceBlock {
  let table: TOMLTable
  let number: Int

  static let keys = [
    "model", "input", "cache-write-5m", "cache-write-1h", "cache-read", "output", "from",
    "prompt-up-to", "fast-times", "fast-is-double", "us-is-tenth-more",
  ]

  func fault(_ text: String) -> PriceFile.Fault {
    PriceFile.Fault(description: "price \(number): \(text)")
  }

  func refuseUnknownKeys() throws(PriceFile.Fault) {
    if let stray = table.keys.first(where: { !PriceBlock.keys.contains($0) }) {
      throw fault(
        "unknown key “\(stray)”; known keys are \(PriceBlock.keys.joined(separator: ", "))")
    }
  }

  func model() throws(PriceFile.Fault) -> String {
    guard let model = table["model"]?.string, !model.isEmpty else {
      throw fault("“model” is missing: the model's name in quotes")
    }
    return ModelName.family(of: model)
  }

  func priceIfGiven(_ key: String) throws(PriceFile.Fault) -> Int64? {
    table[key] == nil ? nil : try price(key)
  }

  func price(_ key: String) throws(PriceFile.Fault) -> Int64 {
    guard let value = table[key] else { throw fault("“\(key)” is missing") }
    guard let text = value.string ?? value.int.map(String.init) else {
      throw fault("“\(key)” must be in quotes, as in \"6.25\", so that it stays exact")
    }
    do {
      let price = try Price.picoDollars(perMillion: text)
      guard price <= Price.highest else { throw fault("“\(key)”: the price is too large") }
      return price
    } catch let fault as PriceFile.Fault {
      throw fault
    } catch {
      throw fault("“\(key)”: \(error)")
    }
  }

  func date(_ key: String) throws(PriceFile.Fault) -> Instant? {
    guard let value = table[key] else { return nil }
    guard let text = value.string, let time = Instant(text) else {
      throw fault("“\(key)” must be a date in quotes, as in \"2026-02-05\"")
    }
    return time
  }

  func count(_ key: String) throws(PriceFile.Fault) -> Int? {
    guard let value = table[key] else { return nil }
    guard let count = value.int, count > 0 else {
      throw fault("“\(key)” must be a whole number of tokens above zero")
    }
    return count
  }

  /// The price of fast speed as a multiple. Earlier versions wrote `fast-is-double` for 2.
  func times() throws(PriceFile.Fault) -> Int {
    guard let times = try count("fast-times") else { return try flag("fast-is-double") ? 2 : 1 }
    guard times <= 100 else { throw fault("“fast-times” can be at most 100") }
    return times
  }

  func flag(_ key: String) throws(PriceFile.Fault) -> Bool {
    guard let value = table[key] else { return false }
    guard let flag = value.bool else { throw fault("“\(key)” must be true or false") }
    return flag
  }
}
