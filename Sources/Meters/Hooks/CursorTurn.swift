import Ledger

/// The tokens of one Cursor turn, as its hooks `stop` and `afterAgentResponse` report them. Both report the same
/// turn, so the counts are never added.
package struct CursorTurn: Equatable, Sendable {
  /// The whole prompt, cache included.
  package var input = 0
  package var output = 0
  /// Nil if the payload does not say.
  package var cacheRead: Int?
  /// Nil if the payload does not say.
  package var cacheWrite: Int?

  /// Creates a turn without tokens.
  package init() {}

  /// The higher of two reports of a turn, field by field.
  func merged(with other: CursorTurn) -> CursorTurn {
    func most(_ first: Int?, _ second: Int?) -> Int? {
      guard let first, let second else { return first ?? second }
      return max(first, second)
    }
    var merged = CursorTurn()
    merged.input = max(input, other.input)
    merged.output = max(output, other.output)
    merged.cacheRead = most(cacheRead, other.cacheRead)
    merged.cacheWrite = most(cacheWrite, other.cacheWrite)
    return merged
  }

  /// Whether the counts are doubtful: the cache is not reported, which makes the price an upper bound, or the input
  /// is less than what came from the cache, so it cannot include it.
  package var isDoubtful: Bool {
    cacheRead == nil && cacheWrite == nil || input < (cacheRead ?? 0) + (cacheWrite ?? 0)
  }

  /// The tokens by kind. Input includes the cache, unless it is less than that.
  package var tokens: TokenCounts {
    let (read, write) = (cacheRead ?? 0, cacheWrite ?? 0)
    let fresh = input - read - write
    return TokenCounts(
      input: fresh < 0 ? input : fresh, output: output, cacheWrite5m: write, cacheRead: read)
  }

  /// The model by which Cursor's selection is priced: Claude names lose the effort and speed that Cursor appends;
  /// other names stay as they are. `default` has no price.
  package static func model(_ selection: String) -> String {
    guard selection.hasPrefix("claude-") else { return selection }
    var name = selection[...]
    let endings = ["-thinking", "-fast", "-max", "-high", "-medium", "-low", "-xhigh"]
    while let ending = endings.first(where: { name.hasSuffix($0) }) {
      name = name.dropLast(ending.count)
    }
    return String(name)
  }
}
