/// What a day with a tool usually comes to, in tokens of all kinds: the table of typical daily usage
/// that people who ran out of extra usage go by.
package struct TypicalUse: Equatable, Sendable {
  /// Tokens on a day of light use, and of heavy use.
  package let light, heavy: ClosedRange<Int>

  /// Where a day stands in the table.
  package enum Band: Int, CaseIterable, Comparable, Sendable {
    case slight, light, medium, heavy, extreme

    package static func < (left: Band, right: Band) -> Bool { left.rawValue < right.rawValue }

    /// Its name.
    package var title: String { "\(self)" }
  }

  /// Where a day with so many tokens stands.
  package func band(of tokens: Int) -> Band {
    if tokens < light.lowerBound { return .slight }
    if tokens <= light.upperBound { return .light }
    if tokens < heavy.lowerBound { return .medium }
    return tokens <= heavy.upperBound ? .heavy : .extreme
  }
}

extension Tool {
  /// What a day with it usually comes to; nil where nobody has said.
  package var typicalUse: TypicalUse? {
    switch self {
    case .cursor: TypicalUse(light: 500_000...2_000_000, heavy: 5_000_000...15_000_000)
    case .claudeCode: TypicalUse(light: 1_000_000...5_000_000, heavy: 10_000_000...50_000_000)
    case .mcp: TypicalUse(light: 2_000_000...10_000_000, heavy: 20_000_000...100_000_000)
    case .windsurf, .api, .other: nil
    }
  }
}
