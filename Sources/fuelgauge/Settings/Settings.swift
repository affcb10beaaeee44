import Advice
import Canvas
import Ledger
import Themes

/// What a person can set in `config.toml`; every key has a default, the file is optional.
struct Settings: Equatable {
  /// Seconds between two looks at the clock and at what other processes wrote.
  var refreshSeconds = 1.0
  /// `auto`, `true`, `256`, `16` or `none`.
  var color = ColorSetting.auto
  /// The name of a theme.
  var theme = ThemeCatalog.defaultName
  /// Draw with ASCII even where the terminal can do more.
  var ascii = false
  /// What graphs are drawn with.
  var graph = GraphSetting.braille
  /// Whether clicks and the wheel are for the dashboard.
  var mouse = true
  /// Where exported files are written; empty: the usual folder.
  var exportFolder = ""
  /// How far back the burn chart looks at first.
  var chart = ChartWindow.hour1
  /// Minutes that burn rates are taken over.
  var burnMinutes = 15
  /// From where on money warnings begin.
  var warnings = WarningLevels()
  /// How warnings are told outside of the screen.
  var notices = NoticeSettings()
  /// How changes of the sources are noticed.
  var watch = WatchSetting.auto
  /// Seconds between two looks where the system reports no changes.
  var pollSeconds = 2.0
}

/// What graphs are drawn with where the terminal shows more than ASCII; fonts differ.
enum GraphSetting: String, CaseIterable {
  case braille
  case block
  case ascii

  var symbols: GraphSymbols {
    switch self {
    case .braille: .braille
    case .block: .block
    case .ascii: .ascii
    }
  }
}

/// How many colours to use.
enum ColorSetting: String, CaseIterable {
  case auto
  case truecolor = "true"
  case palette256 = "256"
  case ansi16 = "16"
  case none
}

/// How changes of the sources are noticed.
enum WatchSetting: String, CaseIterable {
  /// By reports of the system, else by looking.
  case auto
  /// By looking from time to time, for file systems that report nothing.
  case poll
}
