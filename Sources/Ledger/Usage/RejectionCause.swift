import Values

/// What an error record says about why a request was rejected. None of its fields are documented.
package struct RejectionSigns: Equatable, Sendable {
  /// What the tool showed.
  package var text = ""
  /// `error`: "rate_limit", "billing_error" and others; empty if missing.
  package var error = ""
  /// `apiError`: "usage_limit_reached" and others; empty if missing.
  package var apiError = ""
  /// `apiErrorStatus`, the HTTP status; nil if missing.
  package var status: Int?
  /// `quotaLimits`, which only logins have; nil if missing.
  package var quota: Quota?

  /// The state of a login's limits.
  package struct Quota: Equatable, Sendable {
    /// "rejected" if the limits caused the rejection; "allowed" and others if not.
    package var status = ""
    /// `rateLimitType`: "five_hour", "seven_day", "seven_day_opus".
    package var window = ""
    /// `overageDisabledReason`: why extra usage did not pay.
    package var overage = ""
    /// `resetsAt`: when the window resets.
    package var resets: Instant?
    /// `isUsingOverage`: whether extra usage was paying at the time.
    package var isUsingOverage = false

    /// Creates limits with nothing known.
    package init() {}

    /// Whether the limits caused the rejection. Older records do not say.
    var isRejected: Bool { status.isEmpty || status == "rejected" }
  }

  /// Creates signs from the text alone.
  package init(text: String = "") { self.text = text }
}

/// Why a request was rejected, as far as its record shows.
package struct RejectionCause: Equatable, Sendable {
  package var reason: Rejection.Reason
  /// The used-up window, by ``PlanWindow/id``; empty if unknown or not applicable.
  package var window = ""
  package var resets: Instant?
  package var extraOff: Rejection.ExtraOff?

  /// Works out the cause; nil if the request failed for a reason other than money or permission. Fields count for
  /// more than words, and the pattern of the words for more than single words, because model names change.
  package init?(_ signs: RejectionSigns) {
    let words = Words(signs.text)
    let said = words.reason
    // On server errors, ignore what the text says about limits: it is not about this person's limits.
    if signs.quota == nil,
      words.isOfServer || (signs.status ?? 0) >= 500
        || signs.error == "overloaded" || signs.error == "server_error"
    {
      return nil
    }
    if let quota = signs.quota, quota.isRejected {
      window = PlanWindow.id(ofRateLimit: quota.window)
      resets = quota.resets
      switch quota.overage {
      case "out_of_credits": reason = .balance
      case "org_spend_cap_reached", "member_spend_cap_reached": reason = .cap
      default:
        let off = Rejection.ExtraOff(overage: quota.overage)
        // Reaching a cap switches extra usage off until the cap is raised; the words say so.
        if let said, off == nil || said == .cap || said == .entitlement {
          reason = said == .rateLimit ? .planWindow : said
        } else if off != nil || !quota.status.isEmpty || signs.error == "rate_limit" {
          reason = .planWindow
        } else {
          return nil
        }
        if reason == .planWindow { extraOff = off }
      }
    } else if let said {
      reason = said
    } else if signs.apiError == "usage_limit_reached" {
      reason = .planWindow
    } else if signs.error == "billing_error" || signs.status == 402 {
      reason = .console
    } else if signs.error == "rate_limit" || signs.status == 429 {
      // If a login's limit had been reached, the record would have `quotaLimits`.
      reason = .rateLimit
    } else {
      return nil
    }
    if window.isEmpty, reason == .planWindow { window = words.window }
  }
}

extension Rejection.ExtraOff {
  /// Parses an `overageDisabledReason`; nil if it means something else or nothing.
  init?(overage: String) {
    guard overage.contains("_disabled") || overage.hasSuffix("zero_credit_limit") else {
      return nil
    }
    let parts: [(String, Rejection.ExtraOff)] = [
      ("org_service_", .service), ("org_", .organization), ("member_", .member),
      ("seat_tier_", .seat), ("group_", .group),
    ]
    self = parts.first { overage.hasPrefix($0.0) }?.1 ?? .unknown
  }

