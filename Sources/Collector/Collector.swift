import Foundation
import Glibc
import Ledger
import Meters
import Pricing
import Storage
import Synchronization

/// Reads everything new in the sources into the store, with two threads by default.
///
/// Only the holder of the ``CollectorLock`` may run one.
package final class Collector: Sendable {
  private let store: UsageStore
  private let writer: UsageWriter
  private let roots: TranscriptRoots
  private let logins: LoginReader?
  private let otherToolLogs: @Sendable () -> [OtherToolLog]
  private let threads: Int
  private let isStopped = Atomic(false)

  /// What one pass over the sources did.
  package struct Report: Sendable {
    /// Whether all sources were looked through, rather than single files.
    package var isWhole = false
    /// Transcripts found.
    package var files = 0
    /// Transcripts and logs of other tools that had something new.
    package var filesRead = 0
    /// Bytes read.
    package var bytes: Int64 = 0
    /// What became of the requests found.
    package var counts = WriteCounts.zero
    /// What could not be read.
    package var problems: [SourceProblem] = []
    /// Those of folders and files that could not be looked into at all, which is tried again in every pass.
    fileprivate var unreadable: [SourceProblem] = []
  }

  /// How far a pass has come, for whoever watches it.
  package struct Progress: Sendable, Equatable {
    package var filesDone: Int
    package var files: Int
    package var bytesDone: Int64
    package var bytes: Int64
  }

  /// A collector of the transcripts below `roots`, of the logins beside them if there is a reader of those, and
  /// of what other tools leave.
  package init(
    store: UsageStore, prices: PriceTable, roots: TranscriptRoots, logins: LoginReader? = nil,
    otherToolLogs: @escaping @Sendable () -> [OtherToolLog] = { [] }, threads: Int = 2
  ) {
    self.otherToolLogs = otherToolLogs
    self.store = store
    self.roots = roots
    self.logins = logins
    self.threads = threads
    writer = UsageWriter(store: store, prices: prices) {
      logins?.credential(inFolder: $0, project: $1)
    }
  }

  /// The folders that have to be watched for changes.
  package struct Folders: Equatable, Sendable {
    /// All that hold sources, or may.
    package var sources: [String]
    /// Where a source folder that does not exist yet would appear.
    package var parents: [String]

    /// Both.
    package var all: [String] { sources + parents }
  }

  /// The folders that have to be watched now; nothing is read.
  package func folders() -> Folders {
    Folders(
      sources: TranscriptFiles(below: roots).folders.sorted(), parents: roots.parentsOfMissing)
  }

  /// Lets a pass end with the files that are being read; the others are left for the next time. May be
  /// called from any thread.
  package func stop() { isStopped.store(true, ordering: .relaxed) }

  /// What is done in the ledgers once the sources are read.
  package enum Settling: Sendable {
    /// All that follows from the time that went by; other processes that write are waited for.
    case always
    /// What changes a balance, if anything does: who only looks is to wait for nobody.
    case ifDue
  }

  /// Reads everything that is new, and does what has become due in the ledgers meanwhile: a reload may have
  /// rested, a credit may have expired.
  /// - Parameter progress: called from the reading threads, after every batch.
  /// - Throws: what the store says; what was committed before stays.
  package func collect(
    settling: Settling = .always, progress: @Sendable @escaping (Progress) -> Void = { _ in }
  ) throws -> Report {
    try writer.repriceIfNeeded()
    try store.noteSources(roots.folders)
    // Whose the requests are is known before they are.
    let brokenAccounts = try collectLogins()
    let editor = logins?.lookAtEditor()
    if case .known(let signIn)? = editor?.finding { try store.recordEditorSignIn(signIn) }
    let found = TranscriptFiles(below: roots)
    let logs = otherToolLogs()
    var report = Report()
    report.isWhole = true
    report.files = found.files.count
    report.problems = found.problems + brokenAccounts + (editor?.broken ?? [])
    report.unreadable = report.problems
    let known = KnownFiles(try store.sourceFiles())
    try read(found.files, known: known, into: &report, progress: progress)
    try read(logs, known: known, into: &report)
    try collectProjectCredentials()
    try store.recordUnreadable(report.unreadable)
    try store.forgetProblemsOfVanished()
    switch settling {
    case .always: try store.settle(at: store.now())
    case .ifDue: try store.settleIfDue(at: store.now())
    }
    return report
  }

  /// Reads what has changed in the logs of other tools.
  private func read(
    _ logs: [OtherToolLog], known: KnownFiles, into report: inout Report
  ) throws {
    let before = writer.counts
    for log in logs where !isStopped.load(ordering: .relaxed) {
      let last = known.file(like: log.file)
      guard !log.file.isLike(last) else { continue }
      // Nobody is to wait for a large file with the store in hand.
      if log.isLarge { try writer.commit() }
      let reading = try log.read(known: last) { requests in
        try self.writer.write(UsageBatch(requests))
      }
      // What comes last says that it was read.
      var batch = UsageBatch(reading.requests)
      batch.files = [reading.file]
      batch.problems = [reading.problem].compactMap { $0 }
      try writer.write(batch)
      report.filesRead += 1
      report.bytes += log.file.size
      report.problems += batch.problems
    }
    try writer.commit()
    report.counts += writer.counts - before
  }

  /// Reads what pays in the projects that were used lately.
  private func collectProjectCredentials() throws {
    guard let logins else { return }
    let found = try store.recentProjects(at: store.now()).compactMap { project in
      logins.credential(ofProject: project).map {
        ProjectCredential(project: project, credential: $0)
      }
    }
    try store.recordProjectCredentials(found)
  }

  /// Reads who is signed in, and what Claude Code was told of the account.
  /// - Returns: account files that cannot be understood.
  @discardableResult
  package func collectLogins() throws -> [SourceProblem] {
    guard let logins else { return [] }
    let (findings, broken) = logins.look()
    try store.record(findings, at: store.now())
    try store.record(logins.editorWorkspaces(at: store.now()))
    return broken
  }

  /// Throws unless the store is still in the file that was opened.
  package func ensureStoreInPlace() throws { try store.ensureInPlace() }

  /// The files that tell of logins.
  package var loginFiles: [String] { logins?.files ?? [] }

  /// Runs `body` while nothing is being written and no transaction is open, such as before the whole
  /// process is stopped for a while: another one may have to write meanwhile.
  package func whileSettled(_ body: () -> Void) throws { try writer.whileSettled(body) }

  /// Reads what is new in single files, as a watcher names them.
  package func collect(files paths: some Sequence<String>) throws -> Report {
    var report = Report()
    let files = paths.compactMap { TranscriptFiles.file(at: $0) }
    report.files = files.count
    try read(files, known: KnownFiles(store.sourceFiles()), into: &report, progress: { _ in })
    return report
  }

  /// Reads what is new in transcripts: sessions first, so that what they say of who pays is known before their
  /// subagents are read; then those of subagents, and once more those that were told something new.
  private func read(
    _ found: [SourceFile], known: KnownFiles, into report: inout Report,
    progress: @Sendable @escaping (Progress) -> Void
  ) throws {
    let all = Work(found, known: known)
    guard !all.files.isEmpty else { return }
    let before = writer.counts
    let gathering = Gathering(all)
    let sessions = all.only { TranscriptFiles.session(of: $0.path) == nil }
    try read(sessions, known: known, gathering, progress)
    var (subagents, nowKnown) = (all.only { TranscriptFiles.session(of: $0.path) != nil }, known)
    let told = gathering.found.withLock(\.told)
    if !told.isEmpty {
      nowKnown = KnownFiles(try store.sourceFiles())
      let paths = Set(subagents.files.map(\.found.path))
      let again = nowKnown.subagents(of: told).filter { !paths.contains($0.path) }
      subagents = Work(subagents.files.map(\.found) + again, known: nowKnown)
      gathering.found.withLock { $0.expect(subagents) }
    }
    try read(subagents, known: nowKnown, gathering, progress)
    gathering.found.withLock { gathered in
      report.filesRead += gathered.files.count
      report.bytes += gathered.bytes
      report.problems += gathered.problems
      report.unreadable += gathered.problems.filter { !gathered.files.contains($0.path) }
    }
    report.counts += writer.counts - before
  }

  /// Reads files in any order.
  private func read(
    _ work: Work, known: KnownFiles, _ gathering: Gathering,
    _ progress: @Sendable @escaping (Progress) -> Void
  ) throws {
    guard !work.files.isEmpty else { return }
    let next = Atomic(0)
    @Sendable func readFiles() {
      do {
        let reader = TranscriptReader { batch, mayDecline in
          if mayDecline {
            guard try self.writer.writeIfIdle(batch) else { return false }
          } else {
            try self.writer.write(batch)
          }
          let now = gathering.found.withLock { gathered in
            gathered.take(batch)
            return gathered.progress
          }
          progress(now)
          return true
        }
        while true {
          let index = next.add(1, ordering: .relaxed).oldValue
          guard gathering.found.withLock({ $0.failure == nil }) else { return }
          guard index < work.files.count, !isStopped.load(ordering: .relaxed) else { break }
          let (found, last) = work.files[index]
          try reader.read(
            found, known: last, configFolder: self.roots.configFolder(of: found.path),
            session: TranscriptFiles.session(of: found.path).flatMap(known.file(at:)))
        }
        try reader.finish()
      } catch {
        gathering.found.withLock { $0.failure = error }
      }
    }
    let helpers = min(threads, work.files.count) - 1
    if helpers > 0 {
      DispatchQueue.concurrentPerform(iterations: helpers + 1) { _ in readFiles() }
    } else {
      readFiles()
    }
    if let failure = gathering.found.withLock({ $0.failure }) {
      writer.abandon()
      throw failure
    }
    try writer.commit()
  }
}

