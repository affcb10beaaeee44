import Files
import Foundation

/// Where to look for themes, in order of precedence.
package struct ThemeFolders: Equatable, Sendable {
  /// A folder of theme files; it need not exist.
  package struct Folder: Equatable, Sendable {
    package let path: String
    /// Whether its themes were written for this program rather than for btop.
    package let isOurs: Bool

    package init(_ path: String, isOurs: Bool = true) {
      self.path = path
      self.isOurs = isOurs
    }
  }

  package let folders: [Folder]

  package init(_ folders: [Folder]) { self.folders = folders }

  /// Creates the list of a person's folders.
  ///
  /// - Parameters:
  ///   - asked: The folder named by the person, if any.
  ///   - configuration: `$XDG_CONFIG_HOME` or its default.
  ///   - home: The person's home.
  ///   - program: The path of the program with all links followed.
  package init(asked: String?, configuration: String, home: String, program: String) {
    var folders: [Folder] = []
    if let asked { folders.append(Folder(asked)) }
    folders.append(Folder(configuration + "/fuelgauge/themes"))
    let besideProgram = PathText.folder(of: program)
    if let checkout = ThemeFolders.checkout(above: besideProgram) {
      folders.append(Folder(checkout + "/themes"))
    }
    folders.append(Folder(PathText.folder(of: besideProgram) + "/share/fuelgauge/themes"))
    let others = [
      configuration + "/btop/themes", home + "/.config/btop/themes", "/usr/share/btop/themes",
      "/usr/local/share/btop/themes",
    ]
    for path in others where !folders.contains(where: { $0.path == path }) {
      folders.append(Folder(path, isOurs: false))
    }
    self.folders = folders
  }

  /// The checkout that a folder inside `.build` belongs to.
  private static func checkout(above folder: String) -> String? {
    var folder = folder
    while folder.count > 1 {
      let isBuild = PathText.name(of: folder) == ".build"
      folder = PathText.folder(of: folder)
      if isBuild, FileManager.default.fileExists(atPath: folder + "/Package.swift") {
        return folder
      }
    }
    return nil
  }
}
