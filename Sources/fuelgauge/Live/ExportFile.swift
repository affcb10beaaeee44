import Foundation
import Ledger

/// A file that is made for what is exported; one that is there already is left alone.
final class ExportFile {
  let path: String
  private let handle: FileHandle
  private var waiting = Data()

  struct Fault: Error, CustomStringConvertible { let description: String }

  /// Makes `fuelgauge-NAME-DATE-TIME.csv` in the folder that the program was started in.
  init(name: String, at now: Instant, _ days: CivilDays) throws {
    let folder = FileManager.default.currentDirectoryPath
    let seconds = now.milliseconds / 1000 % 60
    let clock = days.clock(of: now).filter { $0 != ":" } + (seconds < 10 ? "0" : "") + "\(seconds)"
    let stamp = days.date(of: now).filter { $0 != "-" } + "-" + clock
    path = "\(folder)/fuelgauge-\(name)-\(stamp).csv"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Fault(description: "\(path): \(String(cString: strerror(errno)))")
    }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  /// Adds text; it is written in large pieces.
  func write(_ text: String) throws {
    waiting.append(contentsOf: text.utf8)
    if waiting.count > 1 << 16 { try finish() }
  }

  /// Writes what is left.
  func finish() throws {
    do {
      try handle.write(contentsOf: waiting)
    } catch {
      throw Fault(description: "\(path): \(error.localizedDescription)")
    }
    waiting.removeAll(keepingCapacity: true)
  }
}