/// The files of a pass that have something new.
private struct Work {
  let files: [(found: SourceFile, known: SourceFile?)]
  let bytes: Int64

  init(_ found: [SourceFile], known: KnownFiles) {
    files = found.compactMap { file in
      let known = known.file(like: file)
      return file.isLike(known) ? nil : (file, known)
    }
    bytes = Work.bytes(of: files)
  }

  private init(_ files: [(found: SourceFile, known: SourceFile?)]) {
    (self.files, bytes) = (files, Work.bytes(of: files))
  }

  private static func bytes(of files: [(found: SourceFile, known: SourceFile?)]) -> Int64 {
    files.reduce(0) { $0 + max(0, $1.found.size - ($1.known?.offset ?? 0)) }
  }

  /// Those of the files that are meant.
  func only(_ isMeant: (SourceFile) -> Bool) -> Work { Work(files.filter { isMeant($0.found) }) }
}

extension SourceFile {
  /// Whether nothing has changed since it was as `known`.
  fileprivate func isLike(_ known: SourceFile?) -> Bool {
    guard let known else { return false }
    return known.path == path && known.size == size && known.modified == modified
      && known.inode == inode
  }
}

/// The files the store knows, to be found by what they are or by where they are.
private struct KnownFiles {
  private struct Identity: Hashable {
    var device: Int64
    var inode: Int64
  }

