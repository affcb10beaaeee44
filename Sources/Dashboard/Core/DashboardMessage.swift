import Advice
import Canvas
import Ledger
import Themes
import Values

/// An event for the dashboard.
package enum DashboardMessage: Equatable, Sendable {
  /// A key was pressed.
  case keyPressed(Key, Typing = .apart)
  /// The mouse did something at a row and a column.
  case mouse(MouseAction, row: Int, column: Int, Typing = .apart)
  /// Text was pasted.
  case pasted(String)
  /// The screen changed size.
  case resized(Size)
  /// Time passed: the moment to show, and the milliseconds since the program started.
  case ticked(Instant, uptime: Int64)
  /// The store was read.
  case snapshotRead(UsageSnapshot)
  /// The store could not be read.
  case snapshotFailed(String)
  /// Progress of reading the sources.
  case readingProgressed(filesDone: Int, files: Int, bytesDone: Int64, bytes: Int64)
  /// A pass over the sources ended: a full scan that found `transcripts` files, or single files (nil).
  case passEnded(transcripts: Int?, sourcesUnreadable: Int)
  /// A pass failed and will be retried.
  case passFailed(String)
  /// Another process reads the sources.
  case followedElsewhere(process: Int32)
  /// The theme was switched.
  case themeChosen(name: String, Palette)
  /// A money action was done.
  case moneyDone(MoneyOutcome)
  /// A money action was not done, and nothing changed; with the reason.
  case moneyRefused(String)
  /// The requested page was opened in a browser.
  case pageOpened
  /// There is no browser, so the address must be shown. It may have been sent to the terminal's clipboard.
  case addressShown(isSent: Bool)
  /// An export was written to a file.
  case exported(path: String)
  /// An export failed, with the reason.
  case exportFailed(String)
  /// The demo's user has done something: a sentence without a full stop.
  case played(String)
}

/// Something the dashboard asks the program to do.
package enum DashboardEffect: Equatable, Sendable {
  case quit
  /// Redraw the whole screen, whatever the terminal shows.
  case redraw
  /// Suspend, giving the terminal back until `fg`.
  case suspend
  /// Read the store.
  case readSnapshot
  /// Scan all sources now.
  case collect
  /// Switch to the next theme.
  case nextTheme
  /// Perform a money action on an account. Nil, only with `setBalance`, means that there is no account yet and
  /// one has to be made.
  case perform(MoneyAction, account: String?)
  /// Snooze a warning for a day.
  case snooze(Warning.Episode)
  /// Make an account the current one.
  case useAccount(String)
  /// Turn an account's online readings on or off.
  case setOnline(Bool, account: String)
  /// Open a page in a browser.
  case openPage(String)
  /// Write an export to a file.
  case export(Export)
}

/// Something to export to a file.
package enum Export: Equatable, Sendable {
  /// All ledger entries that match the query, not only its page.
  case ledger(LedgerPage.Query)
  /// A table as comma-separated values with a heading, and a word for the file name.
  case table(name: String, csv: String)
}
