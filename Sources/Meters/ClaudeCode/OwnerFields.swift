import Ledger

/// Reads `session-owner` and `bridge-session` records, which name the owner of a session.
enum OwnerFields {
  private static let mark = ByteSearch("ccountUuid\"")
  private static let bridgeMark = ByteSearch("rganizationUuid\"")
  /// The longest such record, in bytes; real ones have two hundred.
  private static let longest = 1024

  /// Whether a line may be such a record, by a search that is much cheaper than parsing.
  static func mayBe(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    line.count <= longest && (mark.occurs(in: line) || bridgeMark.occurs(in: line))
  }

  /// The id of the organization a record names; empty if it names only an account, nil if it is not such a record.
  static func owner(in line: UnsafeBufferPointer<UInt8>) -> String? {
    var (isOwner, isBridge) = (false, false)
    var organization: JSONBytes?
    var cursor = JSONCursor(line)
    let isRead: Void? = try? cursor.object { (key, cursor) throws(JSONCursor.Fault) in
      if key.equals("type") {
        let type = try cursor.stringOrSkip()
        isOwner = type?.equals("session-owner") ?? false
        isBridge = type?.equals("bridge-session") ?? false
      } else if key.equals("organizationUuid") || key.equals("ownerOrganizationUuid") {
        organization = try cursor.stringOrSkip() ?? organization
      } else {
        try cursor.skip()
      }
    }
    guard isRead != nil, isOwner || isBridge else { return nil }
    let name = organization.flatMap { $0.count <= 200 ? $0.string : nil } ?? ""
    return isOwner || !name.isEmpty ? name : nil
  }
}
