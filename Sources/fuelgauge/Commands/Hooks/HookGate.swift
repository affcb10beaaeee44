import Ledger
import Meters
import Storage
import Values

/// Decides whether a tool may go on. This is the only place that does.
struct HookGate {
  /// The verdict on an event of a tool, by what is in the store.
  var verdict:
    @Sendable (_ event: HookEvent, _ store: UsageStore, _ now: Instant) throws -> HookVerdict

  /// Lets everything pass.
  static let open = HookGate { _, _, _ in .goOn(notice: nil) }
}
