import Foundation
import TestSupport
import Testing

/// The disk that fails when it is told to, built from `faulty_disk.c` beside this file.
final class FaultyDisk: Sendable {
  enum Mode: String, CaseIterable, Sendable {
    case crash, torn, power, full, sync
  }

  /// A disk that lets nothing be written, as one that is mounted so, or a file of somebody else's.
  var isSealed: [String: String] {
    ["LD_PRELOAD": library, "FAULTY_FILE": "usage.sqlite", "FAULTY_MODE": "sealed"]
  }

  /// The variables, for a shell, of a disk that fails for files whose path holds a text.
  func shellVariables(_ mode: String, file: String) -> String {
    "LD_PRELOAD=\(library) FAULTY_FILE=\(file) FAULTY_MODE=\(mode) FAULTY_COUNT=1000"
  }

  private let folder: TemporaryFolder
  private let library: String

  struct CannotBeBuilt: Error { let reason: String }

  /// Built once for all tests.
  static let shared = Result { try FaultyDisk() }

  private init() throws {
    folder = try TemporaryFolder()
    library = folder.path("faulty_disk.so")
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("faulty_disk.c").path
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = [
      "clang", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", library, source,
      "-ldl", "-lpthread",
    ]
    let complaint = Pipe()
    compiler.standardError = complaint
    try compiler.run()
    let text = complaint.fileHandleForReading.readDataToEndOfFile()
    compiler.waitUntilExit()
    guard compiler.terminationStatus == 0 else {
      throw CannotBeBuilt(reason: String(decoding: text, as: UTF8.self))
    }
  }

  /// The variables that let one process write to such a disk.
  /// - Parameters:
  ///   - place: which write, or sync, fails.
  ///   - file: what the paths of its files hold.
  func variables(
    _ mode: Mode, at place: Int, seed: UInt64 = 1, count: Int = 1000, file: String = "usage.sqlite"
  ) -> [String: String] {
    [
      "LD_PRELOAD": library, "FAULTY_FILE": file, "FAULTY_MODE": mode.rawValue,
      "FAULTY_AT": "\(place)", "FAULTY_COUNT": "\(count)", "FAULTY_SEED": "\(seed % 1_000_000)",
    ]
  }
}
