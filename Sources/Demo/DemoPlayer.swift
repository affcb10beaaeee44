import Foundation
import Glibc
import Values

/// Plays a script into a home: writes the transcripts that Claude Code would have written, and returns what the
/// other tools report.
package struct DemoPlayer {
  /// A file that could not be written, and why.
  package struct Fault: Error, CustomStringConvertible {
    package let description: String
  }

  /// The home named in the transcripts. It does not exist on this machine.
  package static let home = "/home/ada"

  private let script: DemoScript
  private let folder: String
  private var projects: String { folder + "/.claude/projects" }
  /// The time of the latest account file.
  private var told: Instant?
  /// The first day not in `waiting` yet.
  private var nextDay: DemoDay
  /// Later events, in order.
  private var waiting: [DemoEvent] = []

  /// A player at the start of a script.
  /// - Parameter folder: the home folder; transcripts go to `.claude/projects` in it, the account file to
  ///   `.claude.json`.
  package init(_ script: DemoScript, folder: String) {
    self.script = script
    self.folder = folder
    nextDay = script.day(-DemoScript.pastDays)
  }

  /// Writes everything up to and including `now` that was not written yet. The first call writes the past too.
  /// - Returns: lines for `fuelgauge record`, in order of time.
  package mutating func play(to now: Instant) throws(Fault) -> [String] {
    var records = try writeWaiting(upTo: now)
    // One day at a time, to save memory.
    while nextDay.start <= now {
      waiting = (waiting + nextDay.events).sorted { $0.time < $1.time }
      nextDay = script.day(nextDay.number + 1)
      records += try writeWaiting(upTo: now)
    }
    try tellAccount(at: now)
    return records
  }

  /// Writes the account file from time to time, as Claude Code does while in use.
  private mutating func tellAccount(at now: Instant) throws(Fault) {
    let step = 3 * Instant.perMinute
    let time = Instant(milliseconds: now.bucket(of: step) * step)
    guard time != told else { return }
    let path = folder + "/.claude.json"
    let text = DemoAccount.file(at: time, of: script.day(at: time))
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw fault(path, error.localizedDescription)
    }
    told = time
  }

  private mutating func writeWaiting(upTo now: Instant) throws(Fault) -> [String] {
    let count = waiting.firstIndex { $0.time > now } ?? waiting.count
    var records: [String] = []
    var texts: [String: Text] = [:]
    for (index, event) in waiting[..<count].enumerated() {
      switch event.trace {
      case .record(let line): records.append(line)
      case .transcript(let file, let line): texts[file, default: Text()].append(line, at: index)
      }
    }
    waiting.removeFirst(count)
    // Keep the order in which Claude Code changed the files.
    for (file, text) in texts.sorted(by: { $0.value.last < $1.value.last }) {
      try append(text.lines, to: projects + "/" + file)
    }
    return records
  }

  /// Lines to add to one file.
  private struct Text {
    var lines = ""
    /// The index of the last line among all events.
    var last = 0

    mutating func append(_ line: String, at index: Int) {
      lines += line
      lines += "\n"
      last = index
    }
  }

  private func append(_ text: String, to path: String) throws(Fault) {
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC
    var descriptor = open(path, flags, 0o600)
    if descriptor < 0, errno == ENOENT {
      makeFolder(of: path)
      descriptor = open(path, flags, 0o600)
    }
    guard descriptor >= 0 else { throw fault(path, String(cString: strerror(errno))) }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try file.write(contentsOf: Data(text.utf8))
    } catch {
      throw fault(path, error.localizedDescription)
    }
  }

  /// Creates the folder for `path` and its parents. If that fails, opening the file will report why.
  private func makeFolder(of path: String) {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
    let folder = String(path[..<slash])
    guard mkdir(folder, 0o700) != 0, errno == ENOENT else { return }
    makeFolder(of: folder)
    mkdir(folder, 0o700)
  }

  private func fault(_ path: String, _ reason: String) -> Fault {
    Fault(description: "\(path): cannot be written: \(reason)")
  }
}
