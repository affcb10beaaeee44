import CCurses
import Glibc

/// Finding the terminal and its description.
extension Screen {
  /// Where to read and draw, and the descriptor that was opened for it, if any.
  typealias Descriptors = (input: Int32, output: Int32, owned: Int32?)

  /// Draws to standard output. Keys come from standard input, or, if something is piped into the program, from the
  /// terminal it draws to.
  static func descriptors(_ options: Options) throws(ScreenError) -> Descriptors {
    if let stage = options.stage { return (stage.input, stage.output, nil) }
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    if isatty(STDIN_FILENO) == 1 { return (STDIN_FILENO, STDOUT_FILENO, nil) }
    var name = [CChar](repeating: 0, count: 256)
    guard ttyname_r(STDOUT_FILENO, &name, name.count) == 0 else { throw .notATerminal }
    let opened = Glibc.open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard opened >= 0 else { throw .notATerminal }
    return (opened, STDOUT_FILENO, opened)
  }

  /// Opens the terminal with the first description found on this machine, and returns its name.
  static func open(_ names: [String], _ request: fg_options) throws(ScreenError) -> String {
    for name in names {
      switch Int(fg_open(name, request)) {
      case FG_OK: return name
      case FG_UNKNOWN_TERMINAL: continue
      case FG_CANNOT_MOVE: throw .cannotMoveCursor(term: name)
      case FG_ALREADY_OPEN: throw .alreadyOpen
      default: throw .systemRefused
      }
    }
    throw .unknownTerminal(tried: names)
  }

  /// The C code's number for a depth.
  static func code(_ depth: ColorDepth) -> Int32 {
    switch depth {
    case .none: return Int32(FG_COLORS_NONE)
    case .ansi16: return Int32(FG_COLORS_16)
    case .palette256: return Int32(FG_COLORS_256)
    case .truecolor: return Int32(FG_COLORS_DIRECT)
    }
  }

  /// The colour depth the open terminal can show.
  static func depth(_ facts: fg_facts) -> ColorDepth {
    if facts.has_colors == 0 { return .none }
    if facts.is_direct != 0 { return .truecolor }
    return facts.colors >= 256 ? .palette256 : .ansi16
  }
}
