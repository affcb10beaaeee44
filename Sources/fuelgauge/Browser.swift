import Foundation
import Programs

/// Opens a page in the user's browser.
struct Browser {
  private let environment: [String: String]

  init(_ environment: [String: String]) { self.environment = environment }

  /// Opens a page without waiting for it.
  /// - Returns: false if there is no browser, or no display for one.
  func open(_ page: String) -> Bool {
    guard let command else { return false }
    let isPlaced = command.contains { $0.contains("%s") }
    return ChildProgram.startDetached(
      isPlaced ? command.map { $0.replacingOccurrences(of: "%s", with: page) } : command + [page])
  }

  /// The first available browser in `$BROWSER`, else xdg-open if there is a display.
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
