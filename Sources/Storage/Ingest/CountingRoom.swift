import GRDB
import Values

/// How much list value a store can still take in, and how much can still be charged.
///
/// Every sum of usage is a part of the total, so as long as the total can be represented, no sum overflows. Nobody
/// spends four billion dollars, but a file can claim so.
struct CountingRoom {
  /// The most that all requests may cost together: half the range of ``Money``.
  static let most = Money(nanos: Int64.max / 2)

  private var counted: Money
  /// What is charged, adding up all currencies.
  private var charged: Money

  /// Reads the room that is left in a store.
  init(_ database: Database) throws {
    // SQLite's sum() of integers fails on overflow; total() is a float, and close enough.
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
    // No additional cost needs no room, however full the store is.
    if cost == .zero { return true }
    let sum = counted + cost
    guard sum <= CountingRoom.most, cost >= .zero else { return false }
    counted = sum
    return true
  }

  /// Reserves room for a charge; a negative one needs none.
  /// - Returns: false if there is none.
  mutating func reserveCharged(_ amount: Money) -> Bool {
    guard amount > .zero else { return true }
    let sum = charged + amount
    guard sum <= CountingRoom.most else { return false }
    charged = sum
    return true
  }
}
