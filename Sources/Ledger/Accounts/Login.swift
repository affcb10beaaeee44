import Values

/// Who is signed in to Claude Code in one configuration folder, and with which credential.
package struct Login: Equatable, Sendable {
  /// The configuration folder as an absolute path, such as that of `~/.claude`.
  package var folder: String
  /// The account file it was read from.
  package var file: String
  /// The id of the organization that pays; identifies the account.
  package var organization: String
  package var organizationName: String?
  /// The person's role in the organization, such as "admin".
  package var role: String?
  /// For display; several organizations may share an address.
  package var email: String?
  package var plan: Account.Plan?
  /// Who can add money and change limits.
  package var billing: Account.Billing?
  /// Whether extra usage is switched on.
  package var isExtraOn: Bool?
  /// Why extra usage is off, in Claude's own word.
  package var offReason: String?
  /// The credential that decides what pays for requests.
  package var credential: Credential
  /// When the login expires; nil if unknown.
  package var tokenEnds: Instant?
  /// The usage endpoint's latest answer to Claude Code, and when it came.
  package var usage: UsageAnswer?
  package var usageAsOf: Instant?

  /// What was found in a configuration folder. A folder whose file is missing or broken at the moment is not
  /// reported.
  package enum Finding: Equatable, Sendable {
    case signedIn(Login)
    case signedOut(folder: String)
  }

  /// Creates a login with only the required fields.
  package init(folder: String, file: String, organization: String, credential: Credential) {
    self.folder = folder
    self.file = file
    self.organization = organization
    self.credential = credential
  }
}

/// A login and the account it belongs to in Fuelgauge.
package struct SignIn: Equatable, Sendable {
  package var login: Login
  /// The account's name.
  package var account: String
  /// When its organization was first seen in the folder.
  package var since: Instant

  /// Creates a sign-in from its parts.
  package init(login: Login, account: String, since: Instant) {
    self.login = login
    self.account = account
    self.since = since
  }
}
