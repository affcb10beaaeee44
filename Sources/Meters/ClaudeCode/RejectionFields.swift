import Ledger
import Values

/// The error record in a transcript: an answer from the model `<synthetic>`. It is parsed a second time, because
/// such records are rare.
struct RejectionFields {
  private(set) var signs = RejectionSigns()
  private var hasText = false
  /// The limits from the answer itself, for records without `quotaLimits`.
  private var answered: RejectionSigns.Quota?

  /// Reads one record, the next object at `cursor`.
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
        signs.quota = try readQuota(&cursor)
      } else if key.equals("apiErrorParams"), try cursor.kind() == .object {
        try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
          if key.equals("rate_limit_info"), try cursor.kind() == .object {
            answered = try readQuota(&cursor)
          } else {
            try cursor.skip()
          }
        }
      } else if key.equals("apiErrorStatus") {
        signs.status = try cursor.integerOrSkip()
      } else if key.equals("error") {
        signs.error = try cursor.stringOrSkip()?.string ?? ""
      } else if key.equals("apiError") {
        signs.apiError = try cursor.stringOrSkip()?.string ?? ""
      } else {
        try cursor.skip()
      }
    }
    signs.quota = signs.quota ?? answered
  }

  private mutating func readQuota(
    _ cursor: inout JSONCursor
  ) throws(JSONCursor.Fault) -> RejectionSigns.Quota {
    var quota = RejectionSigns.Quota()
    try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
      if key.equals("isUsingOverage") {
        quota.isUsingOverage = try cursor.isTrue()
      } else if key.equals("resetsAt") {
        let seconds = try cursor.integerOrSkip().map(Int64.init)
        quota.resets = seconds.map { Instant(milliseconds: $0.multipliedClamped(by: 1000)) }
      } else if key.equals("status") {
        quota.status = try cursor.stringOrSkip()?.string ?? ""
      } else if key.equals("rateLimitType") {
        quota.window = try cursor.stringOrSkip()?.string ?? ""
      } else if key.equals("overageDisabledReason") {
        quota.overage = try cursor.stringOrSkip()?.string ?? ""
      } else {
        try cursor.skip()
      }
    }
    return quota
  }

  private mutating func readContent(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) {
    try cursor.array { (cursor) throws(JSONCursor.Fault) in
      guard try cursor.kind() == .object else {
        try cursor.skip()
        return
      }
      try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
        let value = try cursor.stringOrSkip()
        if key.equals("text"), !hasText, let value {
          signs.text = value.string
          hasText = true
        }
      }
    }
  }
}
