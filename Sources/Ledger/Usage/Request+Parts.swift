import Values

/// Part of a request with one model and one MCP server: the unit that tables add up.
package struct RequestPart: Hashable, Sendable {
  /// The model that consumed it.
  package var model: String
  /// The MCP server whose results it consumed, if any.
  package var server: String?
  /// What the part adds to sums. `cost` is zero if `unpriced` is not.
  package var totals: UsageTotals
}

extension Request {
  /// Splits the request by model and MCP server. The parts add up to the request exactly. Tokens and cost are
  /// divided by bytes of results; the request itself counts at the largest server.
  ///
  /// - Parameter price: the cost of a model's tokens on the request's terms and at its time; nil if no price is
  ///   known.
  package func parts(price: (ModelUse) -> Money?) -> [RequestPart] {
    let cost = recordedCost ?? price(main)
    var parts = split(
      UsageTotals(
        requests: 1, tokens: main.tokens, cost: cost ?? .zero, unpriced: cost == nil ? 1 : 0,
        unfinished: isUnfinished ? 1 : 0),
      of: main.model)
    for use in extra {
      let cost = recordedCost == nil ? price(use) : .zero
      let whole = UsageTotals(
        tokens: use.tokens, cost: cost ?? .zero, unpriced: cost == nil ? 1 : 0)
      parts += split(whole, of: use.model)
    }
    return parts
  }

  private func split(_ whole: UsageTotals, of model: String) -> [RequestPart] {
    guard servers.count > 1, let largest = servers.largest else {
      return [RequestPart(model: model, server: servers.first?.server, totals: whole)]
    }
    var rest = whole
    let all = servers.reduce(0) { $0 + $1.bytes }
    var parts: [RequestPart] = []
    for share in servers where share != largest {
      func portion(_ value: Int) -> Int {
        Int(Int128(value) * Int128(share.bytes) / Int128(all))
      }
      let tokens = whole.tokens
      let totals = UsageTotals(
        tokens: TokenCounts(
          input: portion(tokens.input), output: portion(tokens.output),
          cacheWrite5m: portion(tokens.cacheWrite5m), cacheWrite1h: portion(tokens.cacheWrite1h),
          cacheRead: portion(tokens.cacheRead)),
        cost: Money(nanos: Int64(portion(Int(whole.cost.nanos)))))
      rest = rest - totals
      parts.append(RequestPart(model: model, server: share.server, totals: totals))
    }
    return [RequestPart(model: model, server: largest.server, totals: rest)] + parts
  }
}
