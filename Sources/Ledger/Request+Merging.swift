extension Request {
  /// The request that this copy and `other` of the same request are together: the tokens of the
  /// copy that knows more, the earliest time, every part of the identity that either knows.
  ///
  /// The result does not depend on the order in which copies arrive.
  package func merged(with other: Request) -> Request {
    var result = other.knowsMore(than: self) ? other : self
    let lesser = other.knowsMore(than: self) ? self : other
    if result.identity.message.isEmpty { result.identity.message = lesser.identity.message }
    if result.identity.request.isEmpty { result.identity.request = lesser.identity.request }
    if result.servers.isEmpty { result.servers = lesser.servers }
    if result.account == nil { result.account = lesser.account }
    if result.purse == .unknown { result.purse = lesser.purse }
    if (lesser.timeIsInferred ? 1 : 0, lesser.time) < (result.timeIsInferred ? 1 : 0, result.time) {
      result.time = lesser.time
      result.timeIsInferred = lesser.timeIsInferred
    }
    return result
  }

  /// A line of its own before a copy in a progress line, the main chain before a side chain, more
  /// tokens before fewer, a finished answer before an open one; then anything that makes the order
  /// total.
  private func knowsMore(than other: Request) -> Bool {
    if isProgressCopy != other.isProgressCopy { return other.isProgressCopy }
    if isSidechain != other.isSidechain { return other.isSidechain }
    let counts = (main.tokens.total, other.main.tokens.total)
    if counts.0 != counts.1 { return counts.0 > counts.1 }
    if isUnfinished != other.isUnfinished { return other.isUnfinished }
    return isOrderedAfter(other)
  }

  /// A total order among copies of equal worth, so that the winner is the same on every machine.
  private func isOrderedAfter(_ other: Request) -> Bool {
    let extras = (extra.reduce(0) { $0 + $1.tokens.total }, other.extra.reduce(0) { $0 + $1.tokens.total })
    if extras.0 != extras.1 { return extras.0 > extras.1 }
    if terms != other.terms { return terms.rank > other.terms.rank }
    if main.tokens != other.main.tokens {
      return other.main.tokens.list.lexicographicallyPrecedes(main.tokens.list)
    }
    return (main.model, session, project, tool.rawValue, purse.rawValue)
      > (other.main.model, other.session, other.project, other.tool.rawValue, other.purse.rawValue)
  }
}

extension PriceTerms {
  fileprivate var rank: Int { (isFast ? 4 : 0) + (isUSOnly ? 2 : 0) + (isBatch ? 1 : 0) }
}
