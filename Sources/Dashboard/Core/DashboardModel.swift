import Advice
import Canvas
import Ledger
import Values

/// Everything the dashboard knows and shows. Only ``update(_:_:)`` changes it; ``view(_:)`` draws it.
package struct DashboardModel: Equatable, Sendable {
  /// Who reads sources into the store, and how far they are.
  package enum Collecting: Equatable, Sendable {
    /// No news yet.
    case starting
    /// Sources are being read.
    case reading(ReadingProgress)
    /// Everything has been read; changes appear at once.
    case following
    /// Another process does it.
    case followedElsewhere(process: Int32)
    /// The user asked for the store as it is.
    case off
    /// The store belongs to another user and is opened read-only.
    case anothersStore
    /// Reading failed and will be retried.
    case failing(String)
  }

  /// Screen size in rows and columns.
  package var size: Size
  /// The moment shown on screen.
  package var now: Instant
  /// Milliseconds since the program started. Times how long notes stay.
  package var uptime: Int64 = 0
  /// Calendar days in the user's time zone.
  package var days: CivilDays
  /// The user's home folder, shown as `~`; empty if unknown.
  package var home = ""
  /// What the store holds; nil before the first read.
  package var snapshot: UsageSnapshot?
  /// Why the last read of the store failed; nil if it succeeded.
  package var storeFault: String?
  /// Progress of reading sources into the store.
  package var collecting = Collecting.starting
  /// Transcripts found; nil before the first scan.
  package var transcripts: Int?
  /// Files and folders that the last scan could not read.
  package var sourcesUnreadable = 0
  /// Folders searched for transcripts.
  package var sources: [String] = []
  /// Problems in the settings file.
  package var notices: [String] = []
  /// Whether this is the demo.
  package var isDemo = false

  /// The current view.
  package var view = ViewID.overview
  /// Time span of the burn chart.
  package var chart: ChartWindow
  /// State of the overview's tool table.
  package var overview = ListState<OverviewColumn, Tool>()
  /// State of the Tools view.
  package var tools = ToolsState()
  /// State of the Ledger view.
  package var ledger = LedgerState()
  /// State of the Limits view.
  package var limits = LimitsState()
  /// State of the Accounts view; rows are account names.
  package var accounts = ListState<Never, String>()
  /// State of the Checkup view.
  package var checkup = ListState<Never, CheckupPoint.ID>()
  /// The open form; nil if none.
  package var form: Form?
  /// The first help line shown; nil if the help is closed.
  package var helpScroll: Int?
  /// The account the user just chose. It overrides the store's current account until the store catches up,
  /// so that keys pressed meanwhile apply to it.
  var chosenAccount: String?
  /// What the screen needed from the store after the latest event.
  var asked = PaneQuery()
  /// Whether a filter is being typed.
  package var isFiltering = false
  /// The latest keys, to recognize runs too fast to be typed.
  var run = KeyRun()
  /// Whether the screen is paused.
  package var isPaused = false
  /// A message about what has just happened, shown for a few seconds.
  package var note: Note?
  /// Characters and colours.
  package var look: Look

  /// A sentence shown until a given uptime.
  package struct Note: Equatable, Sendable {
    /// Wordings, longest first; never empty.
    package var texts: [String]
    /// The uptime in milliseconds at which it goes away.
    package var until: Int64
    /// Whether it reports the outcome of a money action. Later news is appended to it.
    var isOutcome = false
  }

  /// A dashboard before anything has happened.
  package init(
    size: Size, now: Instant, days: CivilDays, chart: ChartWindow = .hour1, look: Look = Look()
  ) {
    self.size = size
    self.now = now
    self.days = days
    self.chart = chart
    self.look = look
    asked = query
  }

  /// Whether the help is open.
  package var showsHelp: Bool { helpScroll != nil }

  /// All accounts and what is known of their money; empty before the first read of the store.
  var funds: Funds {
    var funds = snapshot?.funds ?? Funds()
    if let chosenAccount, state(ofAccount: chosenAccount) != nil { funds.current = chosenAccount }
    return funds
  }

  /// What is known of an account; nil if there is no such account.
  func state(ofAccount name: String?) -> AccountState? {
    snapshot?.funds.state(of: name)
  }
}

/// The dashboard's views, in tab order.
package enum ViewID: CaseIterable, Sendable {
  case overview, tools, ledger, limits, accounts, checkup
}
