import Ledger

/// Finds the credential that takes precedence over a login for a session of a configuration folder in a project's
/// folder; nil: there is none.
package typealias PayingCredential =
  @Sendable (_ configFolder: String, _ project: String) -> Credential?
