/// Progress of reading the sources.
package struct ReadingProgress: Equatable, Sendable {
  /// Uptime in milliseconds when it began.
  package var began: Int64
  /// Files and bytes done, and their totals.
  package var filesDone: Int
  package var files: Int
  package var bytesDone: Int64
  package var bytes: Int64

  /// Progress of a reading that began at the uptime `began`.
  package init(began: Int64, filesDone: Int, files: Int, bytesDone: Int64, bytes: Int64) {
    self.began = began
    self.filesDone = filesDone
    self.files = files
    self.bytesDone = bytesDone
    self.bytes = bytes
  }

  /// Part done, 0…1.
  package var fraction: Double { bytes == 0 ? 1 : Double(bytesDone) / Double(bytes) }

  /// Milliseconds left at the pace so far; nil while it is too early to say.
  package func timeLeft(at uptime: Int64) -> Int64? {
    let spent = uptime - began
    guard spent >= 200, bytesDone > 0 else { return nil }
    return Int64(Int(nearest: Double(spent) * Double(bytes - bytesDone) / Double(bytesDone)))
  }
}
