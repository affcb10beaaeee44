import Glibc
import Ledger
import Values

/// A round of requests about one account in progress. Requests are sent one after the other: if the first is
/// rejected, the second is not sent.
package final class OnlineAsking {
  private let questions: OnlineQuestions
  private let organization: String
  private let token: AccessToken
  private var open = OnlineQuestions.Endpoint.allCases[...]
  private var request: CurlRequest?
  private var round: OnlineRound

  /// Prepares a round; nothing is sent yet.
  /// - Parameters:
  ///   - organization: the account's organization id.
  ///   - folders: configuration folders signed in to it; the first with a token is used.
  ///   - state: the state after earlier rounds.
  ///   - logins: reads the token.
  /// - Throws: why nothing can be sent.
  package init(
    organization: String, folders: [String], state: OnlineState, logins: LoginReader,
    questions: OnlineQuestions, at now: Instant
  ) throws(OnlineFailure) {
    guard !folders.isEmpty, OnlineAsking.isID(organization) else { throw OnlineFailure(.noLogin) }
    guard let token = folders.lazy.compactMap({ logins.accessToken(in: $0) }).first else {
      throw OnlineFailure(.noToken)
    }
    if let fault = token.fault(at: now) { throw fault }
    if let refusal = state.refusal(ofTokenEnding: token.expires, at: now) { throw refusal }
    self.questions = questions
    self.organization = organization
    self.token = token
    round = OnlineRound(asOf: now)
    round.tokenEnds = token.expires
    if let fault = questions.fault { throw fault }
  }

  /// Sends the first request.
  package func start() {
    request = nil
    guard let next = open.first else { return }
    do throws(OnlineFailure) {
      request = try questions.begin(next, organization: organization, token: token)
    } catch {
      round.failure = error
    }
  }

  /// Whether a text may appear in a URL unescaped.
  private static func isID(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 100
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
  }

  /// Becomes readable when ``proceed()`` can continue; may change with each call of it.
  package var descriptor: Int32 { request?.descriptor ?? -1 }

  /// Milliseconds after which ``proceed()`` has a result even if nothing arrives.
  package var patience: Int64 { request?.patience ?? 0 }

  /// Continues with what has arrived.
  /// - Returns: the round once it is over.
  package func proceed() -> OnlineRound? {
    while true {
      guard let request else { return round }
      guard let result = request.proceed() else { return nil }
      do throws(OnlineFailure) {
        try use(result)
        open.removeFirst()
        start()
      } catch {
        if round.usage == nil || error.kind == .tooOften {
          round.failure = error
        } else if round.failure?.kind == .leftOut {
          ignore(["its balance is missing: \(error.ofBalanceAlone.detail)"])
        } else {
          round.failure = error.ofBalanceAlone
        }
        return round
      }
    }
  }

  /// Waits until the round is over.
  package func finish() -> OnlineRound {
    while true {
      if let round = proceed() { return round }
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      poll(&wait, 1, Int32(patience))
    }
  }

  private func use(_ result: Result<HTTPAnswer, OnlineFailure>) throws(OnlineFailure) {
    let answer = try result.get()
    // The header may also be a date, which has never been seen here.
    round.retryAfter = answer.headers["retry-after"].flatMap { Int64($0) }.map {
      Span(milliseconds: min(max(0, $0), 1 << 32) * 1000)
    }
    if let failure = OnlineAsking.failure(of: answer) { throw failure }
    let other = answer.headers["anthropic-organization-id"]
    if let other, other.lowercased() != organization.lowercased() {
      throw OnlineFailure(.otherOrganization)
    }
    guard let body = answer.body.withUnsafeBufferPointer({ JSONValue($0) }), let asked = open.first
    else { throw OnlineFailure(.garbled) }
    switch asked {
    case .usage:
      var usage = UsageAnswer(body, asOf: round.asOf)
      ignore(usage.faults)
      usage.faults = []
      guard usage != UsageAnswer() else { throw OnlineFailure(.garbled) }
      round.usage = usage
    case .credits:
      guard let credits = PrepaidCredits(body) else { throw OnlineFailure(.garbled) }
      ignore(credits.faults)
      round.credits = credits
    }
  }

  /// Reports the parts of an answer that are ignored; the rest counts.
  private func ignore(_ faults: [String]) {
    guard !faults.isEmpty else { return }
    let known = round.failure.map { [$0.detail] } ?? []
    round.failure = OnlineFailure(.leftOut, (known + faults).joined(separator: "; "))
  }

  private static func failure(of answer: HTTPAnswer) -> OnlineFailure? {
    switch answer.status {
    case 200: nil
    case 300..<400: OnlineFailure(.redirected, host(of: answer.headers["location"] ?? ""))
    case 401: OnlineFailure(.refused)
    case 403: OnlineFailure(.forbidden)
    case 429: OnlineFailure(.tooOften)
    default: OnlineFailure(.status, "\(answer.status)")
    }
  }

  /// The host in a URL, which may contain anything.
  private static func host(of address: String) -> String {
    guard let scheme = address.firstRange(of: "://") else { return "another path" }
    let host = address[scheme.upperBound...].prefix { !"/?#".contains($0) }
    return String((host.split(separator: "@").last ?? "").unicodeScalars.prefix(100))
  }
}

extension OnlineFailure {
  /// The same failure, after usage and cap have already arrived.
  fileprivate var ofBalanceAlone: OnlineFailure {
    let reason =
      switch kind {
      case .refused: "401"
      case .forbidden: "403"
      case .status: detail
      default: self.reason
      }
    return OnlineFailure(.noBalance, reason)
  }
}
