extension Request {
  /// Merges this copy with another copy of the same request: the tokens of the copy that knows more, the earliest
  /// time, and every part of the identity that either knows.
  ///
  /// The result does not depend on the order in which copies arrive, unless two of them name different servers or
  /// accounts.
  package func merged(with other: Request) -> Request {
    var result = self
    result.merge(other)
    return result
  }

  /// Merges in place, with the result of ``merged(with:)``. Most copies add nothing, so this is faster.
  package mutating func merge(_ other: Request) {
    guard other.knowsMore(than: self) else { return complete(from: other) }
    var better = other
    better.complete(from: self)
    self = better
  }

  /// Takes the place a copy was made in: its session, its project, and the tool that follows from them.
  package mutating func adoptPlace(of other: Request) {
    if !other.session.isEmpty { session = other.session }
    if !other.project.isEmpty { project = other.project }
    if tool.leavesTranscripts, other.tool.leavesTranscripts { tool = other.tool }
    isForked = other.isForked
  }

  /// Whether the place of `other` comes before this copy's: a request stays where it was first made. If nothing
  /// decides, the choice is still always the same.
  private func isPlaced(after other: Request) -> Bool {
    if isForked != other.isForked { return isForked && !other.session.isEmpty }
    guard session != other.session else { return other.project < project && !other.project.isEmpty }
    return other.session < session && !other.session.isEmpty
  }

  /// Fills gaps from a copy that knows less.
  private mutating func complete(from lesser: Request) {
    if identity.message.isEmpty { identity.message = lesser.identity.message }
    if identity.request.isEmpty { identity.request = lesser.identity.request }
    let isMoved = isPlaced(after: lesser)
    if isMoved { adoptPlace(of: lesser) }
    if project.isEmpty { project = lesser.project }
    if session.isEmpty { session = lesser.session }
    if servers.isEmpty { servers = lesser.servers }
    let isBetterNamed = lesser.evidence.isAccountNamed && !evidence.isAccountNamed
    if account == nil || isBetterNamed { account = lesser.account ?? account }
    // The place it was made in tells whose login paid.
    let isLesserFirst =
      lesser.evidence.step > evidence.step || lesser.evidence.step == evidence.step && isMoved
    organization =
      isLesserFirst ? lesser.organization ?? organization : organization ?? lesser.organization
    if purse == .unknown { purse = lesser.purse }
    basis = max(basis, lesser.basis)
    evidence.merge(lesser.evidence)
    // A recorded cost is valid only for the tokens it was recorded with.
    if recordedCost == nil, main == lesser.main { recordedCost = lesser.recordedCost }
    if (lesser.timeIsInferred ? 1 : 0, lesser.time) < (timeIsInferred ? 1 : 0, time) {
      time = lesser.time
      timeIsInferred = lesser.timeIsInferred
    }
  }

  /// A line of its own before a copy in a progress line, the main chain before a side chain, more tokens before
  /// fewer, a finished answer before an open one; then anything that makes the order total.
  private func knowsMore(than other: Request) -> Bool {
    if isProgressCopy != other.isProgressCopy { return other.isProgressCopy }
    if isSidechain != other.isSidechain { return other.isSidechain }
    let counts = (main.tokens.total, other.main.tokens.total)
    if counts.0 != counts.1 { return counts.0 > counts.1 }
    if isUnfinished != other.isUnfinished { return other.isUnfinished }
    return isOrderedAfter(other)
  }

  /// A total order among copies of equal worth, so that every machine picks the same one.
  private func isOrderedAfter(_ other: Request) -> Bool {
    let extras = (
      extra.reduce(0) { $0.addingClamped($1.tokens.total) },
      other.extra.reduce(0) { $0.addingClamped($1.tokens.total) }
    )
    if extras.0 != extras.1 { return extras.0 > extras.1 }
    if terms != other.terms { return terms.rank > other.terms.rank }
    if main.tokens != other.main.tokens {
      return other.main.tokens.list.lexicographicallyPrecedes(main.tokens.list)
    }
    if main.model != other.main.model { return main.model > other.main.model }
    if session != other.session { return session > other.session }
    if project != other.project { return project > other.project }
    if tool != other.tool { return tool.rawValue > other.tool.rawValue }
    if purse != other.purse { return purse.rawValue > other.purse.rawValue }
    if account != other.account { return account ?? "" > other.account ?? "" }
    let costs = (recordedCost?.nanos ?? -1, other.recordedCost?.nanos ?? -1)
    if costs.0 != costs.1 { return costs.0 > costs.1 }
    return servers.map(\.server).lexicographicallyPrecedes(other.servers.map(\.server))
  }
}

extension PriceTerms {
  fileprivate var rank: Int { (isFast ? 4 : 0) + (isUSOnly ? 2 : 0) + (isBatch ? 1 : 0) }
}
