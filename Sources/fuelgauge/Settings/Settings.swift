/// What a person can set in `config.toml`; every key has a default, the file is optional.
struct Settings: Equatable {
  /// Seconds between two looks at the clock and at what other processes wrote.
  var refreshSeconds = 1.0
  /// `auto`, `true`, `256`, `16` or `none`.
  var color = ColorSetting.auto
  /// Draw with ASCII even where the terminal can do more.
  var ascii = false
  /// Minutes that the chart covers.
  var chartMinutes = 60
  /// Minutes that burn rates are taken over.
  var burnMinutes = 15
  /// How changes of the sources are noticed.
  var watch = WatchSetting.auto
  /// Seconds between two looks where the system reports no changes.
  var pollSeconds = 2.0
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
