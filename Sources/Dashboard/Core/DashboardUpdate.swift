/// Updates the model for an event.
/// - Returns: what the program must do in response.
package func update(
  _ model: inout DashboardModel, _ message: DashboardMessage
) -> [DashboardEffect] {
  var effects = take(message, into: &model)
  let layout = ScreenLayout(model)
  // Time and progress are frequent and move no rows.
  switch message {
  case .ticked, .readingProgressed: break
  default: model.view.pane.scrollToChosen(&model, in: layout.view)
  }
  // Another view or size may need something else from the store.
  let query = model.query(on: layout)
  if query != model.asked, !effects.contains(.readSnapshot) { effects.append(.readSnapshot) }
  model.asked = query
  return effects
}

private func take(
  _ message: DashboardMessage, into model: inout DashboardModel
) -> [DashboardEffect] {
  switch message {
  case .keyPressed(let key, let typing):
    return model.press(key, typing)
  case .mouse(let action, let row, let column, let typing):
    return model.point(action, row: row, column: column, typing)
  case .pasted(let text):
    model.paste(text)
  case .resized(let size):
    model.size = size
  case .ticked(let now, let uptime):
    model.uptime = uptime
    if let note = model.note, note.until <= uptime { model.note = nil }
    if !model.isPaused { model.now = now }
  case .snapshotRead(let snapshot):
    let before = model.snapshot
    model.snapshot = snapshot
    model.storeFault = nil
    for view in ViewID.allCases { view.pane.snapshotRead(&model, before: before) }
  case .snapshotFailed(let reason):
    model.storeFault = reason
  case .readingProgressed(let filesDone, let files, let bytesDone, let bytes):
    var began = model.uptime
    if case .reading(let before) = model.collecting { began = before.began }
    model.collecting = .reading(
      ReadingProgress(
        began: began, filesDone: filesDone, files: files, bytesDone: bytesDone, bytes: bytes))
    return model.isPaused ? [] : [.readSnapshot]
  case .passEnded(let transcripts, let sourcesUnreadable):
    model.collecting = .following
    if let transcripts {
      model.transcripts = transcripts
      model.sourcesUnreadable = sourcesUnreadable
    }
    return model.isPaused ? [] : [.readSnapshot]
  case .passFailed(let reason):
    model.collecting = .failing(reason)
  case .followedElsewhere(let process):
    model.collecting = .followedElsewhere(process: process)
  case .themeChosen(let name, let palette):
    model.look.palette = palette
    model.tell("to keep it, set theme = \"\(name)\" in config.toml", "theme \(name)")
  case .moneyDone(let outcome):
    return model.takeOutcome(outcome)
  case .moneyRefused(let reason):
    model.takeRefusal(reason)
  case .pageOpened:
    model.takeOpenedPage()
  case .addressShown(let isSent):
    model.takeShownAddress(isSent: isSent)
  case .exported(let path):
    let path = PartTitle.path(path, home: model.home)
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    // If there is no room for all of it, show the folder, which nobody could guess.
    model.tell(
      "written to \(path)", "written to \(folder.joined(separator: "/"))/",
      for: DashboardModel.noteTime)
  case .exportFailed(let reason):
    model.tell("nothing was written: \(reason)")
  case .played(let sentence):
    // The outcome of the viewer's own money action matters more.
    if model.note?.isOutcome != true { model.tell(sentence, for: 2 * DashboardModel.noteTime) }
  }
  return []
}

extension DashboardModel {
  /// How long a note stays, in milliseconds.
  fileprivate static let noteTime: Int64 = 4000

  /// Shows a note for a few seconds, in the longest wording that fits.
  mutating func tell(_ texts: String..., for time: Int64 = DashboardModel.noteTime) {
    note = Note(texts: texts, until: uptime + time)
  }
}
