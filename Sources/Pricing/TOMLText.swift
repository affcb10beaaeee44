import TOMLKit

/// Parses the TOML of settings and of price files.
package enum TOMLText {
  /// Why a text is not TOML, and the line, counted from 1.
  package struct Fault: Error, Equatable {
    package let line: Int?
    package let reason: String
  }

  /// Parses a text as a table.
  package static func table(of text: String) throws(Fault) -> TOMLTable {
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // The library recurses once for each part of a dotted key.
    if let index = lines.firstIndex(where: { $0.count > longestLine }) {
      let line = lines.distance(from: lines.startIndex, to: index) + 1
      throw Fault(line: line, reason: "the line is longer than \(longestLine) bytes")
    }
    if let line = lineWithoutName(text) {
      throw Fault(line: line, reason: "a table's name is missing after “[”")
    }
    do {
      return try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw Fault(line: error.source.begin.line, reason: error.description)
    } catch {
      throw Fault(line: nil, reason: "\(error)")
    }
  }

  /// The longest line accepted, in bytes; no setting needs a hundredth of that.
  private static let longestLine = 16_384

  /// The first line that starts a table without a name. The library would take the next character as the name, and
  /// crash if there is none.
  private static func lineWithoutName(_ text: String) -> Int? {
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    let index = lines.firstIndex { line in
      var rest = line.drop(while: isBlank)
      guard rest.popFirst() == UInt8(ascii: "[") else { return false }
      if rest.first == UInt8(ascii: "[") { rest.removeFirst() }
      guard let next = rest.drop(while: isBlank).first else { return true }
      switch next {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "]"):
        return false
      default: return true
      }
    }
    return index.map { lines.distance(from: lines.startIndex, to: $0) + 1 }
  }
}
