import Files
import Foundation
import Glibc
import Ledger
import Values

/// Reads transcripts from where the last reading stopped, in pieces, so that memory use depends neither on the size
/// of a file nor on the length of the history.
package final class TranscriptReader {
  /// Accepts a batch and returns true. If `mayDecline`, it may return false when another thread keeps it busy;
  /// reading then continues and the batch is offered again.
  package typealias Sink = (_ batch: UsageBatch, _ mayDecline: Bool) throws -> Bool

  private var batch = UsageBatch()
  private var buffer = LineBuffer()
  private let sink: Sink
  /// The configuration folder of the current file.
  private var configFolder: String?
  /// For a subagent, what its session says about who pays.
  private var payer: SessionPayer?
  /// What the session had reported to subagents before, as ``SessionPayer/saidCount``.
  private var said = 0
  private var refusals = 0
  private var lastNamed: SourceProblem?
  /// How many bytes of the file are already counted, in case it is read again.
  private var bytesCounted: Int64 = 0
  /// The signs of the most recent hour.
  private var signs: PurseSigns?

  /// How many requests and bytes make a batch that is offered, and one that must be accepted.
  private static let batchRequests = (offered: 512, full: 2048)
  private static let batchBytes: (offered: Int64, full: Int64) = (8 << 20, 64 << 20)

  /// Creates a reader that passes what it finds to `sink`. The last batch waits for ``finish()``.
  package init(sink: @escaping Sink) { self.sink = sink }

  /// Passes on the last batch.
  package func finish() throws {
    guard !batch.files.isEmpty || !batch.problems.isEmpty else { return }
    try handOver(mayDecline: false)
  }

  /// Reads what is new in a file.
  ///
  /// Whatever is readable is read; the rest is listed in the batch's problems. Only errors from the sink are
  /// thrown.
  /// - Parameters:
  ///   - found: the current state of the file.
  ///   - known: how far it has been read; nil if not at all.
  ///   - configFolder: the configuration folder it belongs to; nil if unknown.
  ///   - session: for a subagent's file, its session's file as last read; nil if it was not read.
  package func read(
    _ found: SourceFile, known: SourceFile?, configFolder: String? = nil,
    session: SourceFile? = nil
  ) throws {
    self.configFolder = configFolder
    let isOfSubagent = TranscriptFiles.session(of: found.path) != nil
    payer = isOfSubagent ? session.map { memory(of: $0).payer } ?? SessionPayer() : nil
    bytesCounted = 0
    guard let owner = try read(found, known: known, owner: nil) else { return }
    // All its problems are reported again.
    batch.problems.removeAll { $0.path == found.path }
    _ = try read(found, known: nil, owner: owner)
  }

  /// Reads what is new in a file.
  /// - Parameter owner: the owner of the session, if already known.
  /// - Returns: an owner named only after some of the session's requests, which then have to be read again.
  private func read(
    _ found: SourceFile, known: SourceFile?, owner: String?
  ) throws -> String? {
    (refusals, lastNamed) = (0, nil)
    let (descriptor, size): (Int32, Int64)
    switch RegularFile.open(found.path) {
    case .success(let file): (descriptor, size) = file
    case .failure(.absent), .failure(.brokenLink): return nil
    case .failure(let fault):
      batch.problems.append(SourceProblem(found.path, fault))
      return nil
    }
    defer { close(descriptor) }
    if let fault = TranscriptReader.fault(of: descriptor, size: size) {
      passOver(found, fault)
      return nil
    }

    var file = resumed(found, known: known, descriptor: descriptor)
    var memory = memory(of: file)
    said = memory.payer.saidCount
    if let owner { memory.payer.record(owner: owner) }
    var lines = TranscriptLine(
      memory: memory, fallbackTime: Instant(milliseconds: found.modified / 1_000_000).clamped,
      session: payer)
    // Data appended during reading waits for the next time, so that reading always ends.
    buffer.start(at: file.offset, end: size)
    var hasFailed = false
    while true {
      let state = buffer.fill(from: descriptor)
      if case .failed(let reason) = state {
        hasFailed = true
        report(file.path, nil, "cannot be read after \(buffer.offset) bytes: \(reason)")
        break
      }
      readLines(of: &file, &lines)
      if isFull(TranscriptReader.batchRequests.full, TranscriptReader.batchBytes.full) {
        settle(&file, lines, descriptor, isWhole: false)
        try handOver(mayDecline: false)
        file.coversWholeFile = false
      }
      if case .atEnd = state { break }
    }
    readUnfinishedLine(lines)
    nameLastRefusal()
    settle(&file, lines, descriptor, isWhole: !hasFailed)
    if isFull(TranscriptReader.batchRequests.offered, TranscriptReader.batchBytes.offered) {
      try handOver(mayDecline: true)
    }
    return lines.ownerIsLate ? lines.memory.payer.firstOwner : nil
  }

  /// The largest transcript that is read, in bytes; real ones have some hundred million.
  private static let largest: Int64 = 8 << 30

  /// Why lines cannot be read from a file, and what helps; nil if they can.
  private static func fault(
    of descriptor: Int32, size: Int64
  ) -> (reason: String, remedy: SourceProblem.Remedy)? {
    if size > largest { return ("larger than \(largest >> 30) GB; it is ignored", .reduce) }
    var start: [UInt8] = [0, 0]
    guard pread(descriptor, &start, 2, 0) == 2 else { return nil }
    return start == [0xff, 0xfe] || start == [0xfe, 0xff]
      ? ("is UTF-16, which is not supported; save it as UTF-8", .mend) : nil
  }

  /// Records an unusable file as read, so that it is not opened again until it changes.
  private func passOver(
    _ found: SourceFile, _ fault: (reason: String, remedy: SourceProblem.Remedy)
  ) {
    var file = found
    (file.lines, file.skipped) = (1, 1)
    batch.files.append(file)
    batch.problems.append(
      SourceProblem(path: file.path, line: nil, reason: fault.reason, remedy: fault.remedy))
  }

  private func isFull(_ requests: Int, _ bytes: Int64) -> Bool {
    batch.requests.count >= requests || batch.bytes >= bytes
  }

  /// Where to continue: at the known offset if what was read is unchanged, else at the beginning.
  private func resumed(
    _ found: SourceFile, known: SourceFile?, descriptor: Int32
  ) -> SourceFile {
    guard let known, known.offset > 0, found.size >= known.offset,
      found.size > known.size || found.modified == known.modified,
      Fingerprint.ofFile(descriptor, upTo: known.offset) == known.fingerprint
    else {
      return found
    }
    var file = found
    file.offset = known.offset
    file.lines = known.lines
    file.skipped = known.skipped
    file.memory = known.memory
    file.coversWholeFile = false
    return file
  }

  private func memory(of file: SourceFile) -> TranscriptMemory {
    if !file.memory.isEmpty,
      let memory = try? JSONDecoder().decode(TranscriptMemory.self, from: Data(file.memory.utf8))
    {
      return memory
    }
    return TranscriptMemory()
  }

  private func readLines(of file: inout SourceFile, _ lines: inout TranscriptLine) {
    buffer.forEachLine(marked: TranscriptLine.mark) { line, isMarked in
      file.lines += 1
      let text = (file.lines == 1 ? WholeFile.withoutMark(line) : line).trimmed
      guard !text.isEmpty else { return }
      if isMarked || lines.mustRead(text) {
        if let refusal = lines.read(text, found: { add($0) }) {
          refuse(&file, refusal.reason)
        }
      } else if text.first != UInt8(ascii: "{") || text.last != UInt8(ascii: "}") {
        refuse(&file, "not a JSON object")
      }
    } tooLong: {
      file.lines += 1
      refuse(&file, "longer than \(LineBuffer.longestLine >> 20) MB")
    }
  }

  /// Counts a last line without a line break if it is complete. It is read again once its line break arrives, and
  /// still counts only once.
  private func readUnfinishedLine(_ lines: TranscriptLine) {
    guard let rest = buffer.unfinishedLine, TranscriptLine.mark.occurs(in: rest) else { return }
    var lines = lines
    var found: [TranscriptLine.Finding] = []
    let text = (buffer.offset == 0 ? WholeFile.withoutMark(rest) : rest).trimmed
    if lines.read(text, found: { found.append($0) }) == nil {
      found.forEach { add($0) }
    }
  }

  private func add(_ finding: TranscriptLine.Finding) {
    switch finding {
    case .request(var request):
      request.configFolder = configFolder
      batch.add(request)
    case .rejection(var rejection):
      rejection.configFolder = configFolder
      batch.rejections.append(rejection)
    case .sign(let sign, let time):
      // Nearly every line has a sign, and nearly always in the same hour as the line before.
      let isPlan = sign == .plan
      if signs?.isOf(time) == true {
        signs?.record(time, isPlan: isPlan)
      } else {
        flushSigns()
        signs = PurseSigns(
          folder: configFolder ?? "", planUntil: isPlan ? time : nil,
          shortSince: isPlan ? nil : time)
      }
    }
  }

  private func flushSigns() {
    if let signs { batch.add(signs) }
    signs = nil
  }

  /// Records in the batch how far the file has been read.
  /// - Parameter isWhole: whether it was read to its end.
  private func settle(
    _ file: inout SourceFile, _ lines: TranscriptLine, _ descriptor: Int32, isWhole: Bool
  ) {
    flushSigns()
    // Bytes that are read again are not counted again.
    batch.bytes += max(0, buffer.offset - max(file.offset, bytesCounted))
    bytesCounted = max(bytesCounted, buffer.offset)
    file.offset = buffer.offset
    file.fingerprint = Fingerprint.ofFile(descriptor, upTo: file.offset) ?? 0
    file.memory = ""
    if !lines.memory.isIdle, let memory = try? JSONEncoder().encode(lines.memory) {
      file.memory = String(decoding: memory, as: UTF8.self)
    }
    file.hasNewsForSubagents = lines.memory.payer.saidCount > said
    var noted = file
    // If the process ends here, the file looks as if it had grown, so the rest is read next time.
    if !isWhole { noted.size = min(noted.size, noted.offset) }
    // And if it ends before the file has been read again, the file will be.
    if lines.ownerIsLate { (noted.offset, noted.modified) = (0, SourceFile.unread) }
    batch.files.append(noted)
  }

  /// How many bad lines are named per reading; a file may have millions of them.
  private static let mostNamed = 20

  private func refuse(_ file: inout SourceFile, _ reason: String) {
    file.skipped += 1
    refusals += 1
    if refusals < TranscriptReader.mostNamed { return report(file.path, file.lines, reason) }
    if refusals == TranscriptReader.mostNamed {
      lastNamed = SourceProblem(path: file.path, line: file.lines, reason: reason)
    }
  }

  /// Names the last line to be named, for itself and those after it.
  private func nameLastRefusal() {
    guard var last = lastNamed else { return }
    last.lines = refusals - TranscriptReader.mostNamed + 1
    if last.lines > 1 { last.reason += "; \(last.lines - 1) more lines are unusable too" }
    batch.problems.append(last)
  }

  private func report(_ path: String, _ line: Int?, _ reason: String) {
    batch.problems.append(SourceProblem(path: path, line: line, reason: reason))
  }

  private func handOver(mayDecline: Bool) throws {
    if try sink(batch, mayDecline) { batch.removeAll() }
  }
}

/// The system's message for the call that just failed.
func lastError() -> String { String(cString: strerror(errno)) }

extension UnsafeBufferPointer<UInt8> {
  /// The bytes without white space at both ends.
  fileprivate var trimmed: UnsafeBufferPointer<UInt8> {
    var start = 0
    var end = count
    while start < end, self[start] <= 0x20 { start += 1 }
    while end > start, self[end - 1] <= 0x20 { end -= 1 }
    return UnsafeBufferPointer(rebasing: self[start..<end])
  }
}

extension Instant {
  /// The nearest credible moment: a file may have any date.
  fileprivate var clamped: Instant {
    min(max(self, Instant.credible.lowerBound), Instant.credible.upperBound)
  }
}
