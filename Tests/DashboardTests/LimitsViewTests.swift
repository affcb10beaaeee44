import Advice
import Canvas
import Dashboard
import Ledger
import TestSupport
import Testing
import Values

@Suite struct LimitsViewTests {
  private func limited(
    _ width: Int, _ height: Int, keys: String = "4",
    _ change: @escaping (inout AccountState) -> Void = { _ in }
  ) throws -> DashboardModel {
    try funded(width, height, keys: keys) { now in
      [
        account(authority: .claude, at: now) { state in
          state.addLimits(at: now)
          state.limits[0].limit.source = .claude
          state.addPending(at: now)
          state.autoReload = AutoReload(
            settings: AutoReload.Settings(
              isOn: true, below: cents(500), add: cents(5000), monthlyMax: cents(20_000)),
            source: .reading)
          state.autoReload.addedThisMonth = cents(10_000)
          state.autoReload.recent = [
            AutoReload.Reload(time: now.advanced(by: -2 * Instant.perHour), amount: cents(5000))
          ]
          change(&state)
        }
      ]
    }
  }

  @Test(arguments: sizes)
  func `auto-reload, limits and what is pending at every size`(width: Int, height: Int) throws {
    let model = try limited(width, height, keys: "4j")
    try Golden.expect(
      view(model).canvas, is: "limits-\(width)x\(height)", withStyles: width == 80)
  }

  @Test func `an account without any says what sets one`() throws {
    let model = try funded(80, 24, keys: "4")
    try Golden.expect(view(model).canvas, is: "limits-none-80x24")
  }

  @Test func `without an account it says what is missing`() throws {
    let model = try dashboard(80, 24) { model in
      live(&model)
      press("4", &model)
    }
    #expect(view(model).canvas.lines.contains { $0.contains("No balance is known yet.") })
  }

  @Test func `what stopped a reload, and its rest, are told`() throws {
    let stopped = try limited(80, 24) { $0.autoReload.obstacle = .maximum }
    #expect(view(stopped).canvas.lines.contains { $0.contains("✗ stopped by its monthly maximum") })
    let resting = try funded(80, 24, keys: "4") { now in
      [account(at: now) { $0.autoReload.coolDownUntil = now.advanced(by: 41_500) }]
    }
    #expect(view(resting).canvas.lines.contains { $0.contains("paused for 42 s") })
  }

  @Test func `enter on a limit changes it, on what is pending settles it`() throws {
    var model = try limited(80, 24, keys: "4jj")
    _ = effects(.enter, &model)
    #expect(model.form?.rules is LimitForm)
    #expect(model.form?[.amount]?.text == "10.00")
    #expect(model.form?[.period]?.chosen == 1)
    press("25", &model)
    _ = effects(.enter, &model)
    let wanted = MoneyAction.setLimit(tool: .cursor, period: .day, amount: cents(2500))
    #expect(effects(.enter, &model) == [.perform(wanted, account: "work")])

    model = try limited(80, 24, keys: "4")
    _ = effects(.end, &model)
    _ = effects(.enter, &model)
    #expect(model.form?.rules as? PendingForm == PendingForm(change: 9))
    _ = effects(.right, &model)
    _ = effects(.enter, &model)
    #expect(effects(.enter, &model) == [.perform(.cancel(pending: 9), account: "work")])
  }

  @Test func `a row is opened by a second click`() throws {
    var model = try limited(80, 24)
    try click("MCP", &model)
    #expect(model.limits.list.selected == .limit(.mcp, .month, .fuelgauge))
    try click("MCP", &model)
    #expect(model.form?[.amount]?.text == "50.00")
  }

  @Test func `many limits scroll with the choice`() throws {
    var model = try funded(60, 15, keys: "4") { now in
      [
        account(at: now) { state in
          state.addLimits(at: now)
          state.limits += Tool.allCases.map {
            LimitState(
              limit: Limit(tool: $0, period: .day, amount: cents(100)), used: .zero, resetsAt: now)
          }
        }
      ]
    }
    #expect(view(model).canvas.lines.contains { $0.contains("more ▼") })
    _ = effects(.end, &model)
    #expect(view(model).canvas.lines.contains { $0.contains("Other") })
    _ = effects(.home, &model)
    #expect(view(model).canvas.lines.contains { $0.contains("whole account") })
  }
}

@Suite struct ExportTests {
  @Test func `tables are written with every digit`() throws {
    var model = try funded(80, 24, keys: "4") { now in
      [account("=work,1", at: now) { $0.addLimits(at: now) }]
    }
    let effect = try #require(effects(.character("e"), &model).first)
    guard case .export(.table(let name, let csv)) = effect else {
      Issue.record("\(effect)")
      return
    }
    let lines = csv.split(separator: "\n")
    #expect(name == "limits")
    #expect(lines[0] == "account,currency,tool,per,amount,used,left,resetsAt,source")
    #expect(
      lines[2].hasPrefix("\"'=work,1\",USD,cursor,day,10.000000000,10.000000000,0,2026-02-13T"))
  }

  @Test(arguments: ["1", "2"])
  func `the rows that are shown are the rows that are written`(key: String) throws {
    var model = try funded(80, 24, keys: key)
    func lines() throws -> [Substring] {
      let effect = try #require(effects(.character("e"), &model).first)
      guard case .export(.table(let name, let csv)) = effect else { return [] }
      #expect(name == (key == "1" ? "overview" : "tools"))
      return csv.split(separator: "\n")
    }
    let all = try lines()
    #expect(all.contains { $0.hasPrefix("claude-code,") && $0.contains("510.870000000") })
    press("/mcp", &model)
    _ = effects(.enter, &model)
    let some = try lines()
    #expect(some.count < all.count && some.dropFirst().allSatisfy { $0.hasPrefix("mcp,") })
  }

  @Test func `before the store was read there is nothing to export`() throws {
    var model = try dashboard(80, 24)
    #expect(effects(.character("e"), &model) == [])
    #expect(model.note?.texts == ["there is nothing to export"])
  }
}
