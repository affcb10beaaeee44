import Dashboard

/// What other threads send to the thread that draws.
enum SessionEvent: Sendable {
  /// Something for the dashboard to update its model with.
  case message(DashboardMessage)
  /// New warnings to announce through the terminal, one line each. They change no model.
  case ring([String])
}
