import Advice
import Canvas
import Ledger
import Themes
import Values

/// Draws the Accounts view.
struct AccountsView {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  func draw(_ frame: inout Frame, in rect: Rect) {
    let funds = model.funds
    let isEmpty = funds.accounts.isEmpty
    let (accounts, linkage) = AccountsView.layout(
      rect, lines: isEmpty ? 2 : AccountsView.lines(model))
    if isEmpty {
      let inner = model.look.box("accounts").draw(into: &frame.canvas, in: accounts)
      model.look.write(
        [
          "No account is known yet.",
          "Accounts come from Claude Code's login, or from the first balance you type in (b).",
        ], &frame.canvas, in: inner.inset(rows: 0, columns: 1))
    } else {
      AccountTable(model).draw(&frame, in: accounts)
    }
    LinkageTable(model).draw(&frame, in: linkage)
  }

  /// The tools get a row each; the accounts get what they need of the rest.
  private static func layout(_ rect: Rect, lines: Int) -> (accounts: Rect, linkage: Rect) {
    let most = max(5, rect.height - Tool.allCases.count - 3)
    let (upper, lower) = rect.splitTop(min(lines + 3, most))
    return (upper, lower)
  }

  /// How many accounts are visible at once.
  static func rowsInSight(_ model: DashboardModel, in rect: Rect) -> Int {
    let accounts = layout(rect, lines: lines(model)).accounts
    return max(1, accounts.height - 3 - AccountTable(model).note.count)
  }

  private static func lines(_ model: DashboardModel) -> Int {
    model.funds.accounts.count + AccountTable(model).note.count
  }
}

/// The accounts and what is known of each.
private struct AccountTable {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  private enum Column: CaseIterable {
    case name, balance, age, keeper, plan, billing, online, organization
  }

  private func column(_ column: Column) -> Table.Column {
    switch column {
    case .name: Table.Column("account", .flexible(minimum: 18, maximum: 44), priority: 20)
    case .balance: Table.Column("balance", .fixed(13), priority: 19, alignment: .right)
    case .age: Table.Column("read", .fixed(14), priority: 14, alignment: .right)
    case .keeper: Table.Column("kept by", .fixed(9), priority: 12)
    case .plan: Table.Column("plan", .fixed(10), priority: 15)
    case .billing: Table.Column("billing", .fixed(12), priority: 8)
    case .online: Table.Column("online", .fixed(9), priority: 7)
    case .organization: Table.Column("organization", .flexible(minimum: 36), priority: 3)
    }
  }

  func draw(_ frame: inout Frame, in rect: Rect) {
    let look = model.look
    let accounts = model.funds.accounts
    let box = look.box("accounts", note: "Enter: make current")
    var inner = box.draw(into: &frame.canvas, in: rect).inset(rows: 0, columns: 1)
    let note = note
    if !note.isEmpty {
      let (upper, lower) = inner.splitTop(inner.height - note.count)
      inner = upper
      look.write(note, &frame.canvas, in: lower)
    }
    var table = Table(
      Column.allCases.map(column),
      selected: accounts.firstIndex { $0.account.name == model.accounts.selected },
      headerStyle: look.palette.style(\.label), showsMarker: false, glyphs: look.glyphs)
    table.selection = look.palette.selection
    table.rows = accounts.map { state in Column.allCases.map { field($0, of: state) } }
    table.scroll = Table.scroll(
      model.accounts.scroll, toShow: table.selected, of: accounts.count,
      height: table.bodyHeight(in: inner))
    frame.draw(table, in: inner)
    let below = accounts.count - table.scroll - table.bodyHeight(in: inner)
    frame.writeMore(below, look, below: box, in: rect)
  }

