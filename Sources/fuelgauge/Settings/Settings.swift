import Advice
import Canvas
import Ledger
import Themes

/// The settings in `config.toml`. Every key has a default, and the file is optional.
struct Settings: Equatable {
  /// Seconds between checks of the clock and of what other processes wrote.
  var refreshSeconds = 1.0
  /// `auto`, `true`, `256`, `16` or `none`.
  var color = ColorSetting.auto
  /// The name of a theme.
  var theme = ThemeCatalog.defaultName
  /// Draw with ASCII even if the terminal can do more.
  var ascii = false
  /// Characters for graphs.
  var graph = GraphSetting.braille
  /// Whether the dashboard takes clicks and the wheel.
  var mouse = true
  /// The folder for exported files; empty for the default folder.
  var exportFolder = ""
  /// The burn chart's initial time span.
  var chart = ChartWindow.hour1
  /// Minutes over which burn rates are averaged.
  var burnMinutes = LedgerRules.defaultBurnMinutes
  /// Thresholds of money warnings.
  var warnings = WarningLevels()
  /// Notices of warnings outside the dashboard.
  var notices = NoticeSettings()
  /// What a guard does when it cannot judge.
  var whenUnsure = UnsureSetting.pass
  /// How changes to the sources are noticed.
  var watch = WatchSetting.auto
  /// Seconds between checks if the system reports no changes.
  var pollSeconds = 2.0
}

/// Characters for graphs on a terminal that can show more than ASCII. Not every font has good braille.
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

/// What a guard does when it cannot judge.
enum UnsureSetting: String, CaseIterable {
  case pass, stop
}

/// How changes to the sources are noticed.
enum WatchSetting: String, CaseIterable {
  /// Through the system's reports, else by polling.
  case auto
  /// By polling, for file systems that report nothing.
  case poll
}
