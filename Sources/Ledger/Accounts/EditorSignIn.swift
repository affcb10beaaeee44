/// Who is signed in to Cursor itself. Cursor's plan pays for Cursor's own models. Claude Code inside Cursor uses
/// Claude Code's login, so a different e-mail here is only a hint.
package struct EditorSignIn: Equatable, Sendable {
  /// What was found in Cursor's database.
  package enum Finding: Equatable, Sendable {
    /// Who is signed in; nil if nobody is.
    case known(EditorSignIn?)
    /// The database exists but cannot be read at the moment.
    case unreadable
  }

  /// The path of the database.
  package var file: String
  package var email: String
  /// Cursor's own plan, in Cursor's word for it; nil if unknown.
  package var plan: String?
  /// Whether Cursor stores an Anthropic API key, which the Console bills.
  package var hasKey: Bool

  /// Creates a sign-in from its parts.
  package init(file: String, email: String, plan: String? = nil, hasKey: Bool = false) {
    self.file = file
    self.email = email
    self.plan = plan
    self.hasKey = hasKey
  }
}
