import ArgumentParser
import Foundation

/// What all cases of a campaign have in common.
struct FuzzGround: Sendable {
  /// The program's path.
  let program: String
  /// Where the cases are made.
  let folder: String
  /// How many times slower than usual a command may be.
  let slow: Double

  /// Bytes that a command may have in memory.
  static let memory = 200 << 20
  /// Bytes at which it is ended, so that it takes no other program with it.
  static let mostMemory = 1 << 30
  /// Bytes that it may print.
  static let mostOutput = 64 << 20

  /// The whole path of a program that can be run.
  static func program(_ path: String) throws -> String {
    let whole = URL(fileURLWithPath: path).path
    guard FileManager.default.isExecutableFile(atPath: whole) else {
      throw ValidationError("\(whole): there is no such program; --program names it.")
    }
    return whole
  }
}
