import Ledger
import Testing
import Values

@testable import Advice

private let now = Instant(year: 2026, month: 3, day: 20).advanced(by: 12 * Instant.perHour)

private func dollars(_ amount: Double) -> Money { Money(nanos: Int64(amount * 1_000_000_000)) }

/// What a form says of when the balance runs out is what comes of it.
@Suite struct MoneyPreviewTests {
  /// Half a dollar an hour for two weeks; so much there, of which so much expires tomorrow.
  private func state(_ balance: Double, expiring: Double?) -> AccountState {
    var state = AccountState(
      account: Account(name: "ada", authority: .local, since: now),
      balance: Balance(amount: dollars(balance), authority: .local))
    if let expiring {
      state.expiring = [
        .init(entry: 1, left: dollars(expiring), expires: now.advanced(by: Instant.perDay))
      ]
    }
    let first = now.bucket(of: Instant.perHour) - 14 * 24
    state.history = DrawHistory(
      firstHour: first, drawn: Array(repeating: 500_000_000, count: 14 * 24 + 1), lastUse: now,
      lastHour: dollars(0.5))
    state.undoable = Undoable(
      entry: 1, kind: .grant, time: now, amount: dollars(expiring ?? 0), needsCounterEntry: false,
      balanceAfter: dollars(balance - (expiring ?? 0)))
    state.lookAhead(at: now)
    return state
  }

  private func after(_ action: MoneyAction, _ state: AccountState) -> String? {
    MoneyPreview(action, of: state, at: now).rows.first { $0.label == "runs out" }?.after
  }

  @Test func `credits that expire are reckoned with`() {
    let before = state(60, expiring: 50)
    #expect(before.runsOutText(at: now) != state(60, expiring: nil).runsOutText(at: now))
    // What is gone was taken from what expires.
    #expect(
      after(.setBalance(dollars(25)), before) == state(25, expiring: 15).runsOutText(at: now))
    #expect(
      after(.undo(entry: 1), before) == state(10, expiring: nil).runsOutText(at: now))
    #expect(
      after(.topUp(dollars(40)), before) == state(100, expiring: 50).runsOutText(at: now))
    let expires = now.advanced(by: Instant.perDay)
    #expect(
      after(.addCredit(.grant, dollars(20), expires: expires), state(40, expiring: nil))
        == state(60, expiring: 20).runsOutText(at: now))
  }
}
