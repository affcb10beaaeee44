import Foundation
import Glibc
import Programs

/// A complete run of a program, and what it used.
struct FuzzRun {
  enum Ending: Equatable {
    case status(Int32)
    case signal(Int32)
    /// It was killed for using too much of something.
    case cut(String)
  }

  var words: [String]
  var ending: Ending
  var output: [UInt8]
  var error: [UInt8]
  /// Elapsed seconds.
  var seconds: Double
  /// Seconds of CPU time, including its child processes.
  var computing: Double
  /// Peak memory in bytes.
  var memory: Int

  /// Its status; -1 if it has none.
  var status: Int32 { if case .status(let status) = ending { status } else { -1 } }

  /// Its standard output, as text.
  var text: String { String(decoding: output, as: UTF8.self) }
  /// Its standard error, as text.
  var complaint: String { String(decoding: error, as: UTF8.self) }

  /// Its standard output, as JSON; nil if it is not JSON.
  var json: [String: Any]? {
    (try? JSONSerialization.jsonObject(with: Data(output))) as? [String: Any]
  }

  /// Where output goes, and what a run may use.
  struct Conditions {
    var environment: [String: String]
    var folder: String
    /// Files beside the home, not in it.
    var outputPath: String
    var errorPath: String
    var inputPath: String?
    /// By the clock.
    var mostSeconds: Double
    /// The signal for killing a program that uses too much.
    var cuttingSignal = SIGKILL
  }

  /// Runs a program to its end.
  /// - Returns: nil if it could not be started.
  init?(_ words: [String], _ conditions: Conditions) {
    let flags = O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC
    let (output, error) = (
      open(conditions.outputPath, flags, 0o600), open(conditions.errorPath, flags, 0o600)
    )
    let input = conditions.inputPath.map { open($0, O_RDONLY | O_CLOEXEC) }
    defer { [output, error, input ?? -1].forEach { if $0 >= 0 { close($0) } } }
    let begin = ContinuousClock.now
    guard output >= 0, error >= 0, input ?? 0 >= 0,
      let child = ChildProgram.start(
        ["/usr/bin/env", "-C", conditions.folder] + words, input: input, output: output,
        error: error, environment: conditions.environment)
    else { return nil }
    let watch = FuzzWatch(child)
    var excess: String?
    while !watch.hasEnded {
      usleep(watch.runs < 20 ? 1000 : 4000)
      let passed = (ContinuousClock.now - begin) / .seconds(1)
      if excess != nil {
        let isBeyond = watch.memory > 2 * FuzzGround.mostMemory
        if isBeyond || passed > conditions.mostSeconds + 30 { kill(-child, SIGKILL) }
        continue
      }
      if passed > conditions.mostSeconds {
        excess = "it does not end"
      } else if watch.memory > FuzzGround.mostMemory {
        excess = "it uses a gigabyte of memory"
      } else if lseek(output, 0, SEEK_END) > FuzzGround.mostOutput {
        excess = "its output is endless"
      }
      // Its child processes are in its group.
      if excess != nil { kill(-child, conditions.cuttingSignal) }
    }
    self.words = words
    seconds = (ContinuousClock.now - begin) / .seconds(1)
    computing = watch.computing
    memory = watch.memory
    ending = excess.map { .cut($0) } ?? watch.ending
    self.output = FuzzRun.bytes(conditions.outputPath)
    self.error = FuzzRun.bytes(conditions.errorPath)
  }

  private static func bytes(_ path: String) -> [UInt8] {
    (try? FileHandle(forReadingFrom: URL(fileURLWithPath: path)).read(upToCount: 8 << 20))
      .flatMap { $0 }.map { [UInt8]($0) } ?? []
  }
}
