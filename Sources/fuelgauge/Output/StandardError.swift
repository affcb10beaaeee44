import Canvas
import Foundation

/// What a command has to say besides its result.
enum StandardError {
  /// Prints lines, made safe for a terminal.
  static func print(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let safe = lines.map { SafeText.clean(String($0)) }.joined(separator: "\n")
    FileHandle.standardError.write(Data((safe + "\n").utf8))
  }
}
