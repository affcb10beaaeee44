import Foundation
import Ledger
import Values

/// What Claude Code passes to its status line: one JSON object on standard input.
///
/// Fields that are missing or of an unexpected type are nil. The plan's windows are those of the session's last answer;
/// nothing says when that was, so ``TranscriptTail`` finds out.
package struct StatusLineInput: Equatable, Sendable {
  /// The transcript of the session.
  package var transcript: String?
  /// The plan windows, dated by whoever records them.
  package var windows: [PlanWindow] = []

  /// The longest input read, in bytes; real ones have two thousand.
  package static let largest = 1 << 20

  /// Reads the input, with or without a byte order mark; nil if it is not a JSON object.
  /// - Parameter asOf: when the windows were read.
  package init?(_ bytes: [UInt8], asOf: Instant) {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    let body = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
    let parsed = body.withUnsafeBufferPointer { JSONValue($0) }
    guard bytes.count <= StatusLineInput.largest, let parsed, parsed.isObject else { return nil }
    transcript = parsed["transcript_path"]?.text
    for (key, id) in [("five_hour", "fiveHour"), ("seven_day", "sevenDay")] {
      guard let window = parsed["rate_limits"]?[key],
        let used = window["used_percentage"]?.double,
        (0...PlanWindow.largestCredible).contains(used)
      else { continue }
      let resets = window["resets_at"]?.double.flatMap { seconds -> Instant? in
        guard seconds.isFinite, (0...1e11).contains(seconds) else { return nil }
        let moment = Instant(milliseconds: Int64(seconds * 1000))
        return Instant.credible.contains(moment) ? moment : nil
      }
      windows.append(PlanWindow(id: id, usedPercent: used, resetsAt: resets, asOf: asOf))
    }
  }
}
