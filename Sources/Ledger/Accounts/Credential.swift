/// The credential Claude Code uses to authenticate, which decides what pays for its requests. Only a login, or a
/// token made from one, draws on the login's extra usage.
package struct Credential: Hashable, Sendable {
  /// The kinds, in order of precedence.
  package enum Kind: String, CaseIterable, Sendable {
    /// Amazon Bedrock (Mantle is one way to it), Google Vertex or Microsoft Foundry.
    case cloud
    /// `ANTHROPIC_AUTH_TOKEN`: a gateway's own token.
    case authToken
    /// `ANTHROPIC_API_KEY`.
    case apiKey
    /// A program that prints a key: `apiKeyHelper` in the settings.
    case apiKeyHelper
    /// `CLAUDE_CODE_OAUTH_TOKEN`: a long-lived token made from a login.
    case oauthToken
    /// `ANTHROPIC_PROFILE`: a profile of the Console's own client.
    case profile
    /// `/login`.
    case login

    /// The purse that pays; nil if that depends on the plan.
    package var purse: Purse? {
      switch self {
      case .cloud: .cloud
      case .authToken: .ownPlan
      case .apiKey, .apiKeyHelper, .profile: .apiKey
      case .oauthToken, .login: nil
      }
    }
  }

  /// Whether this credential takes precedence over another.
  package func isAbove(_ other: Credential) -> Bool {
    func rank(_ credential: Credential) -> Int {
      Kind.allCases.firstIndex(of: credential.kind) ?? 0
    }
    return rank(self) < rank(other)
  }

  package var kind: Kind
  /// The name a person would look for, such as "ANTHROPIC_API_KEY". Never the value.
  package var name: String
  /// Where it was found: a file, or "the environment".
  package var place: String

  /// Creates a credential from its parts.
  package init(kind: Kind, name: String, place: String) {
    self.kind = kind
    self.name = name
    self.place = place
  }
}
