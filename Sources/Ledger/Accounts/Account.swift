import Values

/// One Claude login or organization that can hold a prepaid balance.
package struct Account: Hashable, Sendable {
  /// What its owner pays Anthropic for.
  package enum Plan: String, CaseIterable, Sendable {
    case free, pro, max, team, enterprise, api
  }

  /// Who keeps the balance.
  package enum Authority: String, CaseIterable, Sendable, Codable {
    /// Fuelgauge does: it is exact, and changes at once.
    case local
    /// claude.ai does: what is known of it are readings, and estimates between them.
    case claude
  }

  /// Who can add money and change limits.
  package enum Billing: String, CaseIterable, Sendable {
    /// The person.
    case me
    /// The organization's administrator alone.
    case organization
  }

  /// What people call it; no other account has the same name.
  package var name: String
  /// For display; several accounts may share one.
  package var email: String?
  /// The organization's id, by which Claude knows the account.
  package var organization: String?
  package var plan: Plan?
  package var authority: Authority
  package var billing: Billing?
  /// What its balance is in.
  package var currency = Currency.usd
  /// How prices, which are in US dollars, are charged to a balance in another currency; nil: not.
  package var rate: ExchangeRate?
  /// Whether the person lets Fuelgauge ask claude.ai for readings.
  package var isOnline = false
  /// Usage up to this moment is not charged to it.
  package var since: Instant

  /// An account of which only this is known.
  package init(name: String, authority: Authority, since: Instant) {
    self.name = name
    self.authority = authority
    self.since = since
  }

  /// How dollars become its currency; nil: nothing can be charged.
  package var exchange: ExchangeRate? { currency == .usd ? .par : rate }

  /// Where money for it is paid, which is never here.
  package var payment: String {
    switch authority {
    case .local: "\(name) is a budget that Fuelgauge keeps: it counts, and nothing is paid."
    case .claude: "Money is paid at claude.ai/settings/usage; Fuelgauge cannot pay."
    }
  }

  /// Its name, with what is to be known before anything else.
  package var title: String { isNotSignedIn ? "\(name) (not signed in)" : name }

  /// Whether claude.ai keeps it and no login to it was found.
  package var isNotSignedIn: Bool {
    authority == .claude && organization == nil && email == nil
  }

  /// Whether the organization alone can add money and change limits.
  package var isManaged: Bool { billing == .organization }

  /// Whether a text that a person gives means this account.
  package func isMeant(by text: String) -> Bool {
    name == text || organization == text
      || email?.caseInsensitiveCompares(equal: text) == true
  }

  /// What the account is called that a person types in claude.ai's balance of before a login is found.
  package static let nameOfUnknown = "claude.ai"

  /// Why `name` cannot be an account's; nil: it can.
  package static func fault(inName name: String) -> String? {
    if name.isEmpty { return "the name is empty" }
    if name.first == " " || name.last == " " { return "the name begins or ends with a blank" }
    if name.count > longestName { return "the name is longer than \(longestName) characters" }
    let isClean = name.unicodeScalars.allSatisfy {
      $0.properties.generalCategory != .control && $0.properties.generalCategory != .format
    }
    return isClean && name == name.filter({ !$0.isNewline })
      ? nil : "the name has characters that cannot be shown"
  }

  /// A text from outside as a name that can be shown.
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

/// What pays for the requests of a tool, as the person has said; nil: as the evidence shows.
package struct Linkage: Hashable, Sendable {
  package var tool: Tool
  package var purse: Purse?
  /// The name of the account it is signed in to.
  package var account: String?

  /// What is said of a tool.
  package init(tool: Tool, purse: Purse? = nil, account: String? = nil) {
    self.tool = tool
    self.purse = purse
    self.account = account
  }
}
