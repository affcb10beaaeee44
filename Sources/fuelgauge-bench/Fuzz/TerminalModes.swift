/// The terminal's private modes that a program has switched, with sequences such as `ESC [ ? 1000 ; 1006 h`.
struct TerminalModes {
  private var states: [Int: Bool] = [:]
  /// The unfinished sequence, if any.
  private var sequence: [UInt8]?

  /// Parses what a program draws.
  mutating func take(_ bytes: ArraySlice<UInt8>) {
    for byte in bytes {
      if byte == 0x1b {
        sequence = []
      } else if var open = sequence {
        open.append(byte)
        let isOpen =
          open.count < 40 && (open.count == 1 ? byte == 0x5b : (0x20...0x3f).contains(byte))
        if !isOpen { use(open) }
        sequence = isOpen ? open : nil
      }
    }
  }

  private mutating func use(_ sequence: [UInt8]) {
    guard sequence.starts(with: [0x5b, 0x3f]), let last = sequence.last,
      last == 0x68 || last == 0x6c
    else { return }
    let text = String(decoding: sequence.dropFirst(2).dropLast(), as: UTF8.self)
    for mode in text.split(separator: ";").compactMap({ Int($0) }) { states[mode] = last == 0x68 }
  }

  /// The modes a shell would not want: a hidden cursor, mouse or paste reports, or another screen.
  var leftOver: [Int] {
    let reporting = [1, 47, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1047, 1049, 2004]
    return reporting.filter { states[$0] == true } + (states[25] == false ? [25] : [])
  }
}
