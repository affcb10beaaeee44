import Advice
import Canvas

/// The checklist, and below it the selected point with its remedy.
struct CheckupPane: ListPane {
  let title = "Checkup"

  var list: WritableKeyPath<DashboardModel, ListState<Never, CheckupPoint.ID>> { \.checkup }

  func rows(_ model: DashboardModel) -> [CheckupPoint.ID] {
    model.checkupPoints.map(\.id)
  }

  func chosen(_ model: DashboardModel) -> CheckupPoint.ID? { model.chosenPoint?.id }

  func draw(_ model: DashboardModel, _ frame: inout Frame, in rect: Rect) {
    CheckupView(model).draw(&frame, in: rect)
  }

  func rowsInSight(_ model: DashboardModel, in rect: Rect) -> Int {
    max(2, min(model.checkupPoints.count, rect.height - 7))
  }

  /// Does what the remedy says, or shows it if there is no key for it.
  func open(_ model: inout DashboardModel) -> [DashboardEffect] {
    guard let point = model.chosenPoint else { return [] }
    model.checkup.selected = point.id
    guard let key = point.key, let action = Action.of(.character(key), in: model.view) else {
      model.tell(point.remedy ?? "nothing to do here")
      return []
    }
    return model.carryOut(action)
  }

  func canExport(_ model: DashboardModel) -> Bool { true }

  func export(_ model: DashboardModel) -> Export? {
    .table(
      name: "checkup",
      csv: CSVText.table(
        ["point", "state", "evidence", "remedy"],
        model.checkupPoints.map { point in
          [
            point.id.rawValue, point.state.rawValue, CSVText.field(point.evidence),
            CSVText.field(point.remedy ?? ""),
          ]
        }))
  }
}

extension DashboardModel {
  /// The current checklist.
  var checkupPoints: [CheckupPoint] { Checkup.points(of: funds, at: now) }

  /// The selected point, else the first of the worst ones.
  var chosenPoint: CheckupPoint? { chosen(of: checkupPoints) }

  func chosen(of points: [CheckupPoint]) -> CheckupPoint? {
    if let selected = points.first(where: { $0.id == checkup.selected }) { return selected }
    let worst = points.map(\.state).max()
    return points.first { $0.state == worst }
  }
}
