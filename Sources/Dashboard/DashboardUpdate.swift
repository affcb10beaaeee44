import Canvas
import Ledger

/// Something that happened.
package enum DashboardMessage: Equatable, Sendable {
  /// A key was pressed.
  case keyPressed(Key)
  /// The screen has another size.
  case resized(Size)
  /// Time went by.
  case ticked(Instant)
  /// The store was read.
  case snapshotRead(UsageSnapshot)
  /// A reading of the sources has come so far.
  case readingProgressed(filesDone: Int, files: Int, bytesDone: Int64, bytes: Int64)
  /// All sources were looked through (`transcripts` of them), or single files (nil).
  case passEnded(transcripts: Int?, linesSkipped: Int, sourcesUnreadable: Int)
  /// A reading failed and is tried again.
  case passFailed(String)
  /// Another process feeds the store.
  case followedElsewhere(process: Int32)
}

/// Something that the program is to do for the dashboard.
package enum DashboardEffect: Equatable, Sendable {
  case quit
  /// Draw the whole screen anew, whatever it shows.
  case redraw
  /// Give the terminal back until the shell says `fg`.
  case suspend
  /// Read the store.
  case readSnapshot
  /// Look through all sources now.
  case collect
}

/// A key, as the dashboard tells keys apart.
package enum Key: Hashable, Sendable {
  case character(Character)
  case control(Character)
  case escape
  case other
}

/// Takes in what happened.
/// - Returns: what the program is to do about it.
package func update(
  _ model: inout DashboardModel, _ message: DashboardMessage
) -> [DashboardEffect] {
  switch message {
  case .keyPressed(let key):
    return press(key, &model)
  case .resized(let size):
    model.size = size
  case .ticked(let now):
    model.now = now
  case .snapshotRead(let snapshot):
    model.snapshot = snapshot
  case .readingProgressed(let filesDone, let files, let bytesDone, let bytes):
    var began = model.now
    if case .reading(let before) = model.collecting { began = before.began }
    model.collecting = .reading(
      ReadingProgress(
        began: began, filesDone: filesDone, files: files, bytesDone: bytesDone, bytes: bytes))
    return [.readSnapshot]
  case .passEnded(let transcripts, let linesSkipped, let sourcesUnreadable):
    model.collecting = .following
    model.linesSkipped += linesSkipped
    if let transcripts {
      model.transcripts = transcripts
      model.sourcesUnreadable = sourcesUnreadable
    }
    return [.readSnapshot]
  case .passFailed(let reason):
    model.collecting = .failing(reason)
  case .followedElsewhere(let process):
    model.collecting = .followedElsewhere(process: process)
  }
  return []
}

private func press(_ key: Key, _ model: inout DashboardModel) -> [DashboardEffect] {
  guard let action = Action.all.first(where: { $0.keys.contains(key) }) else {
    return []
  }
  // With the help open, a key that is no command of its own closes it.
  switch action.id {
  case .quit:
    if model.showsHelp, key == .character("q") {
      model.showsHelp = false
      return []
    }
    return [.quit]
  case .help:
    model.showsHelp.toggle()
  case .back:
    model.showsHelp = false
  case .widen, .narrow:
    let windows = DashboardModel.chartWindows
    let next =
      action.id == .widen
      ? windows.first { $0 > model.chartMinutes } : windows.last { $0 < model.chartMinutes }
    guard let next else { return [] }
    model.chartMinutes = next
    return [.readSnapshot]
  case .readAgain:
    return [.collect, .readSnapshot]
  case .redraw:
    return [.redraw]
  case .suspend:
    return [.suspend]
  }
  return []
}
