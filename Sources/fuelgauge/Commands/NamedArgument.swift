import ArgumentParser

/// An argument with a few named values. Case, spaces, dashes and underscores do not matter, and display names
/// work too: `--tool "Claude Code"`.
package protocol NamedArgument: ExpressibleByArgument, RawRepresentable<String>, CaseIterable {
  /// Its display name.
  var title: String { get }
}

extension NamedArgument {
  /// The raw value, for types without display names.
  package var title: String { rawValue }

  /// The value with this name; nil if there is none.
  package init?(argument: String) {
    let wanted = Self.folded(argument)
    let found = Self.allCases.first {
      [$0.rawValue, $0.title].contains { Self.folded($0) == wanted }
    }
    guard let found else { return nil }
    self = found
  }

  private static func folded(_ text: String) -> String {
    text.lowercased().filter { !" -_".contains($0) }
  }
}
