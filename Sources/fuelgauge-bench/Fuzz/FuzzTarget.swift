import ArgumentParser

/// What can be attacked, each with a file of its own in `Targets`.
enum FuzzTarget: String, CaseIterable, ExpressibleByArgument {
  case transcripts
  case accounts
  case stores
  case terminal
  case cursorState = "cursor-state"
  case csv
  case settings
  case themes
  case answers

  /// Makes and runs one case.
  func run(_ fuzzCase: FuzzCase) throws {
    switch self {
    case .transcripts: try TranscriptFuzz.run(fuzzCase)
    case .accounts: try AccountFuzz.run(fuzzCase)
    case .stores: try StoreFuzz.run(fuzzCase)
    case .terminal: try TerminalFuzz.run(fuzzCase)
    case .cursorState: try DatabaseFuzz.run(fuzzCase)
    case .csv: try ImportFuzz.run(fuzzCase)
    case .settings: try SettingsFuzz.run(fuzzCase)
    case .themes: try ThemeFuzz.run(fuzzCase)
    case .answers: try AnswerFuzz.run(fuzzCase)
    }
  }
}
