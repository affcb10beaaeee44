/// Something in a source that could not be read.
package struct SourceProblem: Hashable, Sendable {
  /// The file's path.
  package var path: String
  /// The line, counted from 1; nil if the problem is the file itself.
  package var line: Int?
  /// What is wrong, in a few words to follow "path:line: ".
  package var reason: String
  /// How many lines it covers: a file that is not a source at all does not get one problem per line.
  package var lines: Int
  /// What helps if the problem is the file itself.
  package var remedy: Remedy

  /// What a person can do about an unusable file.
  package enum Remedy: String, CaseIterable, Sendable {
    /// The system denies access.
    case allow
    /// It is not a file, or it is damaged.
    case mend
    /// It is too large or has too much in it.
    case reduce
    /// It is a link, which is not followed.
    case copy
    /// Its program has written impossible values into it.
    case rewrite
    /// It is a database that its program did not close properly or keeps locked.
    case reopen

    /// What to do, in a few words.
    package var action: String {
      switch self {
      case .allow: "allow Fuelgauge to read it"
      case .mend: "repair it or move it away"
      case .reduce: "make it smaller or move it away"
      case .copy: "replace it with a copy"
      case .rewrite: "have its program write it again"
      case .reopen: "start its program and quit it"
      }
    }
  }

  /// Creates a problem at `line` of the file at `path`.
  package init(
    path: String, line: Int?, reason: String, lines: Int = 1, remedy: Remedy = .mend
  ) {
    self.remedy = remedy
    self.path = path
    self.line = line
    self.reason = reason
    self.lines = lines
  }

  /// "path:line: reason", as compilers print it.
  package var description: String {
    line.map { "\(path):\($0): \(reason)" } ?? "\(path): \(reason)"
  }
}

extension [SourceProblem] {
  /// How many bad lines are named; a file may have millions of them.
  private static let mostNamed = 20

  /// Adds a problem with a line. After the first ones, only the number of further lines is counted.
  package mutating func note(_ problem: SourceProblem) {
    guard count >= Self.mostNamed, let last = indices.last else { return append(problem) }
    if self[last].lines == 1 { self[last].reason += "; more lines after it cannot be used either" }
    self[last].lines += problem.lines
  }
}
