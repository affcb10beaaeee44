import Foundation
import Glibc

/// The home folder for one case.
struct FuzzHome {
  let path: String

  init(_ path: String) { self.path = path }

  /// The time of every command. Files are dated slightly earlier.
  static let now = "2026-03-02T12:00:00Z"

  /// The store's path.
  var store: String { path + "/store/usage.sqlite" }

  /// The complete environment of every command. It allows no network except this machine.
  var environment: [String: String] {
    [
      "HOME": path, "XDG_CONFIG_HOME": path + "/.config", "XDG_DATA_HOME": path + "/.local/share",
      "XDG_STATE_HOME": path + "/.local/state", "XDG_CACHE_HOME": path + "/.cache",
      "FUELGAUGE_STORE": store, "FUELGAUGE_NOW": FuzzHome.now,
      "FUELGAUGE_ONLINE_URL": "http://127.0.0.1:9", "PATH": "/usr/bin:/bin", "TZ": "UTC",
      "LC_ALL": "C.UTF-8",
    ]
  }

  /// Creates an empty home.
  func make() throws { try folder("store") }

  /// The path of something in it.
  func path(_ name: String) -> String { path + "/" + name }

  /// Creates a folder in it.
  func folder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: path(name), withIntermediateDirectories: true)
  }

  /// Writes a file, making its folders.
  func write(_ bytes: [UInt8], to name: String) throws {
    try folder((name as NSString).deletingLastPathComponent)
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
  }

  /// Writes a file, making its folders.
  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  /// Adds to a file.
  func append(_ bytes: [UInt8], to name: String) throws {
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path(name)))
    defer { try? file.close() }
    try file.seekToEnd()
    try file.write(contentsOf: bytes)
  }

  /// Removes something from it, whatever it is.
  func remove(_ name: String) { try? FileManager.default.removeItem(atPath: path(name)) }

  /// Sets a file's modification time, in seconds since 1970.
  func touch(_ name: String, at seconds: Int) {
    var times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
    utimensat(AT_FDCWD, path(name), &times, AT_SYMLINK_NOFOLLOW)
  }
}
