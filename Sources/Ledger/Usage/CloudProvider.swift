/// Recognises requests served, and billed, by a cloud provider from names that only clouds use.
enum CloudProvider {
  /// Whether a message id or model name is a cloud's: `msg_bdrk_…`, `msg_vrtx_…`; `us.anthropic.claude-…`,
  /// `arn:aws:bedrock:…`, `claude-…@20250929`, `claude-…@default`, `bedrock/…`, `vertex_ai/…`.
  static func serves(message: String, model: String) -> Bool {
    if ids.contains(where: message.hasPrefix) { return true }
    // Nearly all models use Anthropic's own name, so check that first.
    let at = UInt8(ascii: "@")
    let hasAt = model.utf8.withContiguousStorageIfAvailable { $0.contains(at) }
    if model.hasPrefix("claude-"), !(hasAt ?? model.utf8.contains(at)) { return false }
    let name = model.lowercased()
    if prefixes.contains(where: name.hasPrefix) || name.contains("anthropic.claude") { return true }
    if name.hasPrefix("arn:aws"), name.contains(":bedrock:") { return true }
    guard let at = name.firstIndex(of: "@"), name[..<at].contains("claude") else { return false }
    let version = name[name.index(after: at)...].prefix { $0 != "[" && $0 != ":" }
    return version == "default"
      || !version.isEmpty && version.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static let ids = ["msg_bdrk_", "msg_vrtx_"]
  private static let prefixes = [
    "bedrock/", "bedrock_converse/", "vertex_ai/", "vertex/", "azure_ai/", "azure/",
    "publishers/anthropic/",
  ]
}
