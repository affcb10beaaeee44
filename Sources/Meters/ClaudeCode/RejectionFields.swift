import Ledger

/// What an error record of a transcript says: an answer of the model `<synthetic>`, read once more
/// because few records are one.
struct RejectionFields {
  private var text: JSONBytes?
  private var overage = ""
  /// Whether extra usage paid at that time.
  private(set) var isUsingOverage = false

  /// Reads one record, the object that comes next at `cursor`.
  init(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) {
    try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
      if key.equals("message"), try cursor.kind() == .object {
        try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
          if key.equals("content"), try cursor.kind() == .array {
            try readContent(&cursor)
          } else {
            try cursor.skip()
          }
        }
      } else if key.equals("quotaLimits"), try cursor.kind() == .object {
        try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
          if key.equals("isUsingOverage"), try cursor.kind() == .literal {
            isUsingOverage = try cursor.skip().equals("true")
            return
          }
          let value = try cursor.stringOrSkip()
          if key.equals("overageDisabledReason") { overage = value?.string ?? "" }
        }
      } else {
        try cursor.skip()
      }
    }
  }

  private mutating func readContent(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) {
    try cursor.array { (cursor) throws(JSONCursor.Fault) in
      guard try cursor.kind() == .object else {
        try cursor.skip()
        return
      }
      try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
        let value = try cursor.stringOrSkip()
        if key.equals("text"), text == nil { text = value }
      }
    }
  }

  /// Why the request was refused and what was shown; nil: it failed for another reason.
  var rejection: (reason: Rejection.Reason, text: String)? {
    let shown = text?.string ?? ""
    return Rejection.Reason(text: shown, overage: overage).map { ($0, shown) }
  }
}
