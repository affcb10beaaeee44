import Foundation
import Glibc
import Values

/// Odd things in place of files, and impossible file times.
enum HostileFiles {
  /// Puts something other than a regular file, or an endless one, at a path in a home.
  static func put(at name: String, in home: FuzzHome, _ random: inout SeededRandom) throws {
    try home.folder((name as NSString).deletingLastPathComponent)
    home.remove(name)
    let path = home.path(name)
    switch random.pick(0...9) {
    case 0: mkfifo(path, 0o600)
    case 1: symlink(path, path)
    case 2: try home.folder(name)
    case 3: symlink(home.path(name + ".absent"), path)
    case 4: mkfifo(path + ".pipe", 0o600); symlink(path + ".pipe", path)
    default: symlink(random.pick(endless), path)
    }
  }

  /// Links a folder in a home to an endless one, or to one it has no business with.
  static func link(_ name: String, in home: FuzzHome, _ random: inout SeededRandom) throws {
    try home.folder((name as NSString).deletingLastPathComponent)
    home.remove(name)
    symlink(
      random.pick([
        home.path, "/proc/self", "/proc/self/task", "/proc/self/cwd", "/dev/fd", "..", ".",
      ]), home.path(name))
  }

  /// Gives a file an impossible time.
  static func touch(_ name: String, in home: FuzzHome, _ random: inout SeededRandom) {
    home.touch(name, at: random.pick(times))
  }

  /// Years 2300, 1900, 2262 and a bit, 2446 (the last that ext4 holds), 1969, and the last of 32 bits.
  private static let times = [
    10_413_792_000, -2_208_988_800, 9_223_372_037, 15_032_385_535, -1, 2_147_483_648,
    -9_223_372_037,
  ]

  private static let endless = [
    "/dev/zero", "/dev/full", "/dev/urandom", "/dev/null", "/dev/tty", "/proc/self/environ",
    "/proc/self/maps",
    "/proc/self/mem", "/proc/self/pagemap", "/proc/self/status", "/proc/self/cmdline",
    "/proc/self/fd/0",
  ]
}
