import Ledger

/// What each tool used and drew by account, gathered row by row; accounts are known by the numbers of their
/// names.
struct OwnerSums {
  /// What one tool used of one account.
  struct Sum {
    /// List value of the month.
    var cost = Money.zero
    fileprivate(set) var drawn = AccountState.Drawn()
    fileprivate(set) var burned = Money.zero

    /// Adds what was drawn at some time.
    mutating func add(_ amount: Money, isOfMonth: Bool, isOfToday: Bool, isOfBurn: Bool) {
      if isOfMonth { drawn.month += amount }
      if isOfToday { drawn.today += amount }
      if isOfBurn { burned += amount }
    }
  }

  private struct Place: Hashable {
    var tool: Tool
    var account: Int64
  }

  private var places: [Place: Int] = [:]
  private var sums: [(place: Place, sum: Sum)] = []
  /// Where the latest row was counted, which is where the next one often is.
  private var latest = -1

  /// The sum of a tool and an account.
  subscript(tool: Tool, account: Int64) -> Sum {
    mutating get { sums[index(of: Place(tool: tool, account: account))].sum }
    _modify { yield &sums[index(of: Place(tool: tool, account: account))].sum }
  }

  private mutating func index(of place: Place) -> Int {
    if latest >= 0, sums[latest].place == place { return latest }
    if let known = places[place] {
      latest = known
    } else {
      latest = sums.count
      places[place] = latest
      sums.append((place, Sum()))
    }
    return latest
  }

  /// All accounts that were met.
  var accounts: Set<Int64> { Set(sums.map(\.place.account)) }

  /// The account that most of a tool's list value is of; of equal ones the first that was made.
  func owner(of tool: Tool) -> Int64? {
    sums.filter { $0.place.tool == tool && $0.sum.cost >= .zero }
      .max { ($0.sum.cost, $1.place.account) < ($1.sum.cost, $0.place.account) }?.place.account
  }

  /// What each tool drew from an account.
  func drawn(from account: Int64) -> [Tool: AccountState.Drawn] {
    Dictionary(
      uniqueKeysWithValues: sums.filter { $0.place.account == account }.map {
        ($0.place.tool, $0.sum.drawn)
      })
  }

  /// What was drawn from an account over the burn window.
  func burned(from account: Int64) -> Money {
    sums.filter { $0.place.account == account }.reduce(.zero) { $0 + $1.sum.burned }
  }
}