  private var byIdentity: [Identity: SourceFile] = [:]
  private var byPath: [String: SourceFile] = [:]

  init(_ files: [SourceFile]) {
    for file in files {
      byIdentity[Identity(device: file.device, inode: file.inode)] = file
      byPath[file.path] = file
    }
  }

  /// The same file under any name, else whatever was at its path before: a device number may change
  /// when the machine starts anew.
  func file(like file: SourceFile) -> SourceFile? {
    byIdentity[Identity(device: file.device, inode: file.inode)] ?? byPath[file.path]
  }

  /// The file that was at `path`.
  func file(at path: String) -> SourceFile? { byPath[path] }

  /// The files of the subagents of sessions, as they are now, that have to be read once more.
  func subagents(of sessions: Set<String>) -> [SourceFile] {
    byPath.values.filter { file in
      file.modified == SourceFile.unread
        && TranscriptFiles.session(of: file.path).map(sessions.contains) ?? false
    }.map(\.path).sorted().compactMap { TranscriptFiles.file(at: $0) }
  }
}

/// What the reading threads share.
private final class Gathering: Sendable {
  let found: Mutex<Gathered>

  init(_ work: Work) { found = Mutex(Gathered(work)) }
}

/// What the reading threads have brought together so far.
private struct Gathered {
  private var expected: (files: Int, bytes: Int64)
  var files: Set<String> = []
  /// Sessions that said something new to their subagents.
  private(set) var told: Set<String> = []
  var bytes: Int64 = 0
  var problems: [SourceProblem] = []
  var failure: (any Error)?

  init(_ work: Work) { expected = (work.files.count, work.bytes) }

  /// Expects no other work from now on.
  mutating func expect(_ work: Work) {
    expected = (files.count + work.files.count, bytes.addingClamped(work.bytes))
  }

  mutating func take(_ batch: UsageBatch) {
    files.formUnion(batch.files.map(\.path))
    told.formUnion(batch.files.filter(\.isNewsToSubagents).map(\.path))
    bytes += batch.bytes
    problems += batch.problems
  }

  var progress: Collector.Progress {
    Collector.Progress(
      filesDone: files.count, files: expected.files, bytesDone: min(bytes, expected.bytes),
      bytes: expected.bytes)
  }
}
