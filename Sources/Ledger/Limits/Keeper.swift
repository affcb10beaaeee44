extension Account.Authority {
  /// Who keeps the balance: "Fuelgauge" or "claude.ai".
  package var keeper: String {
    switch self {
    case .local: "Fuelgauge"
    case .claude: "claude.ai"
    }
  }
}

extension Limit.Source {
  /// Who keeps the limit, in the same words as for a balance.
  package var keeper: String {
    switch self {
    case .fuelgauge: Account.Authority.local.keeper
    case .claude: Account.Authority.claude.keeper
    }
  }
}
