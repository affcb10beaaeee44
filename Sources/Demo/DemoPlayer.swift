import Foundation
import Glibc
import Values

/// Plays a script into a home: writes the transcripts that Claude Code would have written, and hands
/// over what the other tools report.
package struct DemoPlayer {
  /// What could not be written, and why.
  package struct Fault: Error, CustomStringConvertible {
    package let description: String
  }

  /// The invented home that the played transcripts speak of; there is none on this machine.
  package static let home = "/home/ada"

  private let script: DemoScript
  private let folder: String
  private var projects: String { folder + "/.claude/projects" }
  /// The moment that the account file tells of.
  private var told: Instant?
  /// The first day that is not in `waiting` yet.
  private var nextDay: DemoDay
  /// What happens later than the moment played to, in order.
  private var waiting: [DemoEvent] = []

  /// A player that has played nothing yet.
  /// - Parameter folder: the home; transcripts go below its `.claude/projects`, the account file beside.
  package init(_ script: DemoScript, folder: String) {
    self.script = script
    self.folder = folder
    nextDay = script.day(-DemoScript.pastDays)
  }

  /// Writes everything that has happened up to and with `now` and is not written yet; the first call
  /// writes the past too.
  /// - Returns: lines for `fuelgauge record`, in the order of their times.
  package mutating func play(to now: Instant) throws(Fault) -> [String] {
    var records = try writeWaiting(upTo: now)
    // A day at a time, so that memory holds no more than that.
    while nextDay.start <= now {
      waiting = (waiting + nextDay.events).sorted { $0.time < $1.time }
      nextDay = script.day(nextDay.number + 1)
      records += try writeWaiting(upTo: now)
    }
    try tellAccount(at: now)
    return records
  }

  /// Claude Code asks for the windows now and then while it is used.
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
    // The file that Claude Code wrote to last is the one changed last.
    for (file, text) in texts.sorted(by: { $0.value.last < $1.value.last }) {
      try append(text.lines, to: projects + "/" + file)
    }
    return records
  }

  /// What is to be added to one file.
  private struct Text {
    var lines = ""
    /// Which of all events the last line is.
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

  /// Makes the folder that `path` is to be in, and those above it; if one cannot be made, opening the
  /// file says why.
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
