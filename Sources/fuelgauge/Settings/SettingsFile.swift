import Files
import Foundation
import Pricing
import TOMLKit
import Themes

/// Reads and prints `config.toml`. The program never writes to the user's file.
enum SettingsFile {
  /// The settings in the file at `path` and its problems: an unknown key or an invalid value is reported with
  /// its line, and the rest is used. A missing file is not a problem.
  ///
  /// - Parameter themes: The names of available themes; called only if the file names one.
  static func read(
    _ path: String, themes: () -> [String]
  ) -> (Settings, problems: [String]) {
    // The usual way to say "no settings".
    if path == "/dev/null" { return (Settings(), []) }
    do throws(WholeFile.Fault) {
      return parse(try WholeFile.text(of: path, most: largest), path: path, themes: themes)
    } catch {
      return (Settings(), error == .absent ? [] : ["\(path): \(error); the defaults are used"])
    }
  }

  /// Largest settings or price file, in bytes.
  static let largest = 1 << 20

  /// The settings in `text`. Problems name the file `path`.
  static func parse(
    _ text: String, path: String, themes: () -> [String]
  ) -> (Settings, problems: [String]) {
    var settings = Settings()
    let table: TOMLTable
    do throws(TOMLText.Fault) {
      table = try TOMLText.table(of: text)
    } catch {
      let place = error.line.map { "\(path):\($0)" } ?? path
      return (settings, ["\(place): not TOML: \(error.reason); the defaults are used"])
    }
    let places = KeyPlaces(text)
    var problems: [(line: Int, text: String)] = []
    func report(_ section: String, _ key: String, _ text: String) {
      let line = places.line(of: key, in: section)
      problems.append((line, "\(path):\(line): \(text)"))
    }
    let sections = Set(SettingsKey.all.map(\.section))
    for section in table.keys {
      guard sections.contains(section), let keys = table[section]?.table else {
        let known = sections.sorted().map { "[\($0)]" }.joined(separator: ", ")
        report("", section, "unknown section “\(section)”; the sections are \(known)")
        continue
      }
      for name in keys.keys {
        guard let value = keys[name] else { continue }
        let known = SettingsKey.all.filter { $0.section == section }
        guard let key = known.first(where: { $0.name == name }) else {
          let names = known.map(\.name).joined(separator: ", ")
          report(section, name, "unknown key “\(name)”; [\(section)] has \(names)")
          continue
        }
        if let expected = key.set(&settings, value) {
          report(section, name, "“\(name)” must be \(expected); \(key.printedDefault) is used")
        }
      }
    }
    if settings.theme != Settings().theme {
      let names = themes()
      if !names.contains(settings.theme) {
        let fault = ThemeCatalog.Fault.unknown(name: settings.theme, known: names)
        report("dashboard", "theme", "\(fault); \(Settings().theme) is used")
        settings.theme = Settings().theme
      }
    }
    return (settings, problems.sorted { $0.line < $1.line }.map(\.text))
  }

  /// Every key with its default and an explanation, ready to use as a settings file.
  static var printedDefault: String {
    var lines = ["# Settings of Fuelgauge. Every key is optional; these are the defaults."]
    var section = ""
    for key in SettingsKey.all {
      if key.section != section {
        section = key.section
        lines += ["", "[\(section)]"]
      }
      lines += wrapped(key.comment, to: 76).map { "# " + $0 }
      lines.append("\(key.name) = \(key.printedDefault)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func wrapped(_ text: String, to width: Int) -> [String] {
    text.split(separator: " ").reduce(into: []) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
  }
}

/// The lines of keys in a TOML text, which the parser does not report.
private struct KeyPlaces {
  private var lines: [String: Int] = [:]

  init(_ text: String) {
    var section = ""
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let line = line.trimmingCharacters(in: .whitespaces)
      if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
        section = line[line.index(after: line.startIndex)..<end].trimmingCharacters(
          in: .whitespaces)
        note("/" + section, index + 1)
      } else if let equals = line.firstIndex(of: "="), !line.hasPrefix("#") {
        let key = line[..<equals].trimmingCharacters(in: CharacterSet(charactersIn: " \t\"'"))
        note(section + "/" + key, index + 1)
      }
    }
  }

  private mutating func note(_ key: String, _ line: Int) {
    if lines[key] == nil { lines[key] = line }
  }

  /// The line of a key, or of its section if the key is written in another way; 1 if neither is found.
  func line(of key: String, in section: String) -> Int {
    lines[section + "/" + key] ?? lines["/" + section] ?? 1
  }
}
