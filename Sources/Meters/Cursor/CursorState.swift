import Ledger

/// Reads from Cursor's own database who is signed in to it: single keys, no token among them.
///
/// `state.vscdb` is an SQLite file with a table `ItemTable(key, value)` that may be gigabytes large.
enum CursorState {
  /// Where it may be: on Linux, and on a Mac.
  static func files(environment: [String: String]) -> [String] {
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/"
    let config = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    return [config ?? home + "/.config", home + "/Library/Application Support"].map {
      $0 + "/Cursor/User/globalStorage/state.vscdb"
    }
  }

  /// Who is signed in; nil: nobody, or the file does not say at present.
  static func signIn(_ files: [String]) -> EditorSignIn? {
    for file in files {
      guard let database = ForeignDatabase(file), let email = value("cachedEmail", database) else {
        continue
      }
      let key = database.text(
        "SELECT 'yes' FROM ItemTable WHERE key = ? AND length(value) > 0", "cursorAuth/claudeKey")
      return EditorSignIn(
        file: file, email: email, plan: value("stripeMembershipType", database), hasKey: key != nil)
    }
    return nil
  }

  private static func value(_ key: String, _ database: ForeignDatabase) -> String? {
    let text = database.text("SELECT value FROM ItemTable WHERE key = ?", "cursorAuth/" + key)
    return text.flatMap { $0.isEmpty ? nil : String($0.prefix(200)) }
  }
}
