/// Which descriptions of a terminal to try, best first.
package enum TerminalName {
  /// `TERM` itself, then similar names that are installed almost everywhere.
  ///
  /// A name that is unknown here (a new terminal over ssh to an old machine) is most likely an xterm under another
  /// name.
  package static func candidates(_ term: String?) -> [String] {
    var names: [String] = []
    func add(_ name: String) { if !names.contains(name) { names.append(name) } }
    if let term, !term.isEmpty { add(term) }
    if let term, term == "dumb" { return names }
    if let term, term.contains("256") || term.hasPrefix("xterm-") { add("xterm-256color") }
    for name in ["xterm", "vt100", "ansi"] { add(name) }
    return names
  }
}
