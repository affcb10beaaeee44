import Values

/// One Claude login or organization that can hold a prepaid balance.
package struct Account: Hashable, Sendable {
  /// What its owner pays Anthropic for.
  package enum Plan: String, CaseIterable, Sendable {
    case free, pro, max, team, enterprise, api
  }

  /// Who keeps the balance.
  package enum Authority: String, CaseIterable, Sendable, Codable {
    /// Fuelgauge keeps it: it is exact and changes at once.
    case local
    /// claude.ai keeps it: Fuelgauge sees readings and estimates between them.
    case claude
  }

  /// Who can add money and change limits.
  package enum Billing: String, CaseIterable, Sendable {
    /// The person who uses it.
    case me
    /// Only the organization's administrator.
    case organization
  }

  /// The name people use; unique among accounts.
  package var name: String
  /// For display; several accounts may share an address.
  package var email: String?
  /// The organization's id, which identifies the account to Claude.
  package var organization: String?
  package var plan: Plan?
  package var authority: Authority
  package var billing: Billing?
  /// The currency of the balance.
  package var currency = Currency.usd
  /// Converts prices, which are in US dollars, to another currency; nil if no rate is set.
  package var rate: ExchangeRate?
  /// Whether the person allows Fuelgauge to ask claude.ai for readings.
  package var isOnline = false
  /// Usage up to this moment is not charged to the account.
  package var since: Instant

  /// Creates an account with only the required fields.
  package init(name: String, authority: Authority, since: Instant) {
    self.name = name
    self.authority = authority
    self.since = since
  }

  /// The rate from dollars to the account's currency; nil if nothing can be charged.
  package var exchange: ExchangeRate? { currency == .usd ? .par : rate }

  /// Where money for the account is paid; never in Fuelgauge.
  package var payment: String {
    switch authority {
    case .local:
      "\(name) is a budget that Fuelgauge keeps: it counts, and nothing is paid."
    case .claude: "Money is paid at claude.ai/settings/usage; Fuelgauge cannot pay."
    }
  }

  /// The name, marked if the account is not signed in.
  package var title: String { isNotSignedIn ? "\(name) (not signed in)" : name }

  /// Whether claude.ai keeps the balance and no login was found.
  package var isNotSignedIn: Bool {
    authority == .claude && organization == nil && email == nil
  }

  /// Whether only the organization can add money and change limits.
  package var isManaged: Bool { billing == .organization }

  /// Whether text typed by a person refers to this account.
  package func isMeant(by text: String) -> Bool {
    name == text || organization == text
      || email?.caseInsensitiveCompares(equal: text) == true
  }

  /// The name of the account created when a person types in a claude.ai balance before any login is found.
  package static let nameOfUnknown = "claude.ai"

  /// Why `name` is not a valid account name; nil if it is valid.
  package static func fault(inName name: String) -> String? {
    if name.isEmpty { return "the name is empty" }
    if name.first == " " || name.last == " " { return "the name begins or ends with a space" }
    if name.count > longestName { return "the name is longer than \(longestName) characters" }
    let isClean = name.unicodeScalars.allSatisfy {
      $0.properties.generalCategory != .control && $0.properties.generalCategory != .format
    }
    return isClean && name == name.filter({ !$0.isNewline })
      ? nil : "the name contains characters that cannot be shown"
  }

  /// Turns text from outside into a displayable account name.
  package static func name(from text: String) -> String {
    let shown = text.unicodeScalars.filter {
      $0.properties.generalCategory != .control && $0.properties.generalCategory != .format
    }
    let name = String(String.UnicodeScalarView(shown)).split(separator: " ").joined(separator: " ")
    return String(name.prefix(longestName))
  }

  private static let longestName = 60
}

extension String {
  fileprivate func caseInsensitiveCompares(equal other: String) -> Bool {
    lowercased() == other.lowercased()
  }
}
