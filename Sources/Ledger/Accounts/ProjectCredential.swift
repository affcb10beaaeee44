/// The credential of Claude Code in one project, set by one of the project's settings files.
package struct ProjectCredential: Equatable, Sendable {
  /// The project's folder.
  package var project: String
  package var credential: Credential

  /// Creates the credential of a project.
  package init(project: String, credential: Credential) {
    self.project = project
    self.credential = credential
  }
}
