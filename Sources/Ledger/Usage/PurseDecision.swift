/// What paid for a request, and how sure that is: the one place where it is decided, the strongest evidence first.
package struct PurseDecision: Equatable, Sendable {
  package var purse: Purse
  package var basis: Basis
  /// Whether it is a subscription of which nobody here knows whose it is.
  package var isForeign = false

  private init(
    _ purse: Purse, _ basis: Basis, isForeign: Bool = false
  ) {
    self.purse = purse
    self.basis = basis
    self.isForeign = isForeign
  }

  /// What follows from all that is known of a request.
  package init(of request: Request) {
    self.init(
      request.evidence, isFast: request.terms.isFast,
      isCloud: CloudProvider.serves(message: request.identity.message, model: request.main.model))
  }

  /// - Parameters:
  ///   - isFast: whether it was answered fast, which a plan never pays for.
  ///   - isCloud: whether its id or its model's name is one that only a cloud provider gives.
  package init(_ evidence: PurseEvidence, isFast: Bool = false, isCloud: Bool = false) {
    self =
      PurseDecision.proven(evidence, isFast: isFast, isCloud: isCloud)
      ?? PurseDecision.likely(evidence) ?? PurseDecision(evidence.usual ?? .unknown, .assumed)
  }

  private static func proven(
    _ evidence: PurseEvidence, isFast: Bool, isCloud: Bool
  ) -> PurseDecision? {
    // A person knows best, then the source itself. The answer's headers, which a gateway sees, belong here.
    let told = evidence.said ?? evidence.stated
    if let told, told != .unknown { return PurseDecision(told, .proven) }
    if evidence.isOverage { return PurseDecision(.extra, .proven) }
    if isCloud { return PurseDecision(.cloud, .proven) }
    let isOwned =
      evidence.owner == .present
      || evidence.owner == .unknown
        && (evidence.isLogin || evidence.cache == .hour || evidence.cache == .fiveAfterHour)
    // A session that was begun with a login and resumed with a key keeps its owner, so the key comes first; but not
    // one that was found only later, nor where the client asked for an hour, which it does for a subscription alone.
    let asksForHour = evidence.owner == .present && evidence.isAsked && evidence.cache == .hour
    let isLogins = isOwned && evidence.isCredentialLater || asksForHour
    if let credential = evidence.credential, !isLogins {
      return PurseDecision(credential, .proven)
    }
    // No plan pays for fast answers.
    if isFast, isOwned { return PurseDecision(.extra, .proven) }
    if evidence.owner == .absent, evidence.isAsked {
      guard evidence.cache == .hour else { return PurseDecision(.apiKey, .proven) }
      return PurseDecision(isFast ? .extra : .plan, .proven, isForeign: true)
    }
    // Here belongs what claude.ai's month's spend proves.
    return nil
  }

  /// By what the client asked for.
  private static func likely(_ evidence: PurseEvidence) -> PurseDecision? {
    let isOfLogin = evidence.owner == .present || evidence.isLogin
    switch evidence.cache {
    case .hour: return PurseDecision(.plan, .likely)
    case .fiveAfterHour: return PurseDecision(.extra, .likely)
    case .five where isOfLogin: return PurseDecision(.extra, .likely)
    case .five, .unknown:
      // Here belong plan windows, and a month's spend that moved by less than the sum; then, assumed, a login whose
      // windows were known lately.
      return nil
    }
  }
}
