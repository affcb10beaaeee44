import Values

/// What an error record says of why a request was refused. None of its fields is documented.
package struct RejectionSigns: Equatable, Sendable {
  /// What the tool showed.
  package var text = ""
  /// `error`: "rate_limit", "billing_error" and others; empty: it does not say.
  package var error = ""
  /// `apiError`: "usage_limit_reached" and others; empty: it does not say.
  package var apiError = ""
  /// `apiErrorStatus`, the number that HTTP gives; nil: it does not say.
  package var status: Int?
  /// `quotaLimits`, which only a login has; nil: it has none.
  package var quota: Quota?

  /// How the limits of a login stood.
  package struct Quota: Equatable, Sendable {
    /// "rejected" where they are why; "allowed" and others where they are not.
    package var status = ""
    /// `rateLimitType`: "five_hour", "seven_day", "seven_day_opus".
    package var window = ""
    /// `overageDisabledReason`: why extra usage did not pay.
    package var overage = ""
    /// `resetsAt`: when the window begins anew.
    package var resets: Instant?
    /// `isUsingOverage`: whether extra usage paid at that time.
    package var isUsingOverage = false

    /// Limits of which nothing is known.
    package init() {}

    /// Whether they are why the request was refused; older records do not say it.
    var isRejected: Bool { status.isEmpty || status == "rejected" }
  }

  /// What the words alone say.
  package init(text: String = "") { self.text = text }
}

/// Why a request was refused, as far as its record tells.
package struct RejectionCause: Equatable, Sendable {
  package var reason: Rejection.Reason
  /// The window that is used up, as ``PlanWindow/id`` names it; empty: not known, or it is none.
  package var window = ""
  package var resets: Instant?
  package var extraOff: Rejection.ExtraOff?

  /// What the signs mean; nil: the request failed for another reason than money or leave. Fields count for
  /// more than words, and the form of words for more than single ones, for the names of models change.
  package init?(_ signs: RejectionSigns) {
    let words = Words(signs.text)
    let said = words.reason
    // Servers have bad days; what they say of limits then is not about this person's.
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
        // A cap that is reached switches extra usage off until it is raised, which the words tell.
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
      // The limits of a login would have been told of.
      reason = .rateLimit
    } else {
      return nil
    }
    if window.isEmpty, reason == .planWindow { window = words.window }
  }
}

extension Rejection.ExtraOff {
  /// What an `overageDisabledReason` means; nil: something else, or nothing.
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

  /// What is so, in a few words.
  /// - Parameter isOwn: whether the account is one person's own, and no organization's.
  package func sentence(isOwn: Bool) -> String {
    switch self {
    case .organization where isOwn: "extra usage is switched off at claude.ai"
    case .organization: "the organization has extra usage switched off"
    case .member: "the organization has extra usage switched off for this member"
    case .seat: "this kind of seat has no extra usage"
    case .group: "the organization has extra usage switched off for this group"
    case .service: "the organization has extra usage switched off for this service"
    case .unknown: "extra usage is switched off"
    }
  }
}

extension PlanWindow {
  /// The id of a window that an answer of the API calls so: "sevenDayOpus" for "seven_day_opus".
  static func id(ofRateLimit name: String) -> String {
    let parts = name.prefix(40).split(separator: "_")
    guard let first = parts.first else { return "" }
    return first + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}

/// The words of an error, searched as bytes: the search of text knows of languages and is much slower.
private struct Words {
  private let shown: [UInt8]

  init(_ text: String) { shown = Array(text.prefix(Rejection.longestText).lowercased().utf8) }

  private func hold(_ part: String) -> Bool { shown.place(of: part.utf8, from: 0) != nil }

  /// Whether the server is short of something, and not the person.
  var isOfServer: Bool { hold("not your usage limit") || hold("overloaded") }

  var reason: Rejection.Reason? {
    if let meant = Words.signs.first(where: { $0.texts.contains(where: hold) }) {
      return meant.reason
    }
    return isOfWindow ? .planWindow : nil
  }

  /// The window that the words name; empty: they name none.
  var window: String {
    if hold("session limit") || hold("5-hour limit") { return "fiveHour" }
    return hold("weekly limit") && !hold("opus") && !hold("sonnet") ? "sevenDay" : ""
  }

  /// "You've hit your limit", "You've reached your Fable 5 limit", "Session limit reached": whatever the
  /// limit is called, unless it is one of something else.
  private var isOfWindow: Bool {
    guard !Words.otherLimits.contains(where: hold) else { return false }
    for begin in ["hit your ", "reached your "] {
      guard let start = shown.place(of: begin.utf8, from: 0) else { continue }
      let rest = shown[(start + begin.utf8.count)...].prefix(Words.longestName)
      if Array(rest).place(of: "limit".utf8, from: 0) != nil { return true }
    }
    return hold("limit reached") && (hold("resets") || Words.windows.contains(where: hold))
  }

  /// Bytes between "your" and the end of "limit".
  private static let longestName = 60

  private static let otherLimits = ["context limit", "token limit", "turn limit", "size limit"]
  private static let windows = ["usage limit", "session limit", "weekly limit", "hour limit"]

  /// Parts of the texts in lower case, the ones that tell more first: "limit" stands in many of them.
  /// An apostrophe may be a typographic one, so none of them has any.
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
  /// Where the bytes of `part` begin for the first time; nil: nowhere.
  fileprivate func place(of part: String.UTF8View, from start: Int) -> Int? {
    guard let first = part.first, count - start >= part.count else { return nil }
    return (start...count - part.count).first {
      self[$0] == first && self[$0..<$0 + part.count].elementsEqual(part)
    }
  }
}
