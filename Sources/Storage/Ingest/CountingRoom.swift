import GRDB
import Values

/// How much list value a store can still take in, and how much can still be charged.
///
/// Every sum that is ever made of usage is a part of all of it, so as long as all of it can be counted, none of
/// them overflows. Nobody spends four billion dollars; a file can say so.
struct CountingRoom {
  /// The most that all requests may cost together: half of what an amount can hold.
  static let most = Money(nanos: Int64.max / 2)

  private var counted: Money
  /// What is charged, whatever the currencies.
  private var charged: Money

  /// The room that is left in a store.
  init(_ database: Database) throws {
    // A sum of whole numbers is an error where it overflows; this one is a fraction, and near enough.
    func sum(_ column: String) throws -> Money {
      let sum = try Double.fetchOne(database, sql: "SELECT total(\(column)) FROM day_usage") ?? 0
      return Money(nanos: Int64(Int(nearest: sum)))
    }
    counted = try sum("cost")
    charged = try sum("charged")
  }

  /// Reserves room for a request.
  /// - Returns: false if there is none.
  mutating func reserve(_ cost: Money) -> Bool {
    // What costs nothing more takes no room, however full it is.
    if cost == .zero { return true }
    let sum = counted + cost
    guard sum <= CountingRoom.most, cost >= .zero else { return false }
    counted = sum
    return true
  }

  /// Reserves room for what is charged; what is less than nothing takes none.
  /// - Returns: false if there is none.
  mutating func reserveCharged(_ amount: Money) -> Bool {
    guard amount > .zero else { return true }
    let sum = charged + amount
    guard sum <= CountingRoom.most else { return false }
    charged = sum
    return true
  }
}
