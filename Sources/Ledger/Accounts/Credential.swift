/// What Claude Code shows to be let in, and so what pays for its requests. Only a login, or a token made from
/// one, draws on the login's extra usage.
package struct Credential: Hashable, Sendable {
  /// The kinds, the one that counts first on top.
  package enum Kind: String, CaseIterable, Sendable {
    /// Amazon Bedrock (Mantle is one way to it), Google Vertex or Microsoft Foundry.
    case cloud
    /// `ANTHROPIC_AUTH_TOKEN`: a gateway's own token.
    case authToken
    /// `ANTHROPIC_API_KEY`.
    case apiKey
    /// A program that prints a key, `apiKeyHelper` of the settings.
    case apiKeyHelper
    /// `CLAUDE_CODE_OAUTH_TOKEN`: a long-lived token of some login.
    case oauthToken
    /// `ANTHROPIC_PROFILE`: a profile of the Console's own client.
    case profile
    /// `/login`.
    case login

    /// The purse that pays; nil: that depends on the plan.
    package var purse: Purse? {
      switch self {
      case .cloud: .cloud
      case .authToken: .ownPlan
      case .apiKey, .apiKeyHelper, .profile: .apiKey
      case .oauthToken, .login: nil
      }
    }
  }

  /// Whether this one is used where both are there.
  package func isAbove(_ other: Credential) -> Bool {
    func rank(_ credential: Credential) -> Int {
      Kind.allCases.firstIndex(of: credential.kind) ?? 0
    }
    return rank(self) < rank(other)
  }

  package var kind: Kind
  /// Its name, as a person would look for it: "ANTHROPIC_API_KEY". Never its value.
  package var name: String
  /// Where it stands: a file, or "the environment".
  package var place: String

  /// A credential of its parts.
  package init(kind: Kind, name: String, place: String) {
    self.kind = kind
    self.name = name
    self.place = place
  }
}
