import Ledger

/// What the person of a demo does about the balance: types it in when the day begins, finds it empty when
/// requests are refused, tops up, and switches auto-reload on so that it does not happen again.
package struct DemoMoney: Sendable {
  /// The account that the demo's extra usage is paid from.
  package static func account(since: Instant) -> Account {
    var account = Account(name: "ada@home.example", authority: .local, since: since)
    account.email = account.name
    account.plan = .max
    account.billing = .me
    return account
  }

  private let script: DemoScript
  private let start: Instant
  private var nextDay = 0
  private var waiting: [(time: Instant, action: MoneyAction)]

  /// What happens from `start` on in a script.
  package init(script: DemoScript, start: Instant) {
    self.script = script
    self.start = start
    waiting = [
      (
        start,
        .addCredit(.grant, DemoMoney.dollars(20), expires: start.advanced(by: 9 * Instant.perDay))
      ),
      (start, .topUp(DemoMoney.dollars(50))),
      (start, .setLimit(tool: nil, period: .month, amount: DemoMoney.dollars(400))),
      (start, .setLimit(tool: .cursor, period: .day, amount: DemoMoney.dollars(15))),
    ]
  }

  /// What has happened up to and with `now` and was not handed over yet, in order.
  package mutating func play(to now: Instant) -> [(time: Instant, action: MoneyAction)] {
    while script.day(nextDay).start <= now {
      waiting += DemoMoney.actions(of: script.day(nextDay), isFirst: nextDay == 0)
      nextDay += 1
    }
    let due = waiting.filter { $0.time >= start && $0.time <= now }
    waiting.removeAll { $0.time <= now }
    return due
  }

  private static func actions(
    of day: DemoDay, isFirst: Bool
  ) -> [(time: Instant, action: MoneyAction)] {
    guard let stretch = day.drought?.stretch else { return [] }
    let settings = AutoReload.Settings(
      isOn: true, below: dollars(10), add: dollars(25), monthlyMax: dollars(250))
    let relief: [(time: Instant, action: MoneyAction)] = [
      (stretch.lowerBound, .setBalance(.zero)), (stretch.upperBound, .topUp(dollars(50))),
    ]
    let prudence = (
      stretch.upperBound.advanced(by: 4 * Instant.perMinute), MoneyAction.setAutoReload(settings)
    )
    return isFirst ? relief + [prudence] : relief
  }

  private static func dollars(_ amount: Int64) -> Money { Money(nanos: amount * 1_000_000_000) }
}
