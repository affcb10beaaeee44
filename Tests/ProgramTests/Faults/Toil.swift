import Foundation
import Testing
import Values

/// What `fuelgauge-bench toil` said of its actions.
struct ToilAccount {
  /// What durable actions moved together.
  private(set) var acknowledged = Money.zero
  private(set) var actions = 0
  /// What the action moved that was begun and not said to be durable; nil: there was none.
  private(set) var doubtful: Money?

  /// - Parameter output: what it printed.
  init(_ output: String) throws {
    for line in output.split(separator: "\n") {
      if line == "ok" {
        acknowledged += doubtful ?? .zero
        actions += 1
        doubtful = nil
        continue
      }
      let text = try #require(line.split(separator: " ").last)
      doubtful =
        text.first == "-" ? .zero - (try Money(text: text.dropFirst())) : try Money(text: text)
    }
  }
}

extension Program {
  /// The balance of the current account.
  func balance() throws -> Money {
    let text = try #require(try json("balance", "--json")["amount"] as? String)
    return text.first == "-"
      ? .zero - (try Money(text: text.dropFirst())) : try Money(text: text)
  }

  /// Where the store is, unless said otherwise.
  var storePath: String { home.path(".local/share/fuelgauge/usage.sqlite") }
}
