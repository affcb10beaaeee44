import Canvas
import Files

/// The available themes. Folders are listed once; a file is read when its theme is asked for.
package struct ThemeCatalog: Equatable, Sendable {
  /// A theme that can be chosen by name.
  package struct Entry: Equatable, Sendable {
    /// The file's name without `.theme`; from outside, so not safe to print.
    package let name: String
    /// The file; nil for the built-in theme.
    package let path: String?
    /// Whether it was written for this program rather than for btop.
    package let isOurs: Bool
  }

  /// A theme that was read.
  package struct Theme: Equatable, Sendable {
    package let palette: Palette
    /// Lines of the file that could not be used.
    package let problems: [ThemeFile.Problem]
  }

  /// Why a theme cannot be used; safe to print.
  package enum Fault: Error, Equatable, CustomStringConvertible {
    case unknown(name: String, known: [String])
    case unreadable(path: String)

    package var description: String {
      switch self {
      case .unknown(let name, let known):
        let names = known.map(SafeText.clean).joined(separator: ", ")
        return "there is no theme “\(SafeText.clean(name))”; available themes are \(names)"
      case .unreadable(let path): return "\(SafeText.clean(path)): cannot be read as a theme"
      }
    }
  }

  /// The name of the theme that is always available.
  package static let defaultName = "default"

  /// The default, ours, then btop's, each by name.
  package let entries: [Entry]

  /// All names, in the order of the entries.
  package var names: [String] { entries.map(\.name) }

  /// Lists the themes in these folders. If a name occurs twice, the first one counts. A folder that cannot be read
  /// has none.
  package init(_ folders: ThemeFolders) {
    var found: [String: Entry] = [:]
    for folder in folders.folders {
      let files = FolderListing.names(in: folder.path)
      for file in files where file.hasSuffix(ThemeCatalog.suffix) {
        let name = String(file.dropLast(ThemeCatalog.suffix.count))
        guard !name.isEmpty, found[name] == nil else { continue }
        found[name] = Entry(name: name, path: folder.path + "/" + file, isOurs: folder.isOurs)
      }
    }
    if found[ThemeCatalog.defaultName] == nil {
      found[ThemeCatalog.defaultName] = Entry(
        name: ThemeCatalog.defaultName, path: nil, isOurs: true)
    }
    func rank(_ entry: Entry) -> Int {
      entry.name == ThemeCatalog.defaultName ? 0 : entry.isOurs ? 1 : 2
    }
    entries = found.values.sorted { (rank($0), $0.name) < (rank($1), $1.name) }
  }

  /// Reads the theme with a name.
  package func theme(named name: String) throws(Fault) -> Theme {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw .unknown(name: name, known: names)
    }
    guard let path = entry.path else { return Theme(palette: .standard, problems: []) }
    guard let text = ThemeCatalog.text(of: path) else { throw .unreadable(path: path) }
    let (file, problems) = ThemeFile.parse(text)
    return Theme(palette: Palette(file), problems: problems)
  }

  /// Reads the palette of a theme; nil if there is no such theme or it cannot be read.
  package func palette(named name: String) -> Palette? { try? theme(named: name).palette }

  private static let suffix = ".theme"

  /// Themes are a few kilobytes; anything larger is not a theme.
  private static let largestFile = 64 * 1024

  private static func text(of path: String) -> String? {
    try? WholeFile.text(of: path, most: largestFile)
  }
}
