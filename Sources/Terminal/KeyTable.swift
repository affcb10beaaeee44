/// Which bytes a terminal sends for which key.
package struct KeyTable: Sendable {
  private var events: [[UInt8]: InputEvent] = [:]
  private var beginnings: Set<[UInt8]> = []
  /// Whether reports of the mouse are three bytes after `ESC [ M` (or numbers, which are always read).
  let hasByteMouse: Bool

  /// The keys that nearly every terminal has, and those that the description of this one names.
  /// - Parameter capability: What the description says under a name such as `kcuu1`.
  package init(capability: (String) -> [UInt8]?) {
    hasByteMouse = capability("kmous").map { $0.elementsEqual("\u{1b}[M".utf8) } ?? false
    for (sequence, event) in KeyTable.usual { add(Array(sequence.utf8), event) }
    for (name, event) in KeyTable.capabilities {
      if let sequence = capability(name) { add(sequence, event) }
    }
  }

  /// What a sequence means; nil: it is none of a key.
  func event(of sequence: some Collection<UInt8>) -> InputEvent? { events[Array(sequence)] }

  /// Whether a longer sequence begins so.
  func isBeginning(_ sequence: some Collection<UInt8>) -> Bool {
    beginnings.contains(Array(sequence))
  }

  /// What a person must always be able to type stays what it is, whatever a description says.
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

  /// What terminals send that are an xterm, a VT220, an rxvt or the Linux console, in either mode of the
  /// arrows: a description is often that of a near relation.
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
