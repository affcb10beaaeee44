import Advice
import Canvas
import Dashboard
import Ledger
import TestSupport
import Testing
import Values

/// An account as a morning's work leaves it, at the moment of the tests' dashboard; its balance in cents.
func account(
  _ name: String = "work", _ balance: Int64? = 4127, authority: Account.Authority = .local,
  at now: Instant, _ change: (inout AccountState) -> Void = { _ in }
) -> AccountState {
  var account = Account(name: name, authority: authority, since: now.advanced(by: -86_400_000))
  account.email = "ada@\(name).example"
  account.plan = .max
  var state = AccountState(
    account: account, balance: Balance(amount: balance.map(cents), authority: authority))
  state.balance.asOf = now.advanced(by: -12 * Instant.perMinute)
  state.balance.reading = balance.map { cents($0 + 2240) }
  state.drawn.perHour = cents(440)
  state.drawn.today = cents(3930)
  state.drawn.month = cents(8000)
  state.autoReload = AutoReload(settings: .initial, source: authority == .local ? .local : .reading)
  change(&state)
  return state
}

extension AccountState {
  /// With a monthly cap and a limit of a tool, both partly used.
  mutating func addLimits(at now: Instant) {
    let month = now.startOfUTCMonth.advanced(by: 32 * Instant.perDay).startOfUTCMonth
    let day = now.advanced(by: 6 * Instant.perHour + 2_800_000)
    limits = [
      LimitState(
        limit: Limit(period: .month, amount: cents(10_000)), used: cents(8000), resetsAt: month),
      LimitState(
        limit: Limit(tool: .cursor, period: .day, amount: cents(1000)), used: cents(1000),
        resetsAt: day),
      LimitState(
        limit: Limit(tool: .mcp, period: .month, amount: cents(5000)), used: cents(120),
        resetsAt: month),
    ]
    drawn.byTool[.cursor] = {
      var drawn = AccountState.ToolDraws()
      (drawn.today, drawn.month) = (cents(1000), cents(2000))
      return drawn
    }()
  }

  /// With auto-reload on and a credit that expires, after three weeks of four dollars an hour by day.
  mutating func addOutlook(at now: Instant) {
    autoReload.settings = .init(
      isOn: true, below: cents(1000), add: cents(2500), monthlyMax: cents(7500))
    expiring = [.init(entry: 1, left: cents(6000), expires: now.advanced(by: 5 * Instant.perHour))]
    let hour = now.bucket(of: Instant.perHour)
    let drawn = (0...504).map { (hour - 504 + $0) % 24 < 8 ? 0 : Int64(4_000_000_000) }
    ahead.history = DrawHistory(
      firstHour: hour - 504, drawn: drawn, lastUse: now, lastHour: cents(400))
    lookAhead(at: now)
  }

  /// With a top-up and a change of auto-reload to be made at claude.ai.
  mutating func addPending(at now: Instant) {
    let settings = AutoReload.Settings(isOn: true, below: cents(500), add: cents(5000))
    pending = [
      PendingChange(id: 7, wish: .topUp(cents(2500)), since: now.advanced(by: -Instant.perHour)),
      PendingChange(id: 9, wish: .autoReload(settings), since: now.advanced(by: -240_000)),
    ]
    balance.pending = cents(2500)
  }
}

/// A dashboard with accounts, of which the first is the current one.
func funded(
  _ width: Int, _ height: Int, look: Look = Look(), keys: String = "",
  _ states: (Instant) -> [AccountState] = { [account(at: $0)] },
  warnings: (Instant) -> [Warning] = { _ in [] }
) throws -> DashboardModel {
  try dashboard(width, height, look: look) { model in
    live(&model)
    let accounts = states(model.now)
    model.snapshot?.funds = Funds(
      accounts: accounts, current: accounts.first?.account.name, warnings: warnings(model.now))
    press(keys, &model)
  }
}

/// Makes requests be refused, and the warnings say so.
func refuse(_ refusals: [Refusal], _ model: inout DashboardModel) {
  guard var funds = model.snapshot?.funds else { return }
  funds.setRefusals(refusals, at: model.now)
  let told = funds.refusalWarnings(begun: [:], at: model.now)
  funds.warnings = (told + funds.warnings.filter { $0.id != .refused }).inOrder
  model.snapshot?.funds = funds
}

/// What a key makes the program do.
func effects(_ key: Key, _ model: inout DashboardModel) -> [DashboardEffect] {
  update(&model, .keyPressed(key))
}
