/// Why claude.ai gave no readings of an account when it was asked, or why it was not asked at all.
package struct OnlineFailure: Error, Equatable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    // What is found before anything is sent.
    /// No configuration folder of this machine is signed in to the account.
    case noLogin
    /// The credentials file has no token, or cannot be read.
    case noToken
    /// The token has expired; Claude Code renews it when it is used next.
    case expired
    /// The token does not allow to read usage.
    case noScope
    /// `curl`, which asks, is not there.
    case noCurl

    // What is answered.
    /// 401: the token is not accepted.
    case refused
    /// 403: the token is not allowed to.
    case forbidden
    /// 429.
    case tooOften
    /// Any other status; the detail says which.
    case status
    /// Another address was named, which is not followed; the detail says which host.
    case redirected
    /// The answer is longer than any such answer is.
    case tooLong
    /// The answer is none that is known.
    case garbled
    /// The answer is about another organization.
    case otherOrganization
    /// Use and cap are told, the balance is not; the detail says why.
    case noBalance
    /// Figures of the answer cannot be so and are left out, the rest is told; the detail says which.
    case leftOut
    /// Its money is in another currency than the account's ledger; the detail says which.
    case otherCurrency

    // What is not answered.
    /// Nothing came in time.
    case silent
    /// The host was not reached.
    case unreachable
  }

  package var kind: Kind
  /// What the kind does not say; from outside, not safe to print.
  package var detail: String

  /// A failure of a kind.
  package init(_ kind: Kind, _ detail: String = "") {
    self.kind = kind
    self.detail = detail
  }

  /// What is so, in a word or two.
  package var title: String {
    switch kind {
    case .noLogin, .noToken: "no login"
    case .expired: "expired"
    case .noScope, .refused, .forbidden: "refused"
    case .noCurl: "no curl"
    case .tooOften: "waiting"
    case .otherOrganization, .otherCurrency: "another's"
    case .noBalance, .leftOut: "in part"
    case .status, .redirected, .tooLong, .garbled: "error"
    case .silent, .unreachable: "no answer"
    }
  }

  /// What is so, in half a sentence.
  package var reason: String {
    switch kind {
    case .noLogin: "no folder of Claude Code here is signed in to it"
    case .noToken: "its login has no token that can be read"
    case .expired: "its token has expired"
    case .noScope: "its token is not allowed to read usage"
    case .noCurl: "curl is not installed"
    case .refused: "its token was not accepted (401)"
    case .forbidden: "its token is not allowed to ask (403)"
    case .tooOften: "too many requests (429)"
    case .status: "the answer was an error (\(detail))"
    case .redirected: "the answer pointed to \(detail), which was not followed"
    case .tooLong: "the answer was too long"
    case .garbled: "the answer could not be understood"
    case .otherOrganization: "the answer was about another organization"
    case .noBalance: "its balance is missing (\(detail)), the rest is not"
    case .leftOut: "a part of the answer is left out (\(detail))"
    case .otherCurrency: "its money is in \(detail), the ledger is not"
    case .silent: "no answer came in time"
    case .unreachable: "the host was not reached"
    }
  }

  /// What helps; nil: waiting does.
  package var remedy: String? {
    switch kind {
    case .noLogin: "/login in Claude Code signs in"
    case .noToken, .refused, .forbidden, .noScope: "/login in Claude Code signs in again"
    case .expired: "Claude Code renews it at its next use"
    case .noCurl: "install curl"
    case .otherOrganization: "sign in to the right organization"
    case .noBalance: "type the balance in"
    case .otherCurrency: "add an account in that currency"
    case .tooOften, .status, .redirected, .tooLong, .garbled, .leftOut, .silent, .unreachable: nil
    }
  }
}
