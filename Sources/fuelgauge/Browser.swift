import Foundation
import Programs

/// Opens a page in the person's browser.
struct Browser {
  private let environment: [String: String]

  init(_ environment: [String: String]) { self.environment = environment }

  /// Opens a page, without waiting for what is shown.
  /// - Returns: false where no browser was found or none can be seen.
  func open(_ page: String) -> Bool {
    guard let command else { return false }
    let isPlaced = command.contains { $0.contains("%s") }
    return ChildProgram.startDetached(
      isPlaced ? command.map { $0.replacingOccurrences(of: "%s", with: page) } : command + [page])
  }

  /// The first of `$BROWSER` that is there, else xdg-open where there is a screen to show it on.
  private var command: [String]? {
    let named = (environment["BROWSER"] ?? "").split(separator: ":").map {
      $0.split(separator: " ").map(String.init)
    }
    let fallback = hasDisplay ? [["xdg-open"]] : []
    return (named + fallback).first { words in
      words.first.map { ChildProgram.find($0, path: environment["PATH"]) != nil } ?? false
    }
  }

  private var hasDisplay: Bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].contains { !(environment[$0] ?? "").isEmpty }
  }
}
