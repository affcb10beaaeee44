/// Typical daily use of a tool in tokens of all kinds: the table that people who ran out of extra usage go by.
package struct TypicalUse: Equatable, Sendable {
  /// Tokens on a day of light use and of heavy use.
  package let light, heavy: ClosedRange<Int>

  /// Where a day falls in the table.
  package enum Band: Int, CaseIterable, Comparable, Sendable {
    case slight, light, medium, heavy, extreme

    package static func < (left: Band, right: Band) -> Bool { left.rawValue < right.rawValue }

    /// Its name.
    package var title: String { "\(self)" }
  }

  /// Where a day with so many tokens falls.
  package func band(of tokens: Int) -> Band {
    if tokens < light.lowerBound { return .slight }
    if tokens <= light.upperBound { return .light }
    if tokens < heavy.lowerBound { return .medium }
    return tokens <= heavy.upperBound ? .heavy : .extreme
  }
}

extension Tool {
  /// The tool's typical daily use; nil if unknown.
  package var typicalUse: TypicalUse? {
    switch self {
    case .cursor: TypicalUse(light: 500_000...2_000_000, heavy: 5_000_000...15_000_000)
    case .claudeCode: TypicalUse(light: 1_000_000...5_000_000, heavy: 10_000_000...50_000_000)
    case .mcp: TypicalUse(light: 2_000_000...10_000_000, heavy: 20_000_000...100_000_000)
    case .windsurf, .api, .other: nil
    }
  }
}
