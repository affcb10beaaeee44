import Advice
import Canvas
import Ledger
import Themes
import Values

/// Something that happened.
package enum DashboardMessage: Equatable, Sendable {
  /// A key was pressed.
  case keyPressed(Key, Typing = .apart)
  /// The mouse did something at a row and a column.
  case mouse(MouseAction, row: Int, column: Int, Typing = .apart)
  /// Text was put in rather than typed.
  case pasted(String)
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
  /// A money action was done.
  case moneyDone(MoneyOutcome)
  /// It was not done, and nothing was changed: why.
  case moneyRefused(String)
  /// The page asked for is open in a browser.
  case pageOpened
  /// There is no browser: its address is to be shown. It may have been sent to the terminal's clipboard.
  case addressShown(isSent: Bool)
  /// What was shown is in this file.
  case exported(path: String)
  /// It could not be written: why.
  case exportFailed(String)
  /// The person of a played day has done something: a sentence without a full stop.
  case played(String)
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
  /// Do something to the money of an account. Nil, only with `setBalance`: there is no account yet, so
  /// make one named `local`.
  case perform(MoneyAction, account: String?)
  /// Silence one warning for a day.
  case snooze(Warning.Episode)
  /// Make an account the current one.
  case useAccount(String)
  /// Let claude.ai be asked for an account's readings, or no longer.
  case setOnline(Bool, account: String)
  /// Open a page in a browser.
  case openPage(String)
  /// Write what is shown to a file.
  case export(Export)
}

/// What is to be written to a file.
package enum Export: Equatable, Sendable {
  /// All of the ledger that a question is about, not the page of it alone.
  case ledger(LedgerPage.Query)
  /// A table as comma-separated values with a heading, and a word for the file's name.
  case table(name: String, csv: String)
}
