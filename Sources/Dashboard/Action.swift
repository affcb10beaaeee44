/// Something the person can do from the keyboard. Keys, key bar and help are all made from this one
/// table.
package struct Action: Sendable {
  /// What it does.
  package enum ID: Sendable {
    case help, widen, narrow, readAgain, redraw, suspend, back, quit
  }

  package let id: ID
  /// The keys that do it.
  package let keys: [Key]
  /// The keys as they are shown.
  package let keyText: String
  /// A word or two for the key bar; empty: it is not in the bar.
  package let label: String
  /// A sentence for the help.
  package let help: String

  /// All of them, in the order they are shown.
  package static let all = [
    Action(
      id: .help, keys: [.character("?")], keyText: "?", label: "help",
      help: "Explain the keys and the signs."),
    Action(
      id: .widen, keys: [.character("+"), .character("=")], keyText: "+", label: "longer",
      help: "Show a longer time in the burn chart."),
    Action(
      id: .narrow, keys: [.character("-")], keyText: "-", label: "shorter",
      help: "Show a shorter time in the burn chart."),
    Action(
      id: .readAgain, keys: [.character("r")], keyText: "r", label: "read again",
      help: "Look through all sources now."),
    Action(
      id: .redraw, keys: [.control("l")], keyText: "^L", label: "",
      help: "Draw the whole screen anew."),
    Action(
      id: .suspend, keys: [.control("z")], keyText: "^Z", label: "",
      help: "Back to the shell; fg returns."),
    Action(id: .back, keys: [.escape], keyText: "Esc", label: "", help: "Close this help."),
    Action(
      id: .quit, keys: [.character("q"), .control("c")], keyText: "q", label: "quit",
      help: "Leave; ^C does so too."),
  ]
}
