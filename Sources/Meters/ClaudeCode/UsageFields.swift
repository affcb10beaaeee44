import Ledger

/// `message.usage` of a transcript record, or one of its `iterations`: the same counts.
struct UsageFields {
  var counts = TokenCounts()
  var terms = PriceTerms()
  /// Passes that the counts do not include: `advisor_message`, with its own model, and `compaction`. The model is
  /// nil if it is the request's.
  var extra: [(model: String?, tokens: TokenCounts)] = []
  /// Why a count cannot be used; nil if all can. Money is then not guessed from the other counts.
  var fault: String?

  /// Whether the lifetimes of cache writes were given, or only their total.
  var hasLifetimes = false

  /// The most searches and extra passes accepted in one request.
  private static let (mostSearches, mostPasses) = (10_000, 200)

  private var flatWrite = 0
  private var kind: JSONBytes?
  private var model: JSONBytes?

  /// Reads the next object at `cursor`.
  init(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) {
    try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
      try read(key, &cursor)
    }
    // Before 2.1.152 the flat number could be 0 where the nested ones were right. Without nested ones, writes
    // lasted five minutes.
    hasLifetimes = counts.cacheWrite5m + counts.cacheWrite1h > 0
    if !hasLifetimes { counts.cacheWrite5m = flatWrite }
  }

  private mutating func read(
    _ key: JSONBytes, _ cursor: inout JSONCursor
  ) throws(JSONCursor.Fault) {
    if key.equals("input_tokens") {
      counts.input = try count(key, &cursor, mayBeNull: false)
    } else if key.equals("output_tokens") {
      counts.output = try count(key, &cursor, mayBeNull: false)
    } else if key.equals("cache_read_input_tokens") {
      counts.cacheRead = try count(key, &cursor)
    } else if key.equals("cache_creation_input_tokens") {
      flatWrite = try count(key, &cursor)
    } else if key.equals("cache_creation"), try cursor.kind() == .object {
      try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
        if key.equals("ephemeral_5m_input_tokens") {
          counts.cacheWrite5m = try count(key, &cursor)
        } else if key.equals("ephemeral_1h_input_tokens") {
          counts.cacheWrite1h = try count(key, &cursor)
        } else {
          try cursor.skip()
        }
      }
    } else if key.equals("server_tool_use"), try cursor.kind() == .object {
      try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
        if key.equals("web_search_requests") {
          counts.webSearches = try count(key, &cursor, most: UsageFields.mostSearches)
        } else {
          try cursor.skip()
        }
      }
    } else if key.equals("speed") {
      terms.isFast = try cursor.stringOrSkip()?.equals("fast") ?? false
    } else if key.equals("inference_geo") {
      terms.isUSOnly = try cursor.stringOrSkip()?.equals("us") ?? false
    } else if key.equals("service_tier") {
      terms.isBatch = try cursor.stringOrSkip()?.equals("batch") ?? false
    } else if key.equals("type") {
      kind = try cursor.stringOrSkip()
    } else if key.equals("model") {
      model = try cursor.stringOrSkip()
    } else if key.equals("iterations"), try cursor.kind() == .array {
      try cursor.array { (cursor) throws(JSONCursor.Fault) in try readIteration(&cursor) }
    } else {
      try cursor.skip()
    }
  }

  private mutating func readIteration(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) {
    guard try cursor.kind() == .object else {
      try cursor.skip()
      return
    }
    let iteration = try UsageFields(&cursor)
    guard let kind = iteration.kind,
      kind.equals("advisor_message") || kind.equals("compaction")
    else { return }
    fault = fault ?? iteration.fault
    guard extra.count < UsageFields.mostPasses else {
      fault = fault ?? "more than \(UsageFields.mostPasses) passes, more than any request has"
      return
    }
    extra.append((iteration.model?.string, iteration.counts))
  }

  /// - Parameter mayBeNull: whether the API writes null for zero.
  private mutating func count(
    _ key: JSONBytes, _ cursor: inout JSONCursor, mayBeNull: Bool = true,
    most: Int = TokenCounts.largestCredible
  ) throws(JSONCursor.Fault) -> Int {
    _ = try cursor.kind()
    let start = cursor.at
    if let value = try cursor.integerOrSkip() {
      if (0...most).contains(value) { return value }
      fault = fault ?? "a token count of \(value), which is impossible"
      return 0
    }
    let written = JSONBytes(start: start, count: min(cursor.at - start, 40))
    if mayBeNull, written.equals("null") { return 0 }
    fault = fault ?? "“\(key.string)” is \(written.string), which is not a token count"
    return 0
  }
}
