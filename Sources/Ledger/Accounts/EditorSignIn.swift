/// Who is signed in to Cursor itself. Its own models are paid by Cursor's plan; Claude Code in it uses Claude
/// Code's login, so another e-mail here is a hint and no more.
package struct EditorSignIn: Equatable, Sendable {
  /// What a look at its database found.
  package enum Finding: Equatable, Sendable {
    /// Who is signed in; nil: nobody.
    case known(EditorSignIn?)
    /// It is there and does not answer at present.
    case unreadable
  }

  /// The database that says so.
  package var file: String
  package var email: String
  /// Cursor's own plan, in its own word; nil: it does not say.
  package var plan: String?
  /// Whether a key of Anthropic's is kept in it, which the Console bills.
  package var hasKey: Bool

  /// A sign-in of its parts.
  package init(file: String, email: String, plan: String? = nil, hasKey: Bool = false) {
    self.file = file
    self.email = email
    self.plan = plan
    self.hasKey = hasKey
  }
}
