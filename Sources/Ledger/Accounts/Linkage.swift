/// What pays for a tool's requests, as set by the person; nil fields follow the evidence.
package struct Linkage: Hashable, Sendable {
  package var tool: Tool
  package var purse: Purse?
  /// The name of the account the tool is signed in to.
  package var account: String?

  /// Creates the settings of a tool.
  package init(tool: Tool, purse: Purse? = nil, account: String? = nil) {
    self.tool = tool
    self.purse = purse
    self.account = account
  }
}
