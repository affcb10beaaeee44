import GRDB
import Ledger

extension EditorSignIn {
  /// Reads who is signed in to Cursor; nil: nobody is.
  init?(_ database: Database) throws {
    let row = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT file, email, plan, has_key FROM editor_sign_in"))
    guard let row else { return nil }
    self.init(
      file: try row.value("file"), email: try row.value("email"), plan: try row.value("plan"),
      hasKey: try row.value("has_key"))
  }
}

extension UsageStore {
  /// Who is signed in to Cursor, as stored; nil: nobody is.
  package func editorSignIn() throws -> EditorSignIn? { try read { try EditorSignIn($0) } }

  /// Stores who is signed in to Cursor; nil: nobody is.
  package func recordEditorSignIn(_ signIn: EditorSignIn?) throws {
    guard try read({ try EditorSignIn($0) }) != signIn else { return }
    try write { database in
      try database.execute(sql: "DELETE FROM editor_sign_in")
      guard let signIn else { return }
      try database.execute(
        sql: "INSERT INTO editor_sign_in (file, email, plan, has_key) VALUES (?, ?, ?, ?)",
        arguments: [signIn.file, signIn.email, signIn.plan, signIn.hasKey])
    }
  }
}
