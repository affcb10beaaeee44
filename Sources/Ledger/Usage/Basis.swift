/// How certain it is what paid for a request.
package enum Basis: String, CaseIterable, Comparable, Sendable, Codable {
  /// Only what is usual suggests it.
  case assumed
  /// There is evidence, such as what the client asked for, but it could be otherwise.
  case likely
  /// The source or a person says so, or nothing else can have paid.
  case proven

  package static func < (left: Basis, right: Basis) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .assumed: 0
    case .likely: 1
    case .proven: 2
    }
  }
}
