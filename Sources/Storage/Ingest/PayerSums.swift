import Advice
import Ledger
import Values

/// Sums what each tool used and drew by who paid for it, row by row; accounts are identified by the numbers of their
/// names.
struct PayerSums {
  /// The stretches of time a row belongs to.
  struct Stretches: OptionSet {
    let rawValue: Int
    static let burn = Stretches(rawValue: 1)
    static let today = Stretches(rawValue: 2)
    static let month = Stretches(rawValue: 4)
  }

  private struct Place: Hashable {
    var tool: Tool
    var account: Int64
    var purse: Purse
    var basis: Basis
  }

  private struct Sum {
    var burn = Money.zero
    var today = Money.zero
    var month = Money.zero

    mutating func add(_ amount: Money, in stretches: Stretches) {
      guard amount != .zero else { return }
      if stretches.contains(.burn) { burn += amount }
      if stretches.contains(.today) { today += amount }
      if stretches.contains(.month) { month += amount }
    }
  }

  /// List value, and what was drawn from the balance.
  private struct Row {
    let place: Place
    var used = Sum()
    var drawn = Sum()
    /// The beginning of the latest bucket added to it.
    var latest = Int64.min
  }

  private var indices: [Place: Int] = [:]
  private var rows: [Row] = []
  /// The index of the latest row, which is often the next one too.
  private var latest = -1

  /// Adds what a tool used and drew in some stretches.
  /// - Parameter time: the beginning of its bucket, in milliseconds.
  mutating func add(
    used: Money, drawn: Money, of facet: Facet<Int64>, in stretches: Stretches, at time: Int64
  ) {
    let place = Place(
      tool: facet.tool, account: facet.account, purse: facet.purse, basis: facet.basis)
    let index = index(of: place)
    rows[index].used.add(used, in: stretches)
    rows[index].drawn.add(drawn, in: stretches)
    rows[index].latest = max(rows[index].latest, time)
  }

  private mutating func index(of place: Place) -> Int {
    if latest >= 0, rows[latest].place == place { return latest }
    if let known = indices[place] {
      latest = known
    } else {
      latest = rows.count
      indices[place] = latest
      rows.append(Row(place: place))
    }
    return latest
  }

  /// All accounts with usage.
  var accounts: Set<Int64> { Set(rows.map(\.place.account)) }

  /// Who pays for a tool: the account of most of its list value over the burn window, else today, else this month;
  /// the purse of most of what that account paid then; and the basis of the latest part of it.
  func payer(of tool: Tool) -> (account: Int64, purse: Purse, basis: Basis) {
    let mine = rows.filter { $0.place.tool == tool }
    let stretch =
      [\Sum.burn, \.today].first { stretch in
        mine.contains { $0.used[keyPath: stretch] > .zero }
      } ?? \.month
    func sums<Payer: Hashable>(_ payer: KeyPath<Place, Payer>, _ rows: [Row]) -> [Payer: Money] {
      Dictionary(
        rows.map { ($0.place[keyPath: payer], $0.used[keyPath: stretch]) }, uniquingKeysWith: +)
    }
    // Among equal sums, the first.
    let accounts = sums(\.account, mine)
    let account = accounts.keys.sorted().first { accounts[$0] == accounts.values.max() } ?? 0
    let purse = sums(\.purse, mine.filter { $0.place.account == account }).largest
    let latest = mine.filter { $0.place.account == account && $0.place.purse == purse }
      .max { ($0.latest, $0.place.basis) < ($1.latest, $1.place.basis) }
    return (account, purse ?? .unknown, latest?.place.basis ?? .assumed)
  }

  /// The list value in dollars of what each tool used, whoever paid.
  var used: [Tool: AccountState.ToolDraws] {
    rows.reduce(into: [:]) { used, row in
      used[row.place.tool, default: AccountState.ToolDraws()].today += row.used.today
      used[row.place.tool, default: AccountState.ToolDraws()].month += row.used.month
    }
  }

  /// What each tool drew from an account.
  func drawn(from account: Int64) -> [Tool: AccountState.ToolDraws] {
    rows.filter { $0.place.account == account }.reduce(into: [:]) { drawn, row in
      drawn[row.place.tool, default: AccountState.ToolDraws()].today += row.drawn.today
      drawn[row.place.tool, default: AccountState.ToolDraws()].month += row.drawn.month
    }
  }

  /// What was drawn from an account over the burn window.
  func burned(from account: Int64) -> Money {
    rows.filter { $0.place.account == account }.reduce(.zero) { $0 + $1.drawn.burn }
  }
}

extension Dictionary where Key: CaseIterable, Value == Money {
  /// The key of the largest sum, the first case among equal ones; nil: there are no sums.
  var largest: Key? {
    let most = values.max()
    return Key.allCases.first { self[$0] != nil && self[$0] == most }
  }
}
