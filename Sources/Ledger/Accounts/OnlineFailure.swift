/// Why claude.ai gave no readings of an account, or why it was not asked.
package struct OnlineFailure: Error, Equatable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    // Found before anything is sent.
    /// No configuration folder on this machine is signed in to the account.
    case noLogin
    /// The credentials file has no token, or cannot be read.
    case noToken
    /// The token has expired; Claude Code renews it at its next use.
    case expired
    /// The token is not allowed to read usage.
    case noScope
    /// `curl`, which sends the requests, is not installed.
    case noCurl

    // Found in the answer.
    /// 401: the token was not accepted.
    case refused
    /// 403: the token is not allowed to ask.
    case forbidden
    /// 429: too many requests.
    case tooOften
    /// Any other status; the detail gives it.
    case status
    /// A redirect, which is not followed; the detail names the host.
    case redirected
    /// The answer is longer than any valid answer.
    case tooLong
    /// The answer has an unknown format.
    case garbled
    /// The answer is about another organization.
    case otherOrganization
    /// Usage and cap are present but the balance is not; the detail says why.
    case noBalance
    /// Some figures were impossible and were left out; the detail says which.
    case leftOut
    /// The answer's currency differs from the ledger's; the detail gives it.
    case otherCurrency

    // No answer.
    /// No answer came in time.
    case silent
    /// The host could not be reached.
    case unreachable
  }

  package var kind: Kind
  /// More detail; comes from outside, so it is not safe to print.
  package var detail: String

  /// Creates a failure.
  package init(_ kind: Kind, _ detail: String = "") {
    self.kind = kind
    self.detail = detail
  }

  /// The problem in a word or two.
  package var title: String {
    switch kind {
    case .noLogin, .noToken: "no login"
    case .expired: "expired"
    case .noScope, .refused, .forbidden: "refused"
    case .noCurl: "no curl"
    case .tooOften: "waiting"
    case .otherOrganization, .otherCurrency: "mismatch"
    case .noBalance, .leftOut: "partial"
    case .status, .redirected, .tooLong, .garbled: "error"
    case .silent, .unreachable: "no answer"
    }
  }

  /// The problem as half a sentence.
  package var reason: String {
    switch kind {
    case .noLogin: "no Claude Code folder here is signed in to it"
    case .noToken: "its login has no readable token"
    case .expired: "its token has expired"
    case .noScope: "its token is not allowed to read usage"
    case .noCurl: "curl is not installed"
    case .refused: "its token was not accepted (401)"
    case .forbidden: "its token is not allowed to ask (403)"
    case .tooOften: "too many requests (429)"
    case .status: "the answer was an error (\(detail))"
    case .redirected: "the answer redirected to \(detail), which was not followed"
    case .tooLong: "the answer was too long"
    case .garbled: "the answer could not be understood"
    case .otherOrganization: "the answer was about another organization"
    case .noBalance: "only its balance is missing (\(detail))"
    case .leftOut: "part of the answer was ignored (\(detail))"
    case .otherCurrency: "its money is in \(detail), but the ledger is not"
    case .silent: "no answer came in time"
    case .unreachable: "the host could not be reached"
    }
  }

  /// What to do about it; nil if waiting is enough.
  package var remedy: String? {
    switch kind {
    case .noLogin: "run /login in Claude Code"
    case .noToken, .refused, .forbidden, .noScope: "run /login in Claude Code again"
    case .expired: "Claude Code renews it the next time it runs"
    case .noCurl: "install curl"
    case .otherOrganization: "sign in to the right organization"
    case .noBalance: "type the balance in"
    case .otherCurrency: "add an account in that currency"
    case .tooOften, .status, .redirected, .tooLong, .garbled, .leftOut, .silent, .unreachable: nil
    }
  }
}
