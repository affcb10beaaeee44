import Glibc
import Ledger

/// Reads from Cursor's own database who is signed in. It reads single keys, never a token.
///
/// `state.vscdb` is an SQLite file with a table `ItemTable(key, value)`. It may be gigabytes large.
enum CursorState {
  /// The possible paths, on Linux and on macOS.
  static func files(environment: [String: String]) -> [String] {
    let folders = HomeFolders(environment: environment)
    return [folders.config, folders.home + "/Library/Application Support"].map {
      $0 + "/Cursor/User/globalStorage/state.vscdb"
    }
  }

  /// Who is signed in, and the databases that exist but could not be read.
  static func look(_ files: [String]) -> (finding: EditorSignIn.Finding, broken: [SourceProblem]) {
    var broken: [SourceProblem] = []
    for file in files {
      let problem = SourceProblem(
        unusable: file, most: .max,
        "this Cursor database cannot be read at the moment; its login is unknown",
        .reopen)
      guard let problem else { continue }
      guard let database = ForeignDatabase(file, largestValue: 256 << 10), database.answers else {
        broken.append(problem)
        continue
      }
      guard let email = value("cachedEmail", database) else {
        // No answer does not mean that nobody is signed in.
        if database.hasFailed { broken.append(problem) }
        continue
      }
      let key = database.text(
        "SELECT 'yes' FROM ItemTable WHERE key = ? AND length(value) > 0", "cursorAuth/claudeKey")
      let signIn = EditorSignIn(
        file: file, email: email, plan: value("stripeMembershipType", database),
        hasKey: key != nil)
      return (.known(signIn), broken)
    }
    return (broken.isEmpty ? .known(nil) : .unreadable, broken)
  }

  private static func value(_ key: String, _ database: ForeignDatabase) -> String? {
    let text = database.text("SELECT value FROM ItemTable WHERE key = ?", "cursorAuth/" + key)
    return text.flatMap { $0.isEmpty ? nil : String($0.prefix(200)) }
  }
}
