import Foundation
import Values

/// A file that is made for what is exported: it appears whole or not at all, and one that is there already is
/// left alone.
final class ExportFile {
  /// Where it is once it is finished.
  private(set) var path: String
  private let part: String
  private let handle: FileHandle
  private var waiting = Data()
  private var isFinished = false

  struct Fault: Error, CustomStringConvertible { let description: String }

  /// Makes `fuelgauge-NAME-DATE-TIME.csv` in a folder, which is made where it is missing.
  init(name: String, at now: Instant, _ days: CivilDays, in folder: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Fault(description: "\(folder): cannot be made: \(error.localizedDescription)")
    }
    let seconds = now.milliseconds / 1000 % 60
    let clock = days.clock(of: now).filter { $0 != ":" } + (seconds < 10 ? "0" : "") + "\(seconds)"
    let stamp = days.date(of: now).filter { $0 != "-" } + "-" + clock
    path = "\(folder)/fuelgauge-\(name)-\(stamp).csv"
    part = "\(folder)/.fuelgauge-\(name)-\(stamp)-\(getpid()).part"
    let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw ExportFile.fault(path) }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  deinit { if !isFinished { unlink(part) } }

  /// Adds text; it is written in large pieces.
  func write(_ text: String) throws {
    waiting.append(contentsOf: text.utf8)
    if waiting.count > 1 << 16 { try flush() }
  }

  /// Writes what is left and gives the file its name, with a number where another one has it.
  func finish() throws {
    try flush()
    do {
      // Some file systems say only now that there was no room.
      try handle.close()
    } catch {
      throw Fault(description: "\(path): \(error.localizedDescription)")
    }
    let base = path.dropLast(".csv".count)
    var number = 1
    while try !takeName() {
      number += 1
      path = "\(base)-\(number).csv"
    }
    isFinished = true
  }

  /// Gives the file the name that `path` says.
  /// - Returns: false where another file has it.
  private func takeName() throws -> Bool {
    if link(part, path) == 0 {
      unlink(part)
      return true
    }
    if errno == EEXIST { return false }
    // Some file systems know no second name: there an empty file holds the place, so that no other one is
    // overwritten.
    let place = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if place < 0, errno == EEXIST { return false }
    guard place >= 0 else { throw ExportFile.fault(path) }
    close(place)
    guard rename(part, path) == 0 else {
      let fault = ExportFile.fault(path)
      unlink(path)
      throw fault
    }
    return true
  }

  /// What the system says of the latest call, about a file.
  private static func fault(_ path: String) -> Fault {
    Fault(description: "\(path): \(String(cString: strerror(errno)))")
  }

  private func flush() throws {
    do {
      try handle.write(contentsOf: waiting)
    } catch {
      throw Fault(description: "\(path): \(error.localizedDescription)")
    }
    waiting.removeAll(keepingCapacity: true)
  }
}
