import Values

/// One thing that a form asks for: an amount as it was typed, or one of several options.
package struct FormField: Equatable, Sendable {
  /// Which one it is. Each form names its own.
  package struct ID: Hashable, Sendable {
    private let name: String

    init(_ name: String) { self.name = name }

    /// An amount, and the options that it can be chosen from.
    package static let amount = ID("amount")
    package static let preset = ID("preset")
  }

  /// What an amount may be.
  package struct Rule: Equatable, Sendable {
    var decimals: Int
    var mayBeZero = false
    /// Nothing typed means that there is no such amount.
    var mayBeEmpty = false
  }

  package enum Content: Equatable, Sendable {
    case amount(Rule)
    /// Options side by side.
    case choice([String])
    /// Options below each other, each a row of columns.
    case list([[String]])
  }

  package let id: ID
  /// What stands before it.
  package let label: String
  package let content: Content
  /// What was typed, as it was typed: nothing is repaired.
  package var text = ""
  /// Whether the text is not typed but a proposal, which what is typed replaces.
  var isPrefilled = false
  /// The chosen option; nil: none yet.
  package var chosen: Int?

  /// An amount, with what stands in it at first.
  static func amount(_ id: ID, _ label: String, _ rule: Rule, text: String = "") -> FormField {
    FormField(id: id, label: label, content: .amount(rule), text: text, isPrefilled: !text.isEmpty)
  }

  /// Options side by side.
  static func choice(
    _ id: ID, _ label: String, _ options: [String], chosen: Int? = 0
  ) -> FormField {
    FormField(id: id, label: label, content: .choice(options), chosen: chosen)
  }

  /// How many options there are; none for an amount.
  var optionCount: Int {
    switch content {
    case .amount: 0
    case .choice(let options): options.count
    case .list(let rows): rows.count
    }
  }

  var isAmount: Bool { if case .amount = content { true } else { false } }

  /// What was typed, read as an amount.
  enum Reading: Equatable {
    /// Nothing was typed, which says nothing yet or means that there is no such amount.
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

  /// Why what was typed is no amount; nil: it is one, or nothing was typed.
  package var fault: String? { if case .wrong(let fault) = reading { fault } else { nil } }
}
