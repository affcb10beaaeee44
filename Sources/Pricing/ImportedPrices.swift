import Ledger
import Synchronization
import Values

/// Prices that a person has taken in from a public list, for models that the table lacks. A list holds thousands,
/// so that it is read only where a model is met that needs it.
package final class ImportedPrices: Sendable {
  /// A text that differs between lists that may price anything differently.
  package let fingerprint: String
  private let text: String
  private let read = Mutex<PriceTable?>(nil)

  /// - Parameter text: What ``PriceFile/text(of:)`` wrote.
  package init(_ text: String) {
    self.text = text
    fingerprint = String(StableHash.of(text), radix: 16)
  }

  /// The list as a table. One that is broken is as good as none: its models have no price then.
  var table: PriceTable {
    read.withLock { read in
      if let read { return read }
      let table = PriceTable((try? PriceFile.entries(of: text)) ?? [])
      read = table
      return table
    }
  }
}
