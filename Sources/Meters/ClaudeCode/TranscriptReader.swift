import Files
import Foundation
import Glibc
import Ledger
import Values

/// Reads transcripts from where the last reading stopped, in pieces, so that its memory depends
/// neither on the size of a file nor on that of the history.
package final class TranscriptReader {
  /// Takes a batch and says so. As long as it need not (`mayDecline`), it may say no instead, because
  /// another thread keeps it busy; reading goes on then and the batch is offered again.
  package typealias Sink = (_ batch: UsageBatch, _ mayDecline: Bool) throws -> Bool

  private var batch = UsageBatch()
  private var buffer = LineBuffer()
  private let sink: Sink
  /// Of the file that is being read.
  private var configFolder: String?
  /// Of a subagent, what its session says of who pays.
  private var payer: SessionPayer?
  /// What it had said to subagents before, as ``SessionPayer/saidCount``.
  private var said = 0
  private var refusals = 0
  private var lastNamed: SourceProblem?
  /// Whether a file is read once more, because it named its owner late: what is wrong with it was said before.
  private var isReadAgain = false
  /// Those of the hour that was read last.
  private var signs: PurseSigns?

  /// Requests and bytes after which a batch is offered, and after which it must be taken.
  private static let batchRequests = (offered: 512, full: 2048)
  private static let batchBytes: (offered: Int64, full: Int64) = (8 << 20, 64 << 20)

  /// A reader that hands what it finds to `sink`. The last batch waits for ``finish()``.
  package init(sink: @escaping Sink) { self.sink = sink }

  /// Hands over what is left.
  package func finish() throws {
    guard !batch.files.isEmpty || !batch.problems.isEmpty else { return }
    try handOver(mayDecline: false)
  }

  /// Reads what is new in a file.
  ///
  /// What can be read is read; the rest is in the problems of the batch. Nothing is thrown but what
  /// the sink throws.
  /// - Parameters:
  ///   - found: the file as it is now.
  ///   - known: how far it has been read; nil: not at all.
  ///   - configFolder: the configuration folder it belongs to; nil: not known.
  ///   - session: of a subagent's file, its session's as it was read last; nil: it was not.
  package func read(
    _ found: SourceFile, known: SourceFile?, configFolder: String? = nil,
    session: SourceFile? = nil
  ) throws {
    self.configFolder = configFolder
    let isOfSubagent = TranscriptFiles.session(of: found.path) != nil
    payer = isOfSubagent ? session.map { memory(of: $0).payer } ?? SessionPayer() : nil
    guard let owner = try read(found, known: known, owner: nil) else { return }
    isReadAgain = true
    defer { isReadAgain = false }
    _ = try read(found, known: nil, owner: owner)
  }

  /// Reads what is new in a file.
  /// - Parameter owner: of the session, where that is known before.
  /// - Returns: the owner that was named only after requests of the session: they have to be read once more.
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
    if let owner { memory.payer.take(owner: owner) }
    var lines = TranscriptLine(
      memory: memory, fallbackTime: Instant(milliseconds: found.modified / 1_000_000).clamped,
      session: payer)
    // What comes while it is being read waits for the next time, so that no file is without an end.
    buffer.start(at: file.offset, end: size)
    while true {
      let state = buffer.fill(from: descriptor)
      if case .failed(let reason) = state {
        report(file.path, nil, "cannot be read after \(buffer.offset) bytes: \(reason)")
        break
      }
      readLines(of: &file, &lines)
      if isFull(TranscriptReader.batchRequests.full, TranscriptReader.batchBytes.full) {
        settle(&file, lines, descriptor, isWhole: false)
        try handOver(mayDecline: false)
        file.isAnew = false
      }
      if case .atEnd = state { break }
    }
    readUnfinishedLine(lines)
    nameLastRefusal()
    settle(&file, lines, descriptor, isWhole: true)
    if isFull(TranscriptReader.batchRequests.offered, TranscriptReader.batchBytes.offered) {
      try handOver(mayDecline: true)
    }
    return lines.ownerIsLate ? lines.memory.payer.firstOwner : nil
  }

  /// Bytes of the largest transcript that is read; real ones have some hundred million.
  private static let largest: Int64 = 8 << 30

  /// Why a file is none that lines can be read from, and what helps; nil: they can.
  private static func fault(
    of descriptor: Int32, size: Int64
  ) -> (reason: String, remedy: SourceProblem.Remedy)? {
    if size > largest { return ("larger than \(largest >> 30) GB; it is left out", .reduce) }
    var start: [UInt8] = [0, 0]
    guard pread(descriptor, &start, 2, 0) == 2 else { return nil }
    return start == [0xff, 0xfe] || start == [0xfe, 0xff]
      ? ("is UTF-16, which is not read; save it as UTF-8", .mend) : nil
  }

  /// Notes a file as read of which nothing can be used, so that it is not looked into again until it changes.
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

  /// Where to go on: from the known offset if what was read is still there, else from the beginning.
  private func resumed(
    _ found: SourceFile, known: SourceFile?, descriptor: Int32
  ) -> SourceFile {
    guard let known, known.offset > 0, found.size >= known.offset,
      found.size > known.size || found.modified == known.modified,
      Fingerprint.ofFile(descriptor, upTo: known.offset) == known.fingerprint
    else {
      var file = found
      // What was wrong with it is not said again where the store has that already.
      if isReadAgain { file.isAnew = batch.files.contains { $0.path == found.path } }
      return file
    }
    var file = found
    file.offset = known.offset
    file.lines = known.lines
    file.skipped = known.skipped
    file.memory = known.memory
    file.isAnew = false
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
        if let refusal = lines.read(text, found: { take($0) }) {
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

  /// Counts what a last line without a line break already tells, if it is whole. It is read again
  /// when its line break has come, which counts nothing twice.
  private func readUnfinishedLine(_ lines: TranscriptLine) {
    guard let rest = buffer.unfinishedLine, TranscriptLine.mark.occurs(in: rest) else { return }
    var lines = lines
    var found: [TranscriptLine.Finding] = []
    let text = (buffer.offset == 0 ? WholeFile.withoutMark(rest) : rest).trimmed
    if lines.read(text, found: { found.append($0) }) == nil {
      found.forEach { take($0) }
    }
  }

  private func take(_ finding: TranscriptLine.Finding) {
    switch finding {
    case .request(var request):
      request.configFolder = configFolder
      batch.add(request)
    case .rejection(var rejection):
      rejection.configFolder = configFolder
      batch.rejections.append(rejection)
    case .sign(let sign, let time):
      // Nearly every line has one, and nearly all of them are of the hour of the line before.
      let isPlan = sign == .plan
      if signs?.isOf(time) == true {
        signs?.take(time, isPlan: isPlan)
      } else {
        flushSigns()
        signs = PurseSigns(
          folder: configFolder ?? "", planUntil: isPlan ? time : nil,
          shortSince: isPlan ? nil : time)
      }
    }
  }

  private func flushSigns() {
    if let signs { batch.take(signs) }
    signs = nil
  }

  /// Notes in the batch how far the file has been read.
  /// - Parameter isWhole: whether that is to its end.
  private func settle(
    _ file: inout SourceFile, _ lines: TranscriptLine, _ descriptor: Int32, isWhole: Bool
  ) {
    flushSigns()
    batch.bytes += buffer.offset - file.offset
    file.offset = buffer.offset
    file.fingerprint = Fingerprint.ofFile(descriptor, upTo: file.offset) ?? 0
    file.memory = ""
    if !lines.memory.isIdle, let memory = try? JSONEncoder().encode(lines.memory) {
      file.memory = String(decoding: memory, as: UTF8.self)
    }
    file.isNewsToSubagents = lines.memory.payer.saidCount > said
    var noted = file
    // Whatever ends this process before the rest is read, the file looks as if it had grown since.
    if !isWhole { noted.size = min(noted.size, noted.offset) }
    // And whatever ends it before the file is read once more, it will be.
    if lines.ownerIsLate { (noted.offset, noted.modified) = (0, 0) }
    batch.files.append(noted)
  }

  /// Lines of a file that are named in one reading; a file may have millions that are none.
  private static let mostNamed = 20

  private func refuse(_ file: inout SourceFile, _ reason: String) {
    file.skipped += 1
    refusals += 1
    if refusals < TranscriptReader.mostNamed { return report(file.path, file.lines, reason) }
    if refusals == TranscriptReader.mostNamed {
      lastNamed = SourceProblem(path: file.path, line: file.lines, reason: reason)
    }
  }

  /// Names the last line that is, for itself and those after it.
  private func nameLastRefusal() {
    guard !isReadAgain, var last = lastNamed else { return }
    last.lines = refusals - TranscriptReader.mostNamed + 1
    if last.lines > 1 { last.reason += "; \(last.lines - 1) more lines cannot be used either" }
    batch.problems.append(last)
  }

  private func report(_ path: String, _ line: Int?, _ reason: String) {
    if isReadAgain { return }
    batch.problems.append(SourceProblem(path: path, line: line, reason: reason))
  }

  private func handOver(mayDecline: Bool) throws {
    if try sink(batch, mayDecline) { batch.removeAll() }
  }
}

/// What the system says of the call that has just failed.
func lastError() -> String { String(cString: strerror(errno)) }

extension UnsafeBufferPointer<UInt8> {
  /// The bytes without white space at either end.
  fileprivate var trimmed: UnsafeBufferPointer<UInt8> {
    var start = 0
    var end = count
    while start < end, self[start] <= 0x20 { start += 1 }
    while end > start, self[end - 1] <= 0x20 { end -= 1 }
    return UnsafeBufferPointer(rebasing: self[start..<end])
  }
}

extension Instant {
  /// The nearest moment that a source can tell of: a file may be of any age.
  fileprivate var clamped: Instant {
    min(max(self, Instant.credible.lowerBound), Instant.credible.upperBound)
  }
}
