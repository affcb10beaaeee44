import Advice

/// How a person is told of warnings outside of the dashboard's screen.
struct NoticeSettings: Equatable {
  /// The least severe that is told.
  var from = Warning.Severity.warning
  /// Whether the terminal rings.
  var bell = false
  var desktop = DesktopNotice.off
  /// What the shell runs; empty: nothing.
  var command = ""

  /// Whether anything is told where there is no screen.
  var isOnWithoutScreen: Bool { desktop == .notifySend || !command.isEmpty }

  /// Whether anything is told at all.
  var isOn: Bool { bell || desktop != .off || !command.isEmpty }
}

/// How a notice gets to the desktop.
enum DesktopNotice: String, CaseIterable {
  case off
  /// The terminal shows it.
  case osc9, osc777
  /// `notify-send` does.
  case notifySend = "notify-send"
}
