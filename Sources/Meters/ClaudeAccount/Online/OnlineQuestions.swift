import Glibc
import Ledger
import Programs

/// How claude.ai is asked, with the token of a login, for what an account has used and has left. Only the two
/// questions below are ever asked; nothing is refreshed or changed there.
///
/// The endpoints are not documented. They and the headers are those that Claude Code and open monitors use.
package struct OnlineQuestions: Sendable {
  /// Where the endpoints are.
  package struct Host: Sendable {
    let base: String

    /// The usual one.
    package static let usual = Host(base: "https://api.anthropic.com")

    /// Another one; nil: a token would travel to it in the clear.
    package init?(_ address: String) {
      let isClear = ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains {
        guard address.hasPrefix($0) else { return false }
        return address.dropFirst($0.count).allSatisfy { $0 == ":" || $0.isWholeNumber }
      }
      guard isClear || address.hasPrefix("https://"),
        address.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != 0x22 && $0 != 0x5c })
      else { return nil }
      self.base = address.hasSuffix("/") ? String(address.dropLast()) : address
    }

    private init(base: String) { self.base = base }
  }

  private let host: Host
  private let curl: String?
  private let patience: Int

  /// Questions to a host.
  /// - Parameters:
  ///   - path: where `curl` is looked for, as `PATH` gives it.
  ///   - patience: seconds that an answer may take.
  package init(host: Host = .usual, path: String?, patience: Int = 20) {
    self.host = host
    self.patience = patience
    curl = ChildProgram.find("curl", path: path)
  }

  /// Why nothing can be asked.
  var fault: OnlineFailure? { curl == nil ? OnlineFailure(.noCurl) : nil }

  enum Endpoint: CaseIterable {
    case usage, credits
  }

  func begin(
    _ endpoint: Endpoint, organization: String, token: AccessToken
  ) throws(OnlineFailure) -> CurlRequest {
    guard let curl else { throw OnlineFailure(.noCurl) }
    var headers = [
      "Authorization: Bearer \(token.secret)", "anthropic-beta: oauth-2025-04-20",
      "Accept: application/json", "User-Agent: claude-code/2.1.0 fuelgauge",
    ]
    let path: String
    switch endpoint {
    case .usage: path = "/api/oauth/usage"
    case .credits:
      path = "/api/oauth/organizations/\(organization)/prepaid/credits"
      headers.append("x-organization-uuid: \(organization)")
    }
    let question = CurlRequest.Question(
      url: host.base + path, headers: headers, patience: patience)
    guard let request = CurlRequest(question, curl: curl) else { throw OnlineFailure(.noCurl) }
    return request
  }
}
