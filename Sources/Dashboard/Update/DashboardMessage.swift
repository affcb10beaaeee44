import Canvas
import Ledger
import Themes

/// Something that happened.
package enum DashboardMessage: Equatable, Sendable {
  /// A key was pressed.
  case keyPressed(Key)
  /// The mouse did something at a row and a column.
  case mouse(MouseAction, row: Int, column: Int)
  /// The screen has another size.
  case resized(Size)
  /// Time went by: the moment shown now, and the milliseconds that the program has run.
  case ticked(Instant, uptime: Int64)
  /// The store was read.
  case snapshotRead(UsageSnapshot)
  /// The store could not be read.
  case snapshotFailed(String)
  /// A reading of the sources has come so far.
  case readingProgressed(filesDone: Int, files: Int, bytesDone: Int64, bytes: Int64)
  /// All sources were looked through (`transcripts` of them), or single files (nil).
  case passEnded(transcripts: Int?, sourcesUnreadable: Int)
  /// A reading failed and is tried again.
  case passFailed(String)
  /// Another process feeds the store.
  case followedElsewhere(process: Int32)
  /// Another theme was taken.
  case themeChosen(name: String, Palette)
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
  /// Take the theme after the present one.
  case nextTheme
}
