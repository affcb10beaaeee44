import Ledger
import Meters
import TestSupport

/// Reads a file from where `known` stopped and returns everything found.
func read(_ path: String, known: SourceFile? = nil) throws -> UsageBatch {
  var all = UsageBatch()
  let reader = TranscriptReader { batch, _ in
    batch.requests.forEach { all.add($0) }
    all.rejections += batch.rejections
    all.files += batch.files
    all.problems += batch.problems
    return true
  }
  guard let file = TranscriptFiles.file(at: path) else { return all }
  try reader.read(file, known: known)
  try reader.finish()
  return all
}

/// Reads a transcript with these lines.
func read(lines: [String], end: String = "\n") throws -> UsageBatch {
  let folder = try TemporaryFolder()
  return try read(folder.write(lines.joined(separator: "\n") + end, to: "t.jsonl"))
}
