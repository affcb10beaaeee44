/// What pays for a request.
package enum Purse: String, CaseIterable, Sendable {
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
