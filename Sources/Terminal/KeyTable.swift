/// Which bytes a terminal sends for which key.
package struct KeyTable: Sendable {
  private var events: [[UInt8]: InputEvent] = [:]
  private var beginnings: Set<[UInt8]> = []
  /// Whether mouse reports are three bytes after `ESC [ M` (numeric reports are always understood).
  let hasByteMouse: Bool

  /// Creates a table of the keys nearly every terminal has and those in this terminal's description.
  /// - Parameter capability: Returns the description's value for a name such as `kcuu1`.
  package init(capability: (String) -> [UInt8]?) {
    hasByteMouse = capability("kmous").map { $0.elementsEqual("\u{1b}[M".utf8) } ?? false
    for (sequence, event) in KeyTable.usual { add(Array(sequence.utf8), event) }
    for (name, event) in KeyTable.capabilities {
      if let sequence = capability(name) { add(sequence, event) }
    }
  }

  /// The key a sequence stands for; nil if it is not a key.
  func event(of sequence: some Collection<UInt8>) -> InputEvent? { events[Array(sequence)] }

  /// Whether a longer sequence starts with this one.
  func isBeginning(_ sequence: some Collection<UInt8>) -> Bool {
    beginnings.contains(Array(sequence))
  }

  /// Keys that must always work keep their meaning, whatever a description says.
  private static let plain: Set<UInt8> = [0x03, 0x09, 0x0a, 0x0d, 0x1b]

  private mutating func add(_ sequence: [UInt8], _ event: InputEvent) {
    guard let first = sequence.first, sequence.count <= InputParser.longestSequence else { return }
    guard first == 0x1b ? sequence.count > 1 : first < 0x20 && !KeyTable.plain.contains(first)
    else { return }
    events[sequence] = event
    for end in 1..<sequence.count { beginnings.insert(Array(sequence[..<end])) }
  }

  private static let capabilities: [(String, InputEvent)] =
    [
      ("kent", .enter), ("kcbt", .backTab), ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left),
      ("kcuf1", .right), ("khome", .home), ("kfnd", .home), ("kend", .end), ("kslt", .end),
      ("kpp", .pageUp), ("knp", .pageDown), ("kbs", .backspace), ("kdch1", .delete),
    ] + (1...63).map { ("kf\($0)", .function($0)) }

  /// What xterm, VT220, rxvt and the Linux console send, in either arrow mode: the description in use is often that
  /// of a similar terminal.
  private static let usual: [(String, InputEvent)] =
    ["[", "O"].flatMap { start in
      zip("ABCDHF", [InputEvent.up, .down, .right, .left, .home, .end]).map {
        ("\u{1b}\(start)\($0)", $1)
      }
    }
    + [("1", .home), ("7", .home), ("4", .end), ("8", .end), ("3", .delete), ("5", .pageUp)]
    .map { ("\u{1b}[\($0)~", $1) }
    + [("[6~", .pageDown), ("[Z", .backTab), ("OM", .enter)].map { ("\u{1b}\($0)", $1) }
    + zip("PQRS", 1...).map { ("\u{1b}O\($0)", .function($1)) }
    + zip("ABCDE", 1...).map { ("\u{1b}[[\($0)", .function($1)) }
    + zip([11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24], 1...).map {
      ("\u{1b}[\($0)~", .function($1))
    }
}
