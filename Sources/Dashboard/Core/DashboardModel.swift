import Advice
import Canvas
import Ledger
import Values

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
    /// The store holds what another person's tools left, and is only read.
    case anothersStore
    /// It failed and is tried again.
    case failing(String)
  }

  /// Rows and columns of the screen.
  package var size: Size
  /// The moment shown.
  package var now: Instant
  /// Milliseconds that the program has run: what is shown for a while is measured by it.
  package var uptime: Int64 = 0
  /// The person's days.
  package var days: CivilDays
  /// The person's home folder, which is shown as `~`; empty: not known.
  package var home = ""
  /// What the store holds; nil before it was first read.
  package var snapshot: UsageSnapshot?
  /// Why it could not be read the last time, if so.
  package var storeFault: String?
  /// What is read into it.
  package var collecting = Collecting.starting
  /// Transcripts found; nil before the first look.
  package var transcripts: Int?
  /// Files and folders that could not be read at the last look.
  package var sourcesUnreadable = 0
  /// Where transcripts are looked for.
  package var sources: [String] = []
  /// What the person should know about their settings file.
  package var notices: [String] = []
  /// Whether the day shown is played, not lived.
  package var isDemo = false

  /// The view that is shown.
  package var view = ViewID.overview
  /// How far back the burn chart looks.
  package var chart: ChartWindow
  /// The tool table of the overview.
  package var overview = ListState<OverviewColumn, Tool>()
  /// The list of the Tools view.
  package var tools = ToolsState()
  /// The Ledger view.
  package var ledger = LedgerState()
  /// The Limits view.
  package var limits = LimitsState()
  /// The accounts of the Accounts view, by their names.
  package var accounts = ListState<Never, String>()
  /// The points of the Checkup view.
  package var checkup = ListState<Never, CheckupPoint.ID>()
  /// The form over the view; nil: none is open.
  package var form: Form?
  /// The first line of the help that is shown; nil: it is closed.
  package var helpScroll: Int?
  /// The account that was chosen, until the store says so too: keys pressed meanwhile are about it.
  var chosenAccount: String?
  /// What the screen asked of the store after the latest event.
  var asked = PaneQuery()
  /// Whether a filter is being typed.
  package var isFiltering = false
  /// The keys that came last, as far as they came too fast to be typed.
  var run = KeyRun()
  /// Whether the picture is held.
  package var isPaused = false
  /// What has just happened, for a few seconds.
  package var note: Note?
  /// How things are drawn.
  package var look: Look

  /// A sentence that is shown until the program has run so long.
  package struct Note: Equatable, Sendable {
    /// Ways to say it, the longest first; never none.
    package var texts: [String]
    package var until: Int64
    /// Whether it says what became of money, which what follows is added to.
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

  /// Whether the help covers the view.
  package var showsHelp: Bool { helpScroll != nil }

  /// All accounts and what is known of their money; none before the store was first read.
  var funds: Funds {
    var funds = snapshot?.funds ?? Funds()
    if let chosenAccount, state(ofAccount: chosenAccount) != nil { funds.current = chosenAccount }
    return funds
  }

  /// An account and what is known of its money.
  func state(ofAccount name: String?) -> AccountState? {
    snapshot?.funds.state(of: name)
  }
}

/// The views that the dashboard can show, in the order of their tabs.
package enum ViewID: CaseIterable, Sendable {
  case overview, tools, ledger, limits, accounts, checkup
}
