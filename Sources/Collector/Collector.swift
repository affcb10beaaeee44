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
  let store: UsageStore
  let writer: UsageWriter
  let roots: TranscriptRoots
  private let logins: LoginReader?
  private let otherToolLogs: @Sendable () -> [OtherToolLog]
  let spool: HookSpool?
  private let hooks: (@Sendable () -> InstalledHooks)?
  private let threads: Int
  private let isStopped = Atomic(false)

  /// The result of one pass over the sources.
  package struct Report: Sendable {
    /// Whether all sources were read, rather than single files.
    package var isWhole = false
    /// How many transcripts were found.
    package var files = 0
    /// How many transcripts and logs of other tools had something new.
    package var filesRead = 0
    /// How many bytes were read.
    package var bytes: Int64 = 0
    /// What was stored of the requests found.
    package var counts = WriteCounts.zero
    /// What could not be read.
    package var problems: [SourceProblem] = []
    /// Problems with folders and files that could not be opened at all. They are tried again in every pass.
    fileprivate var unreadable: [SourceProblem] = []
  }

  /// The progress of a pass, for display.
  package struct Progress: Sendable, Equatable {
    package var filesDone: Int
    package var files: Int
    package var bytesDone: Int64
    package var bytes: Int64
  }

  /// Creates a collector of the transcripts below `roots`, of the logins beside them if there is a reader for
  /// those, of the logs of other tools, and of what hooks have reported.
  package init(
    store: UsageStore, prices: PriceTable, roots: TranscriptRoots, logins: LoginReader? = nil,
    otherToolLogs: @escaping @Sendable () -> [OtherToolLog] = { [] }, spool: HookSpool? = nil,
    hooks: (@Sendable () -> InstalledHooks)? = nil, threads: Int = 2
  ) {
    self.hooks = hooks
    self.spool = spool
    self.otherToolLogs = otherToolLogs
    self.store = store
    self.roots = roots
    self.logins = logins
    self.threads = threads
    writer = UsageWriter(store: store, prices: prices) {
      logins?.credential(inFolder: $0, project: $1)
    }
  }

  /// The folders to watch for changes.
  package struct Folders: Equatable, Sendable {
    /// All folders with sources, existing or possible.
    package var sources: [String]
    /// Where a missing source folder would appear.
    package var parents: [String]

    /// Both together.
    package var all: [String] { sources + parents }
  }

  /// The folders to watch now; nothing is read.
  package func folders() -> Folders {
    Folders(
      sources: TranscriptFiles(below: roots).folders.sorted(), parents: roots.parentsOfMissing)
  }

  /// Ends a pass after the files currently being read; the others wait for the next pass. May be called from any
  /// thread.
  package func stop() { isStopped.store(true, ordering: .relaxed) }

  /// What to settle in the ledgers once the sources are read.
  package enum Settling: Sendable {
    /// Everything that has become due; waits for other processes that write.
    case always
    /// Only what changes a balance, if anything does: a command that only reads must not wait for others.
    case ifDue
  }

  /// Reads everything new, then settles what has become due in the ledgers: a reload's pause may have ended, a
  /// credit may have expired.
  /// - Parameter progress: called from the reading threads after every batch.
  /// - Throws: errors from the store; what was committed before stays.
  package func collect(
    settling: Settling = .always, progress: @Sendable @escaping (Progress) -> Void = { _ in }
  ) throws -> Report {
    try writer.repriceIfNeeded()
    try store.noteSources(roots.folders)
    // Attribute accounts before requests exist.
    let brokenAccounts = try collectLogins()
    let editor = logins?.lookAtEditor()
    if case .known(let signIn)? = editor?.finding {
      try recordEditor(signIn)
    }
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
    try readSpool(known: known, into: &report)
    try writer.reviewPurses()
    if let hooks { try store.record(hooks().all.map(\.installation)) }
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
      // Commit first, so that nobody waits for the store while a large file is read.
      if log.isLarge { try writer.commit() }
      let reading = try log.read(known: last) { requests in
        try self.writer.write(UsageBatch(requests))
      }
      // Only the last batch marks the file as read.
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

  /// Reads the credentials set in recently used projects.
  private func collectProjectCredentials() throws {
    guard let logins else { return }
    let found = try store.recentProjects(at: store.now()).compactMap { project in
      logins.credential(ofProject: project).map {
        ProjectCredential(project: project, credential: $0)
      }
    }
    try store.recordProjectCredentials(found)
  }

  /// Reads who is signed in, and the account data that Claude Code has saved.
  /// - Returns: account files that cannot be understood.
  @discardableResult
  package func collectLogins() throws -> [SourceProblem] {
    guard let logins else { return [] }
    let (findings, broken) = logins.look()
    try store.record(findings, at: store.now())
    try store.record(logins.editorWorkspaces(at: store.now()))
    return broken
  }

  /// Decides again who paid for requests about whose time claude.ai has reported something since.
  package func reviewPurses() throws { try writer.reviewPurses() }

  /// Throws unless the store is still in the file that was opened.
  package func ensureStoreInPlace() throws { try store.ensureInPlace() }

  /// The files with login data.
  package var loginFiles: [String] { logins?.files ?? [] }

  /// The files to watch one by one: login data, and what hooks report.
  var singleFiles: [String] { loginFiles + [spool?.path].compactMap { $0 } }

  /// Runs `body` while nothing is being written and no transaction is open, for example before the whole process is
  /// suspended, when another process may have to write.
  package func whileSettled(_ body: () -> Void) throws { try writer.whileSettled(body) }

  /// Reads what is new in single files named by a watcher.
  package func collect(files paths: some Sequence<String>) throws -> Report {
    var report = Report()
    let files = paths.compactMap { TranscriptFiles.file(at: $0) }
    report.files = files.count
    try read(files, known: KnownFiles(store.sourceFiles()), into: &report, progress: { _ in })
    try writer.reviewPurses()
    return report
  }

  /// Reads what is new in transcripts. Sessions come first, so that what they say about who pays is known before
  /// their subagents are read. Then come the subagents, including those to be read again because their session had
  /// news.
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
    let withNews = gathering.found.withLock(\.withNews)
    if !withNews.isEmpty {
      nowKnown = KnownFiles(try store.sourceFiles())
      let paths = Set(subagents.files.map(\.found.path))
      let again = nowKnown.subagents(of: withNews).filter { !paths.contains($0.path) }
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
            gathered.merge(batch)
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

/// The files with something new in a pass.
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

  /// The files that match.
  func only(_ isMeant: (SourceFile) -> Bool) -> Work { Work(files.filter { isMeant($0.found) }) }
}

extension SourceFile {
  /// Whether nothing has changed since the state `known`.
  fileprivate func isLike(_ known: SourceFile?) -> Bool {
    guard let known else { return false }
    return known.path == path && known.size == size && known.modified == modified
      && known.inode == inode
  }
}

/// What the reading threads share.
private final class Gathering: Sendable {
  let found: Mutex<Gathered>

  init(_ work: Work) { found = Mutex(Gathered(work)) }
}

/// What the reading threads have collected so far.
private struct Gathered {
  private var expected: (files: Int, bytes: Int64)
  var files: Set<String> = []
  /// Sessions with news for their subagents.
  private(set) var withNews: Set<String> = []
  var bytes: Int64 = 0
  var problems: [SourceProblem] = []
  var failure: (any Error)?

  init(_ work: Work) { expected = (work.files.count, work.bytes) }

  /// Sets the work still expected.
  mutating func expect(_ work: Work) {
    expected = (files.count + work.files.count, bytes.addingClamped(work.bytes))
  }

  mutating func merge(_ batch: UsageBatch) {
    files.formUnion(batch.files.map(\.path))
    withNews.formUnion(batch.files.filter(\.hasNewsForSubagents).map(\.path))
    bytes += batch.bytes
    problems += batch.problems
  }

  var progress: Collector.Progress {
    Collector.Progress(
      filesDone: files.count, files: expected.files, bytesDone: min(bytes, expected.bytes),
      bytes: expected.bytes)
  }
}
