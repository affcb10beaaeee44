import Values

/// A field of a form: an amount, or a choice between options.
package struct FormField: Equatable, Sendable {
  /// Identifies a field. Each form defines its own ids.
  package struct ID: Hashable, Sendable {
    private let name: String

    init(_ name: String) { self.name = name }

    /// An amount, and the choice of presets for it.
    package static let amount = ID("amount")
    package static let preset = ID("preset")
  }

  /// What amounts are valid.
  package struct Rule: Equatable, Sendable {
    var decimals: Int
    var mayBeZero = false
    /// Leaving it empty means that there is no such amount.
    var mayBeEmpty = false
  }

  package enum Content: Equatable, Sendable {
    case amount(Rule)
    /// Options side by side.
    case choice([String])
    /// Options one below another, each a row of columns.
    case list([[String]])
  }

  package let id: ID
  /// The text before it.
  package let label: String
  package let content: Content
  /// The text exactly as typed; nothing is corrected.
  package var text = ""
  /// Whether the text is a suggestion, which typing replaces.
  var isPrefilled = false
  /// The chosen option; nil if none yet.
  package var chosen: Int?

  /// An amount with its initial text.
  static func amount(_ id: ID, _ label: String, _ rule: Rule, text: String = "") -> FormField {
    FormField(id: id, label: label, content: .amount(rule), text: text, isPrefilled: !text.isEmpty)
  }

  /// Options side by side.
  static func choice(
    _ id: ID, _ label: String, _ options: [String], chosen: Int? = 0
  ) -> FormField {
    FormField(id: id, label: label, content: .choice(options), chosen: chosen)
  }

  /// The number of options; 0 for an amount.
  var optionCount: Int {
    switch content {
    case .amount: 0
    case .choice(let options): options.count
    case .list(let rows): rows.count
    }
  }

  var isAmount: Bool { if case .amount = content { true } else { false } }

  /// The text, read as an amount.
  enum Reading: Equatable {
    /// Empty: either not typed yet, or there is no such amount.
    case nothing
    case wrong(String)
    case money(Money)
  }

  var reading: Reading {
    guard case .amount(let rule) = content, !text.isEmpty else { return .nothing }
    do {
      return .money(
        try Amount.read(text, decimals: rule.decimals, mayBeZero: rule.mayBeZero))
    } catch {
      return .wrong(error.description)
    }
  }

  /// Why the text is not a valid amount; nil if it is valid or empty.
  package var fault: String? { if case .wrong(let fault) = reading { fault } else { nil } }
}
