/// What pays for Claude Code in one project, because a settings file of the project says so.
package struct ProjectCredential: Equatable, Sendable {
  /// The project's folder.
  package var project: String
  package var credential: Credential

  /// A credential of a project.
  package init(project: String, credential: Credential) {
    self.project = project
    self.credential = credential
  }
}
