import Dashboard
import Testing

/// What clicks and the wheel do.
@Suite struct MouseTests {
  @Test func `a click on anything does what its key does`() throws {
    var model = try dashboard(80, 24, live)
    try click("2 Tools", &model)
    #expect(model.view == .tools)
    try click("projects", &model)
    #expect(model.tools.dimension == .project)
    try click("7 days", &model)
    #expect(model.tools.period == .week)
    try click("requests", &model)
    #expect(model.tools.list.sort == .requests && !model.tools.list.isAscending)
    try click("requests", &model)
    #expect(model.tools.list.isAscending)
    try click("lighthouse", &model)
    #expect(model.tools.list.selected == .part(.claudeCode, key: "/home/ada/lighthouse"))
    try click("1 Overview", &model)
    try click("24h", &model)
    #expect(model.chart == .hours24)
    try click("today", &model)
    #expect(model.overview.sort == .today)
    try click("MCP", &model)
    #expect(model.overview.selected == .mcp)
    try click("MCP ", &model)
    #expect(model.view == .tools)
    try click("? help", &model)
    #expect(model.showsHelp)
  }

  @Test func `a click on a tab closes the help`() throws {
    var model = try dashboard(80, 24, live)
    press("?", &model)
    try click("2 Tools", &model)
    #expect(model.view == .tools && !model.showsHelp)
  }

  @Test func `the wheel moves the choice`() throws {
    var model = try dashboard(80, 24, live)
    _ = update(&model, .mouse(.wheelDown, row: 20, column: 5))
    _ = update(&model, .mouse(.wheelDown, row: 20, column: 5))
    #expect(model.overview.selected == .cursor)
    _ = update(&model, .mouse(.wheelUp, row: 20, column: 5))
    #expect(model.overview.selected == .claudeCode)
  }
}
