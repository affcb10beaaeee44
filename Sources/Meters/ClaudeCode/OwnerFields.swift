import Ledger

/// What a record that names the owner of a session says: `session-owner`, or `bridge-session`.
enum OwnerFields {
  private static let mark = ByteSearch("rganizationUuid\"")
  /// Bytes of the longest such record; real ones have two hundred.
  private static let longest = 640

  /// Whether a line may be one, by a search that is much cheaper than reading it.
  static func mayBe(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    line.count <= longest && mark.occurs(in: line)
  }

  /// The organization that a record names, by its id; empty if it names only an account. Nil: it is no such record.
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
