import Glibc
import Ledger

/// Reads from Cursor's own database who is signed in to it: single keys, no token among them.
///
/// `state.vscdb` is an SQLite file with a table `ItemTable(key, value)` that may be gigabytes large.
enum CursorState {
  /// Where it may be: on Linux, and on a Mac.
  static func files(environment: [String: String]) -> [String] {
    let folders = HomeFolders(environment: environment)
    return [folders.config, folders.home + "/Library/Application Support"].map {
      $0 + "/Cursor/User/globalStorage/state.vscdb"
    }
  }

  /// Who is signed in, and which databases are there and do not say it.
  static func look(_ files: [String]) -> (finding: EditorSignIn.Finding, broken: [SourceProblem]) {
    var broken: [SourceProblem] = []
    for file in files {
      let problem = SourceProblem(
        unusable: file, most: .max,
        "this database of Cursor cannot be read at present; who is signed in to it is not known",
        .reopen)
      guard let problem else { continue }
      guard let database = ForeignDatabase(file, largestValue: 256 << 10), database.answers else {
        broken.append(problem)
        continue
      }
      guard let email = value("cachedEmail", database) else {
        // Who gave no answer has not said that nobody is signed in.
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