  /// Describes the state in a few words.
  /// - Parameter isOwn: whether the account belongs to one person rather than an organization.
  package func sentence(isOwn: Bool) -> String {
    switch self {
    case .organization where isOwn: "extra usage is switched off at claude.ai"
    case .organization: "the organization has switched extra usage off"
    case .member: "the organization has switched extra usage off for this member"
    case .seat: "this kind of seat has no extra usage"
    case .group: "the organization has switched extra usage off for this group"
    case .service: "the organization has switched extra usage off for this service"
    case .unknown: "extra usage is switched off"
    }
  }
}

extension PlanWindow {
  /// The id of a window from its name in API answers: "sevenDayOpus" for "seven_day_opus".
  static func id(ofRateLimit name: String) -> String {
    let parts = name.prefix(40).split(separator: "_")
    guard let first = parts.first else { return "" }
    return first + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}

/// The words of an error, searched as bytes: string search is locale-aware and much slower.
private struct Words {
  private let shown: [UInt8]

  init(_ text: String) { shown = Array(text.prefix(Rejection.longestText).lowercased().utf8) }

  private func contains(_ part: String) -> Bool { shown.place(of: part.utf8, from: 0) != nil }

  /// Whether the server is overloaded, rather than the person over a limit.
  var isOfServer: Bool { contains("not your usage limit") || contains("overloaded") }

  var reason: Rejection.Reason? {
    if let meant = Words.signs.first(where: { $0.texts.contains(where: contains) }) {
      return meant.reason
    }
    return isOfWindow ? .planWindow : nil
  }

  /// The window the words name; empty if none.
  var window: String {
    if contains("session limit") || contains("5-hour limit") { return "fiveHour" }
    return contains("weekly limit") && !contains("opus") && !contains("sonnet") ? "sevenDay" : ""
  }

  /// "You've hit your limit", "You've reached your Fable 5 limit", "Session limit reached": any limit, whatever its
  /// name, except those listed as other limits.
  private var isOfWindow: Bool {
    guard !Words.otherLimits.contains(where: contains) else { return false }
    for begin in ["hit your ", "reached your "] {
      guard let start = shown.place(of: begin.utf8, from: 0) else { continue }
      let rest = shown[(start + begin.utf8.count)...].prefix(Words.longestName)
      if Array(rest).place(of: "limit".utf8, from: 0) != nil { return true }
    }
    return contains("limit reached")
      && (contains("resets") || Words.windows.contains(where: contains))
  }

  /// The most bytes between "your" and the end of "limit".
  private static let longestName = 60

  private static let otherLimits = ["context limit", "token limit", "turn limit", "size limit"]
  private static let windows = ["usage limit", "session limit", "weekly limit", "hour limit"]

  /// Parts of the texts in lower case, the most specific first: "limit" is in many of them. Apostrophes may be
  /// typographic, so no part contains one.
  private static let signs: [(reason: Rejection.Reason, texts: [String])] = [
    (.entitlement, ["usage credits required for", "extra usage is required for"]),
    (
      .balance,
      [
        "out of extra usage", "out of usage credits", "draw from your extra usage",
        "org is out of usage", "usage credits exhausted",
      ]
    ),
    (.console, ["credit balance is too low", "api usage limits", "billing_error"]),
    (
      .administrator,
      [
        "t include usage credits", "disabled by your admin", "usage limit is set to $0",
      ]
    ),
    (.cap, ["spend limit", "usage credit limit", "enforced_spend_limit_reached"]),
    (.planWindow, ["run /usage-credits to continue"]),
    (.rateLimit, ["rate limit", "rate_limit_error", "request rejected (429)"]),
  ]
}

extension [UInt8] {
  /// Where the bytes of `part` first occur; nil if nowhere.
  fileprivate func place(of part: String.UTF8View, from start: Int) -> Int? {
    guard let first = part.first, count - start >= part.count else { return nil }
    return (start...count - part.count).first {
      self[$0] == first && self[$0..<$0 + part.count].elementsEqual(part)
    }
  }
}
