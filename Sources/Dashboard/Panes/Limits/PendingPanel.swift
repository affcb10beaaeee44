import Advice
import Canvas
import Values

/// The changes still to be made at claude.ai.
struct PendingPanel {
  private let model: DashboardModel
  private let state: AccountState

  init(_ model: DashboardModel, _ state: AccountState) {
    self.model = model
    self.state = state
  }

  func draw(_ frame: inout Frame, in rect: Rect) {
    guard rect.height >= 3 else { return }
    let look = model.look
    let changes = state.pending
    let box = look.box("to do at claude.ai/settings/usage", note: "Enter settles one")
    let inner = box.draw(into: &frame.canvas, in: rect).inset(rows: 0, columns: 1)
    var table = Table(
      [
        Table.Column("", .flexible(minimum: 46, maximum: 80), priority: 9),
        Table.Column("", .fixed(24), priority: 5),
      ], headerStyle: .plain, showsHeader: false, showsMarker: false, glyphs: look.glyphs)
    table.selection = look.palette.selection
    table.selected = changes.firstIndex { .pending($0.id) == model.limits.list.selected }
    table.rows = changes.map { change in
      let age = model.now - change.since
      return [
        Table.Field(change.wish.instruction(in: state.account.currency)),
        Table.Field(
          "pending for \(age.text)", style: look.palette.style(\.label)),
      ]
    }
    table.scroll = Table.scroll(
      0, toShow: table.selected, of: changes.count, height: table.bodyHeight(in: inner))
    frame.draw(table, in: inner, rows: state.limits.count)
    let below = changes.count - table.scroll - inner.height
    frame.writeMore(below, look, below: box, in: rect)
  }
}
