import Ledger
import TestSupport
import Testing
import Values

@testable import Advice

private let now = Instant(year: 2026, month: 3, day: 2)

/// A line of the table: a situation, and the warning's severity when it had not begun before and when it had.
private struct Line: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var id: Warning.ID
  /// Nil: there is no warning.
  var fresh: Warning.Severity?
  /// The same when it had begun before.
  var begun: Warning.Severity?
  var part = ""
  var change: @Sendable (inout AccountState) -> Void

  init(
    _ testDescription: String, _ id: Warning.ID, fresh: Warning.Severity?,
    begun: Warning.Severity?, part: String = "",
    _ change: @escaping @Sendable (inout AccountState) -> Void
  ) {
    self.testDescription = testDescription
    self.id = id
    self.fresh = fresh
    self.begun = begun
    self.part = part
    self.change = change
  }
}

private func limit(
  _ used: Int, of amount: Int, source: Limit.Source = .fuelgauge
) -> LimitState {
  LimitState(
    limit: Limit(period: .month, amount: dollars(amount), source: source), used: dollars(used),
    resetsAt: now.advanced(by: Instant.perDay))
}

private func reloads(_ amounts: [Int], most: Int?) -> AutoReload {
  var reload = AutoReload(
    settings: .init(
      isOn: true, below: dollars(5), add: dollars(10), monthlyMax: most.map(dollars)),
    source: .local)
  reload.recent = amounts.map { .init(time: now, amount: dollars($0)) }
  return reload
}

/// When each warning about money begins and where it ends.
@Suite struct MoneyWarningsTests {
  private static let capPart = "/month/fuelgauge"

  private static let lines = [
    Line("an empty balance", .outOfUsage, fresh: .critical, begun: .critical) {
      $0.balance.amount = .zero
    },
    Line("something left", .outOfUsage, fresh: nil, begun: nil) { $0.balance.amount = dollars(1) },
    Line("just below 5", .lowBalance, fresh: .warning, begun: .warning) {
      $0.balance.amount = Money(nanos: 4_999_999_999)
    },
    Line("5", .lowBalance, fresh: nil, begun: .warning) { $0.balance.amount = dollars(5) },
    Line("5 and a little more", .lowBalance, fresh: nil, begun: .warning) {
      $0.balance.amount = dollars(7)
    },
    Line("above one and a half of that", .lowBalance, fresh: nil, begun: nil) {
      $0.balance.amount = dollars(8)
    },
    Line("a tenth of a large credit", .lowBalance, fresh: .warning, begun: .warning) {
      $0.balance.amount = dollars(19)
      $0.latestCredit = .init(time: now, balance: dollars(200))
    },
    Line("a cap is reached", .capReached, fresh: .critical, begun: .critical, part: capPart) {
      $0.limits = [limit(50, of: 50)]
    },
    Line("80 % of a cap", .capNear, fresh: .warning, begun: .warning, part: capPart) {
      $0.limits = [limit(40, of: 50)]
    },
    Line("75 % of a cap", .capNear, fresh: nil, begun: .warning, part: capPart) {
      $0.limits = [limit(75, of: 100)]
    },
    Line("78 % of a cap", .capNear, fresh: nil, begun: .warning, part: capPart) {
      $0.limits = [limit(39, of: 50)]
    },
    Line("74 % of a cap", .capNear, fresh: nil, begun: nil, part: capPart) {
      $0.limits = [limit(37, of: 50)]
    },
    Line(
      "auto-reload is off and a day like the last one empties it", .autoReloadOff, fresh: .info,
      begun: .info
    ) {
      $0.balance.amount = dollars(20)
      $0.drawn.recent.day = dollars(20)
      $0.autoReload = AutoReload(settings: .initial, source: .local)
    },
    Line("it would nearly", .autoReloadOff, fresh: nil, begun: .info) {
      $0.balance.amount = dollars(21)
      $0.drawn.recent.day = dollars(20)
      $0.autoReload = AutoReload(settings: .initial, source: .local)
    },
    Line("it lasts for more than a day and a half", .autoReloadOff, fresh: nil, begun: nil) {
      $0.balance.amount = dollars(31)
      $0.drawn.recent.day = dollars(20)
      $0.autoReload = AutoReload(settings: .initial, source: .local)
    },
    Line("auto-reload is off while money is short", .autoReloadOff, fresh: .info, begun: .info) {
      $0.balance.amount = dollars(1)
      $0.autoReload = AutoReload(settings: .initial, source: .local)
    },
    Line("off while there is enough", .autoReloadOff, fresh: nil, begun: nil) {
      $0.autoReload = AutoReload(settings: .initial, source: .local)
    },
    Line("a reload was stopped", .autoReloadFailed, fresh: .critical, begun: .critical) {
      $0.autoReload = reloads([], most: 10)
      $0.autoReload.obstacle = .maximum
    },
    Line("three reloads a day", .reloadsTooOften, fresh: .warning, begun: .warning) {
      $0.autoReload = reloads([10, 10, 10], most: nil)
    },
    Line("two reloads a day", .reloadsTooOften, fresh: nil, begun: .warning) {
      $0.autoReload = reloads([10, 10], most: nil)
    },
    Line("one reload a day", .reloadsTooOften, fresh: nil, begun: nil) {
      $0.autoReload = reloads([10], most: 100)
    },
    Line("half the maximum in a day", .reloadsTooOften, fresh: .warning, begun: .warning) {
      $0.autoReload = reloads([10], most: 20)
    },
    Line("a credit ends in ten days", .creditExpires, fresh: .info, begun: .info, part: "3") {
      $0.expiring = [
        .init(entry: 3, left: dollars(2), expires: now.advanced(by: 10 * Instant.perDay))
      ]
    },
    Line("a credit ends in two days", .creditExpires, fresh: .warning, begun: .warning, part: "3") {
      $0.expiring = [
        .init(entry: 3, left: dollars(2), expires: now.advanced(by: 2 * Instant.perDay))
      ]
    },
    Line("a credit ends later", .creditExpires, fresh: nil, begun: nil, part: "3") {
      $0.expiring = [
        .init(entry: 3, left: dollars(2), expires: now.advanced(by: 11 * Instant.perDay))
      ]
    },
    Line("a reading of yesterday", .staleReading, fresh: .info, begun: .info) {
      $0.account.authority = .claude
      $0.balance.asOf = now.advanced(by: -Instant.perDay - 1)
    },
    Line("use since a reading of 16 minutes", .staleReading, fresh: .info, begun: .info) {
      $0.account.authority = .claude
      $0.balance.asOf = now.advanced(by: -16 * Instant.perMinute)
      $0.drawn.last = now
    },
    Line(
      "use since a reading of 16 minutes that was typed in", .staleReading, fresh: nil, begun: nil
    ) {
      $0.account.authority = .claude
      $0.balance.asOf = now.advanced(by: -16 * Instant.perMinute)
      $0.balance.isTypedIn = true
      $0.drawn.last = now
    },
    Line("a reading of yesterday that was typed in", .staleReading, fresh: .info, begun: .info) {
      $0.account.authority = .claude
      $0.balance.asOf = now.advanced(by: -Instant.perDay - 1)
      $0.balance.isTypedIn = true
    },
    Line("no use since then", .staleReading, fresh: nil, begun: nil) {
      $0.account.authority = .claude
      $0.balance.asOf = now.advanced(by: -16 * Instant.perMinute)
    },
    Line("money is short and others manage it", .orgManaged, fresh: .info, begun: .info) {
      $0.account.billing = .organization
      $0.balance.amount = dollars(1)
    },
    Line("others manage it, and there is enough", .orgManaged, fresh: nil, begun: nil) {
      $0.account.billing = .organization
    },
  ]

