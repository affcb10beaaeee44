import Advice

/// How the user is notified of warnings outside the dashboard.
struct NoticeSettings: Equatable {
  /// The lowest severity that makes a notice.
  var from = Warning.Severity.warning
  /// Whether to ring the terminal's bell.
  var bell = false
  var desktop = DesktopNotice.off
  /// A shell command to run; empty for none.
  var command = ""

  /// Whether notices work without a screen.
  var isOnWithoutScreen: Bool { desktop == .notifySend || !command.isEmpty }

  /// Whether there are any notices.
  var isOn: Bool { bell || desktop != .off || !command.isEmpty }
}

/// How to show a notice on the desktop.
enum DesktopNotice: String, CaseIterable {
  case off
  /// The terminal shows it, on these escape sequences.
  case osc9, osc777
  /// `notify-send` shows it.
  case notifySend = "notify-send"
}
