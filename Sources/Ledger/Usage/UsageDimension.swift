/// What usage can be broken down by.
package enum UsageDimension: String, CaseIterable, Sendable {
  case tool
  case model
  case day
  case account
  case project
  case session
  case mcpServer = "mcp-server"
  case purse
}
