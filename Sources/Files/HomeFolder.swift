import Glibc

/// A person's home folder.
package enum HomeFolder {
  /// `HOME`, else the home folder in the system's list of users; nil if there is none. Relative paths do not count:
  /// their meaning would depend on where the program was started.
  package static func path(environment: [String: String]) -> String? {
    if let home = environment["HOME"], home.hasPrefix("/") { return home }
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var text = [CChar](repeating: 0, count: 16 << 10)
    guard getpwuid_r(getuid(), &entry, &text, text.count, &found) == 0, found != nil,
      let home = entry.pw_dir, home.pointee == CChar(UInt8(ascii: "/"))
    else { return nil }
    return String(cString: home)
  }
}
