/// Splits and joins paths byte by byte, as the system reads them.
///
/// Foundation's functions crash on one-letter paths and on a lone dot.
package enum PathText {
  /// The folder that contains what a path names: `.` for a bare name, `/` for anything in the root. Trailing
  /// slashes are ignored.
  package static func folder(of path: String) -> String {
    let bytes = named(path)
    let folder = bytes.dropLast(lastName(bytes).count)
    guard let end = folder.lastIndex(where: { $0 != slash }) else {
      return folder.isEmpty ? "." : "/"
    }
    return text(folder[...end])
  }

  /// The last name in a path; empty for the root and for an empty path.
  package static func name(of path: String) -> String { text(lastName(named(path))) }

  /// The path of `name` in `folder`.
  package static func joined(_ folder: String, _ name: String) -> String {
    folder.isEmpty || folder.utf8.last == slash ? folder + name : folder + "/" + name
  }

  private static let slash = UInt8(ascii: "/")

  /// The path without trailing slashes.
  private static func named(_ path: String) -> Substring.UTF8View {
    let bytes = path[...].utf8
    guard let last = bytes.lastIndex(where: { $0 != slash }) else { return bytes }
    return bytes[...last]
  }

  private static func lastName(_ bytes: Substring.UTF8View) -> Substring.UTF8View {
    guard let before = bytes.lastIndex(of: slash) else { return bytes }
    return bytes[bytes.index(after: before)...]
  }

  private static func text(_ bytes: Substring.UTF8View) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
