import Canvas
import Ledger

/// Everything the dashboard knows and shows; changed by ``update(_:_:)`` alone, drawn by
/// ``view(_:)``.
package struct DashboardModel: Equatable, Sendable {
  /// What is read into the store, and by whom.
  package enum Collecting: Equatable, Sendable {
    /// Nothing has been said yet.
    case starting
    /// Sources are read, so far.
    case reading(ReadingProgress)
    /// Everything has been read; changes show at once.
    case following
    /// Another process does it.
    case followedElsewhere(process: Int32)
    /// The person asked for the store as it is.
    case off
    /// It failed and is tried again.
    case failing(String)
  }

  /// Rows and columns of the screen.
  package var size: Size
  /// The moment shown.
  package var now: Instant
  /// The person's days.
  package var days: CivilDays
  /// What the store holds; nil before it was first read.
  package var snapshot: UsageSnapshot?
  /// What is read into it.
  package var collecting = Collecting.starting
  /// Transcripts found; nil before the first look.
  package var transcripts: Int?
  /// Lines that this run could not use as they stand.
  package var linesSkipped = 0
  /// Files and folders that could not be read at the last look.
  package var sourcesUnreadable = 0
  /// Where transcripts are looked for.
  package var sources: [String] = []
  /// What the person should know about their settings file.
  package var notices: [String] = []
  /// Minutes that the chart covers.
  package var chartMinutes: Int
  /// Whether the keys are explained.
  package var showsHelp = false
  /// How things are drawn.
  package var look: Look

  /// A dashboard before anything has happened.
  package init(
    size: Size, now: Instant, days: CivilDays, chartMinutes: Int = 60, look: Look = Look()
  ) {
    self.size = size
    self.now = now
    self.days = days
    self.chartMinutes = chartMinutes
    self.look = look
  }

  /// The windows that the chart can be switched between, in minutes.
  package static let chartWindows = [15, 60, 180, 360]
}

extension CivilDays: Equatable {
  package static func == (left: CivilDays, right: CivilDays) -> Bool { left.zone == right.zone }
}

/// How far a reading of the sources has come.
package struct ReadingProgress: Equatable, Sendable {
  /// When it began.
  package var began: Instant
  /// Files and bytes done, and how many there are.
  package var filesDone: Int
  package var files: Int
  package var bytesDone: Int64
  package var bytes: Int64

  /// A reading so far.
  package init(began: Instant, filesDone: Int, files: Int, bytesDone: Int64, bytes: Int64) {
    self.began = began
    self.filesDone = filesDone
    self.files = files
    self.bytesDone = bytesDone
    self.bytes = bytes
  }

  /// 0…1.
  package var fraction: Double { bytes == 0 ? 1 : Double(bytesDone) / Double(bytes) }

  /// Milliseconds left at the pace so far; nil while that would be a guess.
  package func timeLeft(at now: Instant) -> Int64? {
    let spent = now.milliseconds - began.milliseconds
    guard spent >= 200, bytesDone > 0 else { return nil }
    return Int64(Double(spent) * Double(bytes - bytesDone) / Double(bytesDone))
  }
}
