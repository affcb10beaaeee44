import Ledger
import Synchronization
import Values

/// Prices a person imported from a public list, for models that the table lacks. A list has thousands of entries,
/// so it is parsed only when a model needs it.
package final class ImportedPrices: Sendable {
  /// A text that differs between lists whose prices may differ.
  package let fingerprint: String
  private let text: String
  private let read = Mutex<PriceTable?>(nil)

  /// - Parameter text: The output of ``PriceFile/text(of:)``.
  package init(_ text: String) {
    self.text = text
    fingerprint = String(StableHash.of(text), radix: 16)
  }

  /// The list as a table. A broken list counts as empty: its models have no price then.
  var table: PriceTable {
    read.withLock { read in
      if let read { return read }
      let table = PriceTable((try? PriceFile.entries(of: text)) ?? [])
      read = table
      return table
    }
  }
}
