import Foundation
import Ledger
import TestSupport
import Testing
import Values

@testable import Advice

private let now = Instant(year: 2026, month: 3, day: 20).advanced(by: 12 * Instant.perHour)

/// What a form says about when the balance runs out is what happens.
@Suite struct MoneyPreviewTests {
  /// Half a dollar an hour for two weeks; a balance, some of which expires tomorrow.
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
    state.ahead.history = DrawHistory(
      firstHour: first, drawn: Array(repeating: 500_000_000, count: 14 * 24 + 1), lastUse: now,
      lastHour: dollars(0.5))
    state.undoable = Undoable(
      entry: 1, kind: .grant, time: now, amount: dollars(expiring ?? 0), needsCounterEntry: false,
      balanceAfter: dollars(balance - (expiring ?? 0)))
    state.lookAhead(at: now)
    return state
  }

  private func after(_ action: MoneyAction, _ state: AccountState) -> String? {
    MoneyPreview(action, of: state, at: now, days: .utc).rows.first { $0.label == "runs out" }?
      .after
  }

  @Test func `a new daily limit ends with the day, as the real one will`() {
    let zone = CivilDays(zone: TimeZone(identifier: "America/New_York") ?? .gmt)
    let preview = MoneyPreview(
      .setLimit(tool: nil, period: .day, amount: dollars(5)), of: state(60, expiring: nil), at: now,
      days: zone)
    #expect(
      preview.after.limits.map(\.resetsAt) == [zone.start(of: now + .days(1))])
  }

  @Test func `expiring credits are taken into account`() {
    let before = state(60, expiring: 50)
    #expect(before.runsOutText(at: now) != state(60, expiring: nil).runsOutText(at: now))
    // What was spent was taken from the expiring credit.
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

  /// Kept by claude.ai, 30 read and 2 spent since, with a top-up of 25 and two changes pending.
  private var claude: AccountState {
    var state = AccountState(
      account: Account(name: "ada", authority: .claude, since: now),
      balance: Balance(
        amount: dollars(28), authority: .claude, asOf: now, reading: dollars(30),
        pending: dollars(25)))
    state.pending = [
      PendingChange(id: 7, wish: .topUp(dollars(25)), since: now),
      PendingChange(id: 8, wish: .cap(dollars(100)), since: now),
      PendingChange(
        id: 9,
        wish: .autoReload(.init(isOn: true, below: dollars(5), add: dollars(50))), since: now),
    ]
    return state
  }

  private func change(_ label: String, _ action: MoneyAction, _ state: AccountState) -> [String] {
    let row = MoneyPreview(action, of: state, at: now, days: .utc).rows.first { $0.label == label }
    return row.map { [$0.before, $0.after] } ?? []
  }

  @Test func `a reading settles what is pending, and only the rest is unexplained`() {
    func notices(_ amount: Double) -> [String] {
      MoneyPreview(.setBalance(dollars(amount)), of: claude, at: now, days: .utc).notices
    }
    #expect(notices(53) == ["the reading settles $25.00 that was pending."])
    #expect(change("pending", .setBalance(dollars(53)), claude) == ["$25.00", "$0.00"])
    #expect(
      notices(52) == [
        "the reading settles $25.00 that was pending.",
        "$1.00 less is left than was counted; it is kept as unexplained.",
      ])
    #expect(
      notices(60) == [
        "the reading settles $25.00 that was pending.",
        "$7.00 more arrived than was recorded; it counts as top-up.",
      ])
    #expect(
      notices(20) == ["$8.00 less is left than was counted; it is kept as unexplained."])
    #expect(change("pending", .setBalance(dollars(20)), claude) == ["$25.00", "$25.00"])
    #expect(
      notices(29) == ["$1.00 more is left than was counted; it is kept as unexplained."])
  }

  @Test func `the first reading of an account that began empty does not count as a rise`() {
    var state = claude
    (state.balance.amount, state.balance.reading, state.balance.isUntouched) = (.zero, .zero, true)
    #expect(MoneyPreview(.setBalance(dollars(53)), of: state, at: now, days: .utc).notices == [])
  }

  @Test func `the preview shows what confirming changes at claude dot ai`() {
    var state = claude
    #expect(change("claude.ai's cap", .confirm(pending: 8), state) == ["unknown", "$100.00"])
    #expect(change("cap left", .confirm(pending: 8), state) == ["unknown", "$100.00"])
    #expect(
      change("auto-reload", .confirm(pending: 9), state) == ["unknown", "add $50.00 below $5.00"])
    state.observed.spend = .init(used: dollars(60), asOf: now)
    state.observed.spend?.usedByNow = dollars(62)
    #expect(change("cap left", .confirm(pending: 8), state) == ["no cap", "$38.00"])
    #expect(change("cap left", .count(.cap(dollars(70))), state) == ["no cap", "$8.00"])
    state.limits = [
      LimitState(
        limit: Limit(tool: nil, period: .month, amount: dollars(80), source: .claude),
        used: dollars(62), resetsAt: now.startOfNextUTCMonth)
    ]
    #expect(change("cap left", .confirm(pending: 8), state) == ["$18.00", "$38.00"])
    #expect(change("cap left", .count(.cap(nil)), state) == ["$18.00", "no cap"])
    state.autoReload.settings = .initial
    #expect(
      change("auto-reload", .confirm(pending: 9), state) == ["off", "add $50.00 below $5.00"])
  }
}
