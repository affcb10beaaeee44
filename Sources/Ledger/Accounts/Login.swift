import Values

/// Who is signed in to Claude Code in one configuration folder, and what is used to be let in.
package struct Login: Equatable, Sendable {
  /// The configuration folder, such as `~/.claude` in full.
  package var folder: String
  /// The account file that says so.
  package var file: String
  /// The organization that pays, by its id: what an account is known by.
  package var organization: String
  package var organizationName: String?
  /// The person's role in it, such as "admin".
  package var role: String?
  /// For display; several organizations may share one.
  package var email: String?
  package var plan: Account.Plan?
  /// Who can add money and change limits.
  package var billing: Account.Billing?
  /// Whether extra usage is switched on.
  package var isExtraOn: Bool?
  /// Why it is off, in Claude's own word.
  package var offReason: String?
  /// What pays for requests.
  package var credential: Credential
  /// When one has to sign in anew; nil: not known.
  package var tokenEnds: Instant?
  /// What the usage endpoint told Claude Code last, and when.
  package var usage: UsageAnswer?
  package var usageAsOf: Instant?

  /// What a look at a configuration folder found; one whose file is absent or broken for the moment is not
  /// told of.
  package enum Finding: Equatable, Sendable {
    case signedIn(Login)
    case signedOut(folder: String)
  }

  /// A login of which only this is known.
  package init(folder: String, file: String, organization: String, credential: Credential) {
    self.folder = folder
    self.file = file
    self.organization = organization
    self.credential = credential
  }
}

/// A login and the account here that it belongs to.
package struct SignIn: Equatable, Sendable {
  package var login: Login
  /// The account's name.
  package var account: String
  /// Since when its organization was seen in the folder.
  package var since: Instant

  /// A sign-in of its parts.
  package init(login: Login, account: String, since: Instant) {
    self.login = login
    self.account = account
    self.since = since
  }
}
