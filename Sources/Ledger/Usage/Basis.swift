/// How sure it is what paid for a request.
package enum Basis: String, CaseIterable, Comparable, Sendable {
  /// Nothing speaks for it but what is usual.
  case assumed
  /// Something speaks for it that can be otherwise, such as what the client asked for.
  case likely
  /// The source says so, a person does, or nothing else can have paid.
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