  private func state(_ change: (inout AccountState) -> Void) -> AccountState {
    var balance = Balance(amount: dollars(100))
    balance.asOf = now
    var state = AccountState(
      account: Account(name: "a", authority: .local, since: now), balance: balance)
    change(&state)
    return state
  }

  private func warnings(
    _ state: AccountState, begun: [Warning.Episode: Instant] = [:]
  ) -> [Warning] {
    MoneyWarnings.of(state, begun: begun, levels: WarningLevels(), at: now)
  }

  @Test(arguments: lines)
  private func `a warning begins and ends where the table says`(_ line: Line) {
    let state = state(line.change)
    let fresh = warnings(state).first { $0.id == line.id }
    #expect(fresh?.severity == line.fresh)
    let episode = Warning.Episode(id: line.id, scope: .account("a"), part: line.part)
    let earlier = now.advanced(by: -Instant.perHour)
    let begun = warnings(state, begun: [episode: earlier]).first { $0.id == line.id }
    #expect(begun?.severity == line.begun)
    if let begun { #expect(begun.since == earlier) }
  }

  @Test func `a member of an organization can still change Fuelgauge's limits`() {
    let found = warnings(
      state {
        $0.account.billing = .organization
        $0.balance.amount = dollars(1)
        $0.limits = [limit(50, of: 50)]
      })
    let cap = found.first { $0.id == .capReached }
    #expect(cap?.key == "c" && cap?.action == "raise it")
    let low = found.first { $0.id == .lowBalance }
    #expect(low?.key == nil && low?.action == "ask the organization's administrator")
  }

  @Test
  func `a member of an organization cannot raise claude.ai's cap, but can type in a balance`() {
    let found = warnings(
      state {
        $0.account.billing = .organization
        $0.account.authority = .claude
        $0.balance.asOf = now.advanced(by: -Instant.perDay - 1)
        $0.limits = [limit(40, of: 50, source: .claude)]
      })
    let cap = found.first { $0.id == .capNear }
    #expect(cap?.key == nil && cap?.action == "ask the organization's administrator")
    let stale = found.first { $0.id == .staleReading }
    #expect(stale?.key == "b" && stale?.action == "type in what claude.ai shows")
  }

  @Test func `a refusal warns until a credit, a positive reading or a charge comes after it`() {
    let refusal = Rejection(
      id: "r", time: now, tool: .claudeCode, reason: .balance, text: "API Error: 400 empty")
    func isWarned(_ change: (inout AccountState) -> Void) -> Bool {
      let refused = state {
        $0.refused.forMoney = refusal
        change(&$0)
      }
      return warnings(refused).contains {
        $0.id == .outOfUsage && $0.severity == .critical && $0.key == "b"
      }
    }
    let (before, after) = (now.advanced(by: -1), now.advanced(by: 1))
    #expect(isWarned { $0.balance.asOf = before })
    #expect(!isWarned { $0.balance.asOf = after })
    #expect(
      !isWarned {
        $0.balance.asOf = before
        $0.drawn.last = after
      })
    #expect(
      !isWarned {
        $0.balance.asOf = before
        $0.latestCredit = .init(time: after, balance: dollars(100))
      })
  }
}
