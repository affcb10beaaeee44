import Canvas

/// A view whose rows are all in memory and form one list.
protocol ListPane: Pane {
  associatedtype Column: Equatable & Sendable
  associatedtype RowID: Equatable & Sendable

  /// The list's state in the model.
  var list: WritableKeyPath<DashboardModel, ListState<Column, RowID>> { get }
  /// Its rows from top to bottom.
  func rows(_ model: DashboardModel) -> [RowID]
  /// The row shown as selected.
  func chosen(_ model: DashboardModel) -> RowID?
}

extension ListPane {
  func chosen(_ model: DashboardModel) -> RowID? { model[keyPath: list].selected }

  func step(_ steps: Int, _ model: inout DashboardModel, in rect: Rect) {
    step(steps, &model)
  }

  /// Moves the selection by some rows.
  func step(_ steps: Int, _ model: inout DashboardModel) {
    var state = model[keyPath: list]
    state.selected = chosen(model)
    model[keyPath: list].selected = state.stepped(by: steps, in: rows(model))
  }

  /// Scrolls as far as the selected row needs, for lists that draw from ``ListState/scroll`` on.
  func keepSelectedInSight(_ model: inout DashboardModel, in rect: Rect) {
    let rows = rows(model)
    model[keyPath: list].scroll = Table.scroll(
      model[keyPath: list].scroll,
      toShow: model[keyPath: list].selected.flatMap { rows.firstIndex(of: $0) }, of: rows.count,
      height: rowsInSight(model, in: rect))
  }

  func back(_ model: inout DashboardModel) { model[keyPath: list].selected = nil }

  /// Selects a row; opens it if it was selected already.
  func clickRow(_ index: Int, _ model: inout DashboardModel) -> [DashboardEffect] {
    let rows = rows(model)
    guard rows.indices.contains(index) else { return [] }
    if chosen(model) == rows[index] { return model.perform(.open) }
    model[keyPath: list].selected = rows[index]
    return []
  }
}
