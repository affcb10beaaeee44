import Foundation

/// Opens a page in the person's browser.
struct Browser {
  private let environment: [String: String]

  init(_ environment: [String: String]) { self.environment = environment }

  /// Opens a page, without waiting for what is shown.
  /// - Returns: false where no browser was found or none can be seen.
  func open(_ page: String) -> Bool {
    guard let command else { return false }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command + [page]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return (try? process.run()) != nil
  }

  /// The first of `$BROWSER` that is there, else xdg-open where there is a screen to show it on.
  private var command: [String]? {
    let named = (environment["BROWSER"] ?? "").split(separator: ":").map {
      $0.split(separator: " ").map(String.init)
    }
    let fallback = hasDisplay ? [["xdg-open"]] : []
    return (named + fallback).first { words in words.first.map(isThere) ?? false }
  }

  private var hasDisplay: Bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].contains { !(environment[$0] ?? "").isEmpty }
  }

  private func isThere(_ program: String) -> Bool {
    if program.contains("/") { return FileManager.default.isExecutableFile(atPath: program) }
    return (environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
  }
}