  private func field(_ column: Column, of state: AccountState) -> Table.Field {
    let palette = model.look.palette
    let label = palette.style(\.label)
    let account = state.account
    switch column {
    case .name:
      let isCurrent = account.name == model.funds.current
      return Table.Field(
        "\(isCurrent ? String(model.look.glyphs.bullet) : " ") \(account.title)",
        style: isCurrent ? Style(.terminal, [.bold]) : .plain)
    case .balance:
      guard let amount = state.balance.amount else {
        return Table.Field("unknown", style: palette.style(\.warning))
      }
      return Table.Field(
        amount.fullDisplay(in: account.currency),
        style: amount > .zero ? .plain : palette.style(\.bad, [.bold]))
    case .age: return Table.Field(age(state), style: label)
    case .keeper:
      return Table.Field(account.authority.keeper, style: label)
    case .plan:
      let isFree = account.plan == .free
      return Table.Field(
        account.plan?.rawValue ?? "-", style: isFree ? palette.style(\.warning) : .plain)
    case .billing:
      return Table.Field(
        account.billing.map { $0 == .me ? "you" : "organization" } ?? "-", style: label)
    case .online:
      guard account.isOnline else { return Table.Field("off", style: label) }
      let failure = state.observed.online?.failure
      return Table.Field(
        failure?.title ?? "on",
        style: failure == nil ? palette.style(\.good) : palette.style(\.warning))
    case .organization: return Table.Field(account.organization ?? "-", style: label)
    }
  }

  /// The state of the selected account's online readings; empty if they are off.
  var note: [String] {
    let state = model.state(ofAccount: model.accounts.selected) ?? model.funds.account
    guard let state, state.account.isOnline else { return [] }
    let online = state.observed.online ?? OnlineState()
    let lines = TextWidth.wrap(
      "online: \(online.sentence(at: model.now))", model.size.width - 4, glyphs: model.look.glyphs)
    return Array(lines.prefix(model.size.height < 20 ? 1 : 2))
  }

  private func age(_ state: AccountState) -> String {
    guard state.account.authority == .claude, let asOf = state.balance.asOf else { return "-" }
    return (model.now - asOf).agoText
  }
}

/// Which account each tool spends from, and how that is known.
private struct LinkageTable {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  private enum Column: CaseIterable {
    case tool, account, purse, evidence, since, used
  }

  private func column(_ column: Column) -> Table.Column {
    switch column {
    case .tool: Table.Column("tool", .fixed(12), priority: 20)
    case .account: Table.Column("spends from", .flexible(minimum: 16, maximum: 44), priority: 19)
    case .purse: Table.Column("paid by", .flexible(minimum: 15, maximum: 24), priority: 14)
    case .evidence:
      Table.Column("source", .flexible(minimum: 16, maximum: 60), priority: 16)
    case .since: Table.Column("since", .fixed(16), priority: 6)
    case .used: Table.Column("used", .fixed(8), priority: 10, alignment: .right)
    }
  }

  func draw(_ frame: inout Frame, in rect: Rect) {
    let look = model.look
    let box = look.box("tools", note: "fuelgauge tool set")
    let inner = box.draw(into: &frame.canvas, in: rect).inset(rows: 0, columns: 1)
    var table = Table(
      Column.allCases.map(column), headerStyle: look.palette.style(\.label), showsMarker: false,
      glyphs: look.glyphs)
    table.rows = model.funds.tools.map { tool in Column.allCases.map { field($0, of: tool) } }
    frame.draw(table, in: inner, rows: nil)
    let more = table.rows.count - table.bodyHeight(in: inner)
    if more > 0 {
      // These rows cannot be selected, so the table never scrolls to them.
      frame.writeNote(
        "\(more) more: fuelgauge tool list", look.palette.style(\.label), below: box, in: rect)
    }
  }

  private func field(_ column: Column, of linkage: ToolLinkage) -> Table.Field {
    let palette = model.look.palette
    let label = palette.style(\.label)
    let isAssumed = linkage.evidence == .assumed
    switch column {
    case .tool: return Table.Field(linkage.tool.title)
    case .account:
      return Table.Field(linkage.account ?? "unknown", style: isAssumed ? label : .plain)
    case .purse:
      let isKey = linkage.purse == nil && linkage.credential?.kind.purse != nil
      let isKnown = linkage.purse != nil || linkage.extraSince != nil || linkage.planUntil != nil
      let style = isKey ? palette.style(\.warning) : isKnown ? .plain : label
      return Table.Field(linkage.paidBy, style: style)
    case .evidence:
      return Table.Field(
        linkage.evidenceText { PartTitle.path($0, home: model.home) }, style: label)
    case .since:
      return Table.Field(
        linkage.since.map { model.days.moment($0, now: model.now) } ?? "", style: label)
    case .used:
      let isUsed = linkage.lastUse != nil
      return Table.Field(isUsed ? "today" : "-", style: isUsed ? .plain : label)
    }
  }
}
