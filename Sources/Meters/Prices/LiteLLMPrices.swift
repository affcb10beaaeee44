import Foundation
import Ledger
import Pricing

/// Prices from LiteLLM's public list, `model_prices_and_context_window.json`: one object with a member per model,
/// prices in dollars per token.
///
/// A model may be listed under many names, by provider and date. All of them are one model here, so their prices
/// must agree, unless one is the model's plain name.
package struct LiteLLMPrices: Equatable {
  /// Entries for models missing from the table, by model.
  package var entries: [PriceEntry] = []
  /// How many models are already in the table.
  package var known = 0
  /// How many members have no price per token, or a price of zero.
  package var withoutPrice = 0
  /// Models whose names disagree on prices, or have prices that cannot be stored exactly.
  package var doubtful: [String] = []

  /// Why a text cannot be used.
  package enum Fault: Error { case noList }

  /// Reads a list.
  /// - Parameters:
  ///   - bytes: The contents of the file.
  ///   - table: The price table; its models are skipped.
  /// - Throws: ``Fault`` if it is not a JSON object of objects.
  package static func read(_ bytes: [UInt8], lackedBy table: PriceTable) throws(Fault) -> Self {
    var found: [String: [String: [PriceEntry]?]] = [:]
    var result = LiteLLMPrices()
    var known: Set<String> = []
    let isRead = bytes.withUnsafeBufferPointer { text in
      var cursor = JSONCursor(text)
      do throws(JSONCursor.Fault) {
        try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
          guard try cursor.kind() == .object else { throw .malformed }
          let numbers = try LiteLLMNumbers(&cursor)
          let name = key.string
          let model = table.prices(of: name).family
          guard numbers.isPriced, !model.isEmpty, name.utf8.count <= Request.longestName else {
            result.withoutPrice += 1
            return
          }
          if table.knows(model) {
            known.insert(model)
          } else {
            found[model, default: [:]][name] = .some(numbers.entries(of: model))
          }
        }
        return cursor.isAtEnd()
      } catch {
        return false
      }
    }
    guard isRead else { throw .noList }
    result.known = known.count
    for (model, names) in found.sorted(by: { $0.key < $1.key }) {
      let plain = names.filter { $0.key.lowercased() == model }
      let prices = Set(plain.isEmpty ? names.values : plain.values)
      if prices.count == 1, let entries = prices.first ?? nil {
        result.entries += entries
      } else {
        result.doubtful.append(model)
      }
    }
    return result
  }
}

/// The numbers in one model's object.
private struct LiteLLMNumbers {
  private var values: [String: String] = [:]
  private var factors: [String: String] = [:]

  init(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) {
    var values: [String: String] = [:]
    var factors: [String: String] = [:]
    try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
      switch try cursor.kind() {
      case .number where key.string.contains("token"): values[key.string] = try cursor.skip().string
      case .object where key.equals("provider_specific_entry"):
        try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
          let isNumber = try cursor.kind() == .number
          let text = try cursor.skip()
          if isNumber { factors[key.string] = text.string }
        }
      default: try cursor.skip()
      }
    }
    self.values = values
    self.factors = factors
  }

  /// Whether it has a price per token. Lists write zero for an unknown price.
  var isPriced: Bool {
    ["input_cost_per_token", "output_cost_per_token"].allSatisfy { values[$0] != nil }
      && ["input_cost_per_token", "output_cost_per_token"].contains {
        values[$0].flatMap { Decimal(string: $0, locale: nil) } != 0
      }
  }

  /// A price for each prompt length; nil if one cannot be stored exactly.
  func entries(of model: String) -> [PriceEntry]? {
    let lengths = Set(values.keys.compactMap(LiteLLMNumbers.length)).sorted()
    var entries: [PriceEntry] = []
    for (index, length) in ([nil] + lengths).enumerated() {
      guard let price = price(beyond: length), let fast, let usIsTenthMore else { return nil }
      let end = index < lengths.count ? lengths[index] * 1000 : nil
      entries.append(
        PriceEntry(
          model: model, from: nil, promptUpTo: end, price: price, fast: fast,
          usIsTenthMore: usIsTenthMore))
    }
    return entries
  }

  private var fast: FastPrice? {
    guard let text = factors["fast"] else { return .standard }
    return Double(text).flatMap { Int(exactly: $0) }.flatMap {
      (1...100).contains($0) ? .times($0) : nil
    }
  }

  private var usIsTenthMore: Bool? {
    switch factors["us"].flatMap(Double.init) {
    case nil, 1: false
    case 1.1: true
    default: nil
    }
  }

  /// The threshold in thousands of tokens in a key such as `input_cost_per_token_above_200k_tokens`.
  private static func length(_ key: String) -> Int? {
    let words = key.split(separator: "_")
    guard key.hasPrefix("input_cost_per_token_above_"), words.count == 7, words[6] == "tokens",
      words[5].last == "k", let count = Int(words[5].dropLast()), (1...100_000).contains(count)
    else { return nil }
    return count
  }

  /// The price of prompts longer than so many thousand tokens; nil if a number is too fine to store.
  private func price(beyond length: Int?) -> Price? {
    let suffix = length.map { "_above_\($0)k_tokens" } ?? ""
    // A list with one price for long prompts may leave out another that stays the same.
    guard let input = picoDollars("input_cost_per_token", suffix, orStandard: true),
      let output = picoDollars("output_cost_per_token", suffix, orStandard: true),
      let write5m = picoDollars("cache_creation_input_token_cost", suffix),
      let write1h = picoDollars("cache_creation_input_token_cost_above_1hr", suffix),
      let read = picoDollars("cache_read_input_token_cost", suffix), let input, let output
    else { return nil }
    return Price(
      input: input, cacheWrite5m: write5m, cacheWrite1h: write1h, cacheRead: read, output: output)
  }

  /// A price in pico-dollars. The outer nil means that it cannot be stored exactly, the inner that none is given.
  private func picoDollars(_ key: String, _ suffix: String, orStandard: Bool = false) -> Int64?? {
    guard let text = values[key + suffix] ?? (orStandard ? values[key] : nil) else {
      return .some(nil)
    }
    // Reject values out of range before multiplying, which has limits of its own.
    guard let dollars = Decimal(string: text, locale: nil), dollars.isFinite, dollars >= 0,
      dollars <= 1, dollars == 0 || dollars >= Decimal(sign: .plus, exponent: -12, significand: 1)
    else { return nil }
    // The list is written by programs that calculate in floating point, so a last digit may be off.
    var exact = dollars * Decimal(1_000_000_000_000 as Int64)
    var whole = Decimal()
    NSDecimalRound(&whole, &exact, 0, .plain)
    guard abs(exact - whole) < Decimal(sign: .plus, exponent: -3, significand: 1),
      whole <= Decimal(Price.highest)
    else { return nil }
    return .some((whole as NSDecimalNumber).int64Value)
  }
}
