/// What paid for a request, and how certain that is. This is the only place that decides it; the strongest evidence
/// comes first.
package struct PurseDecision: Equatable, Sendable {
  package var purse: Purse
  package var basis: Basis
  /// Whether a subscription paid that belongs to nobody known here.
  package var isForeign = false

  private init(
    _ purse: Purse, _ basis: Basis, isForeign: Bool = false
  ) {
    self.purse = purse
    self.basis = basis
    self.isForeign = isForeign
  }

  /// Decides from everything known about a request.
  package init(of request: Request) {
    self.init(
      request.evidence, isFast: request.terms.isFast,
      isCloud: CloudProvider.serves(message: request.identity.message, model: request.main.model))
  }

  /// - Parameters:
  ///   - isFast: whether it was answered in fast mode, which no plan pays for.
  ///   - isCloud: whether its id or model name is one that only cloud providers use.
  package init(_ evidence: PurseEvidence, isFast: Bool = false, isCloud: Bool = false) {
    self =
      PurseDecision.proven(evidence, isFast: isFast, isCloud: isCloud)
      ?? PurseDecision.likely(evidence)
      // A login with a plan draws only once the plan is used up.
      ?? PurseDecision(evidence.isPlanKnown ? .plan : evidence.usual ?? .unknown, .assumed)
  }

  private static func proven(
    _ evidence: PurseEvidence, isFast: Bool, isCloud: Bool
  ) -> PurseDecision? {
    // A person knows best, then the source itself.
    let named = evidence.said ?? evidence.stated
    if let named, named != .unknown { return PurseDecision(named, .proven) }
    if evidence.isOverage { return PurseDecision(.extra, .proven) }
    if isCloud { return PurseDecision(.cloud, .proven) }
    let isOwned =
      evidence.owner == .present
      || evidence.owner == .unknown
        && (evidence.isLogin || evidence.cache == .hour || evidence.cache == .fiveAfterHour)
    // A session that started with a login and was resumed with a key keeps its owner, so the key comes first. But
    // not if the key was found only later, nor if the client asked for an hour, which it does only for a
    // subscription.
    let asksForHour = evidence.owner == .present && evidence.isAsked && evidence.cache == .hour
    let isLogins = isOwned && evidence.isCredentialLater || asksForHour
    if let credential = evidence.credential, !isLogins {
      return PurseDecision(credential, .proven)
    }
    // No plan pays for fast mode.
    if isFast, isOwned { return PurseDecision(.extra, .proven) }
    if evidence.owner == .absent, evidence.isAsked {
      guard evidence.cache == .hour else { return PurseDecision(.apiKey, .proven) }
      return PurseDecision(isFast ? .extra : .plan, .proven, isForeign: true)
    }
    return switch evidence.spend {
    case .allPlan: PurseDecision(.plan, .proven)
    case .allExtra: PurseDecision(.extra, .proven)
    case .unknown, .partPlan, .partExtra: nil
    }
  }

  /// Decides by what the client asked for, then by the plan's windows, then by a part of the month's spend.
  private static func likely(_ evidence: PurseEvidence) -> PurseDecision? {
    let isOfLogin = evidence.owner == .present || evidence.isLogin
    switch evidence.cache {
    case .hour: return PurseDecision(.plan, .likely)
    case .fiveAfterHour: return PurseDecision(.extra, .likely)
    case .five where isOfLogin: return PurseDecision(.extra, .likely)
    case .five, .unknown:
      // A cache of five minutes says nothing without a login.
      break
    }
    switch (evidence.windows, evidence.spend) {
    case (.room, _): return PurseDecision(.plan, .likely)
    case (.full, _): return PurseDecision(.extra, .likely)
    case (_, .partPlan): return PurseDecision(.plan, .likely)
    case (_, .partExtra): return PurseDecision(.extra, .likely)
    default: return nil
    }
  }
}
