import Canvas
import Files

/// The themes there are. Folders are listed once; a file is read when its theme is asked for.
package struct ThemeCatalog: Equatable, Sendable {
  /// A theme that can be had by its name.
  package struct Entry: Equatable, Sendable {
    /// The file's name without `.theme`; from outside, not safe to print as it is.
    package let name: String
    /// The file; nil for the one that is compiled in.
    package let path: String?
    /// Written for this program rather than for btop.
    package let isOurs: Bool
  }

  /// A theme that was read.
  package struct Theme: Equatable, Sendable {
    package let palette: Palette
    /// Lines of the file that could not be used.
    package let problems: [ThemeFile.Problem]
  }

  /// Why a theme cannot be had; safe to print.
  package enum Fault: Error, Equatable, CustomStringConvertible {
    case unknown(name: String, known: [String])
    case unreadable(path: String)

    package var description: String {
      switch self {
      case .unknown(let name, let known):
        let names = known.map(SafeText.clean).joined(separator: ", ")
        return "there is no theme “\(SafeText.clean(name))”; there are \(names)"
      case .unreadable(let path): return "\(SafeText.clean(path)): cannot be read as a theme"
      }
    }
  }

  /// The name of the theme that is always there.
  package static let defaultName = "default"

  /// The default, ours, then btop's, each by name.
  package let entries: [Entry]

  /// The names of all, in the order of the entries.
  package var names: [String] { entries.map(\.name) }

  /// The themes in these folders; the first of a name is the one meant. A folder that cannot be read
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

  /// The theme of a name, read now.
  package func theme(named name: String) throws(Fault) -> Theme {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw .unknown(name: name, known: names)
    }
    guard let path = entry.path else { return Theme(palette: .standard, problems: []) }
    guard let text = ThemeCatalog.text(of: path) else { throw .unreadable(path: path) }
    let (file, problems) = ThemeFile.parse(text)
    return Theme(palette: Palette(file), problems: problems)
  }

  /// The palette of a theme, read now; nil where there is none of the name or it cannot be read.
  package func palette(named name: String) -> Palette? { try? theme(named: name).palette }

  private static let suffix = ".theme"

  /// Themes are a few kilobytes; what is larger, or no file at all, is something else.
  private static let largestFile = 64 * 1024

  private static func text(of path: String) -> String? {
    try? WholeFile.text(of: path, most: largestFile)
  }
}
