import Glibc
import Ledger
import Programs

/// Asks claude.ai, with the token of a login, what an account has used and has left. Only the two requests below
/// are ever sent; nothing is refreshed or changed there.
///
/// The endpoints are undocumented. They and the headers are the ones Claude Code and open monitors use.
package struct OnlineQuestions: Sendable {
  /// The host of the endpoints.
  package struct Host: Sendable {
    let base: String

    /// The default host.
    package static let usual = Host(base: "https://api.anthropic.com")

    /// Another host; nil if the address is invalid or would send the token unencrypted.
    package init?(_ address: String) {
      guard let schemeEnd = address.firstRange(of: "://")?.upperBound else { return nil }
      let (scheme, rest) = (address[..<schemeEnd], address[schemeEnd...])
      let authority = rest.prefix { $0 != "/" }
      let path = rest[authority.endIndex...]
      // Reject characters that could end the quoted URL in curl's input.
      guard let host = Host.host(in: authority),
        path.utf8.allSatisfy({ (0x21...0x7e).contains($0) && !"\"\\?#".utf8.contains($0) })
      else { return nil }
      let isHere = ["127.0.0.1", "localhost", "[::1]"].contains(host)
      guard scheme == "https://" || scheme == "http://" && isHere && path.count <= 1 else {
        return nil
      }
      base = String(scheme + authority + (path.last == "/" ? path.dropLast() : path))
    }

    /// The host part of `host` or `host:port`; nil if it is invalid or has anything else, such as a user name.
    private static func host(in authority: Substring) -> Substring? {
      let isIPv6 = authority.hasPrefix("[")
      let end = isIPv6 ? authority.firstIndex(of: "]").map(authority.index(after:)) : nil
      let host = end.map { authority[..<$0] } ?? authority.prefix { $0 != ":" }
      let port = authority[host.endIndex...]
      let letters: (UInt8) -> Bool = { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
          UInt8(ascii: "_"):
          true
        case UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"): isIPv6
        default: false
        }
      }
      guard !host.isEmpty, host.utf8.allSatisfy(letters), isIPv6 == (end != nil) else { return nil }
      guard !port.isEmpty else { return host }
      let number = port.dropFirst()
      guard port.first == ":", number.utf8.allSatisfy({ (48...57).contains($0) }),
        let value = Int(number), (1...65_535).contains(value)
      else { return nil }
      return host
    }

    private init(base: String) { self.base = base }
  }

  private let host: Host
  private let curl: String?
  private let patience: Int

  /// Creates requests to a host.
  /// - Parameters:
  ///   - path: where to look for `curl`, in the format of `PATH`.
  ///   - patience: how long an answer may take, in seconds.
  package init(host: Host = .usual, path: String?, patience: Int = 20) {
    self.host = host
    self.patience = patience
    curl = ChildProgram.find("curl", path: path)
  }

  /// Why no request can be sent.
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
