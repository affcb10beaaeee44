import ArgumentParser
import Foundation

/// What all cases of a campaign share.
struct FuzzGround: Sendable {
  /// The program's path.
  let program: String
  /// The folder for cases.
  let folder: String
  /// How many times slower than usual commands may be.
  let slow: Double

  /// The memory a command may use, in bytes.
  static let memory = 200 << 20
  /// The memory in bytes at which it is killed, to protect other programs.
  static let mostMemory = 1 << 30
  /// The most output in bytes.
  static let mostOutput = 64 << 20

  /// The absolute path of an executable.
  static func program(_ path: String) throws -> String {
    let whole = URL(fileURLWithPath: path).path
    guard FileManager.default.isExecutableFile(atPath: whole) else {
      throw ValidationError("\(whole): there is no such program; give its path with --program.")
    }
    return whole
  }
}
