import Ledger
import Meters
import Storage

/// What tools' hooks have reported.
extension Collector {
  /// Reads what hooks have reported since the last time.
  /// - Returns: nil if nothing is new.
  package func collectSpool() throws -> Report? {
    guard spool != nil else { return nil }
    var report = Report()
    try readSpool(known: KnownFiles(store.sourceFiles()), into: &report)
    return report.filesRead > 0 ? report : nil
  }

  /// Reads what hooks have reported, and the transcripts they name.
  func readSpool(known: KnownFiles, into report: inout Report) throws {
    guard let spool else { return }
    let readings = spool.readings(known: known.file(at:))
    guard !readings.isEmpty else { return }
    let before = writer.counts
    // Signing in twice is the same as once, so it does not matter if the rest fails.
    if let email = readings.compactMap(\.email).last { try noteEditor(email, spool.path) }
    for reading in readings {
      var batch = UsageBatch(reading.requests)
      batch.files = [reading.file]
      batch.problems = reading.problems
      try writer.write(batch)
      report.filesRead += 1
      report.bytes += reading.bytes
      report.problems += reading.problems
    }
    try writer.commit()
    report.counts += writer.counts - before
    spool.dropOld(known: KnownFiles(try store.sourceFiles()).file(at:))
    let named = readings.flatMap(\.transcripts).filter {
      $0.hasSuffix(".jsonl") && roots.configFolder(of: $0) != nil
    }
    guard !report.isWhole, !named.isEmpty else { return }
    let (files, filesRead) = (report.files, report.filesRead)
    let transcripts = try collect(files: Set(named).sorted())
    report.files = files + transcripts.files
    report.filesRead = filesRead + transcripts.filesRead
    report.bytes += transcripts.bytes
    report.counts += transcripts.counts
    report.problems += transcripts.problems
  }

  /// Stores who is signed in to Cursor according to its hooks. Its plan is that of the database, if that agrees.
  private func noteEditor(_ email: String, _ file: String) throws {
    let known = try store.editorSignIn()
    guard known?.email != email else { return }
    try store.recordEditorSignIn(EditorSignIn(file: file, email: email))
  }

  /// Stores who is signed in to Cursor according to its database. Where there is none, as on a remote machine, what
  /// a hook reported stays.
  func recordEditor(_ signIn: EditorSignIn?) throws {
    if signIn == nil, let spool, try store.editorSignIn()?.file == spool.path { return }
    try store.recordEditorSignIn(signIn)
  }
}
