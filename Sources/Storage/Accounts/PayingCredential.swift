import Ledger

/// What pays for Claude Code before any login does, for a session of a configuration folder in the folder of a
/// project; nil: nothing.
package typealias PayingCredential =
  @Sendable (_ configFolder: String, _ project: String) -> Credential?
