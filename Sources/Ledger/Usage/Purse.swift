/// What pays for a request.
package enum Purse: String, CaseIterable, Sendable, Codable {
  /// The prepaid extra usage balance (usage credits).
  case extra
  /// The subscription's plan windows.
  case plan
  /// An API key: billed by the Console.
  case apiKey = "api-key"
  /// The tool's own subscription, such as Cursor's.
  case ownPlan = "own-plan"
  /// A cloud provider: Amazon Bedrock, Google Vertex, Microsoft Foundry.
  case cloud
  /// No evidence.
  case unknown
}

extension Purse {
  /// The name to show.
  package var title: String {
    switch self {
    case .extra: "extra"
    case .plan: "plan"
    case .apiKey: "API key"
    case .ownPlan: "own plan"
    case .cloud: "cloud"
    case .unknown: "unknown"
    }
  }

  /// The name, with how certain it is where that matters.
  /// - Parameters:
  ///   - tool: the tool whose requests it pays for.
  ///   - basis: how certain it is.
  package func title(for tool: Tool, _ basis: Basis) -> String {
    // Transcripts alone seldom prove it; other sources state the purse.
    guard tool.leavesTranscripts, basis != .proven else { return title }
    return switch self {
    case .extra: basis == .likely ? "extra, probably" : "extra, assumed"
    case .plan: "plan, probably"
    default: title
    }
  }
}
