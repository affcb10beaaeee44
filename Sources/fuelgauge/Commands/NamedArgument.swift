import ArgumentParser

/// Something that an option names by one of a few words. Capitals, blanks and dashes do not matter, and what people
/// call it is as good: `--tool "Claude Code"`.
package protocol NamedArgument: ExpressibleByArgument, RawRepresentable<String>, CaseIterable {
  /// What people call it, where that is not the word itself.
  var title: String { get }
}

extension NamedArgument {
  /// Where people call it nothing else.
  package var title: String { rawValue }

  /// What a word on the command line names; nil: nothing.
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
