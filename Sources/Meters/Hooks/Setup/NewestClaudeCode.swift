import Files
import Glibc

/// The version of Claude Code that a person uses.
package enum NewestClaudeCode {
  /// The version in the newest transcript that names one, such as `2.1.332`; nil if none does.
  package static func version(below roots: TranscriptRoots) -> String? {
    TranscriptFiles(below: roots).files.lazy.prefix(20).compactMap { version(in: $0.path) }.first
  }

  /// The version in the last line that has one, within the last megabyte.
  static func version(in path: String) -> String? {
    guard case .success(let file) = RegularFile.open(path) else { return nil }
    defer { close(file.descriptor) }
    let size = Int(min(file.size, 1 << 20))
    var buffer = [UInt8](repeating: 0, count: size)
    let count = pread(file.descriptor, &buffer, size, off_t(file.size - Int64(size)))
    guard count > 0 else { return nil }
    for line in buffer[..<count].split(separator: UInt8(ascii: "\n")).reversed() {
      if let version = line.withUnsafeBufferPointer({ version(of: $0) }) { return version }
    }
    return nil
  }

  private static func version(of line: UnsafeBufferPointer<UInt8>) -> String? {
    var cursor = JSONCursor(line)
    var found: String?
    do throws(JSONCursor.Fault) {
      try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
        let text = try cursor.stringOrSkip()
        if key.equals("version") { found = text?.string }
      }
    } catch { return nil }
    return found.flatMap { $0.first?.isNumber == true ? $0 : nil }
  }
}
