import Foundation
import Values

/// A new file for an export. It appears complete or not at all, and never replaces an existing file.
final class ExportFile {
  /// Its path once finished.
  private(set) var path: String
  private let part: String
  private let handle: FileHandle
  private var waiting = Data()
  private var isFinished = false

  struct Fault: Error, CustomStringConvertible { let description: String }

  /// Starts `fuelgauge-NAME-DATE-TIME.csv` in a folder, which is created if missing.
  init(name: String, at now: Instant, _ days: CivilDays, in folder: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Fault(description: "\(folder): cannot be created: \(error.localizedDescription)")
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

  /// Adds text, which is buffered.
  func write(_ text: String) throws {
    waiting.append(contentsOf: text.utf8)
    if waiting.count > 1 << 16 { try flush() }
  }

  /// Writes what is left and gives the file its name, with a number added if the name is taken.
  func finish() throws {
    try flush()
    do {
      // Some file systems report a full disk only on closing.
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

  /// Gives the file the name in `path`.
  /// - Returns: false if the name is taken.
  private func takeName() throws -> Bool {
    if link(part, path) == 0 {
      unlink(part)
      return true
    }
    if errno == EEXIST { return false }
    // Some file systems have no hard links. There, reserve the name with an empty file, so that renaming
    // overwrites nothing else.
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

  /// The system's error from the latest call, for a file.
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
