/// Something the user can do: a key, what it does, and when. Key handling, clicks, the key bar and the help
/// are all built from these.
package struct Action: Sendable {
  package enum ID: Hashable, Sendable {
    case nextView, previousView, show(ViewID)
    case up, down, left, right, top, bottom, pageUp, pageDown, open, back
    case filter, sort, reverse, longer, shorter
    case snooze, export
    /// Opens the form with this name.
    case form(String)
    case theme, pause, readAgain, help, redraw, suspend, quit
  }

  /// What it does while the help is open.
  enum InHelp {
    case nothing
    /// What it always does; movement scrolls the help.
    case acts
    /// It only closes the help.
    case closes
    /// It closes the help, then does what it always does.
    case closesAndActs
  }

  package let id: ID
  /// The keys bound to it.
  package let keys: [Key]
  /// The keys as they are shown.
  package let keyText: String
  /// A word or two for the key bar; empty if it is not in the bar.
  package let label: String
  /// A sentence for the help; empty if another action's sentence covers it.
  package let help: String
  /// Whether it gives up its place in the key bar to actions needed more often.
  package let isRare: Bool
  let inHelp: InHelp
  /// Whether it opens a form that starts with an amount, which may be typed right after its key.
  let asksAmount: Bool
  /// Why it cannot be done now, in a few words; nil if it can. Called for every frame.
  package let whyNot: @Sendable (DashboardModel) -> String?
  /// Does it. Call only while ``whyNot`` returns nil.
  let perform: @Sendable (inout DashboardModel) -> [DashboardEffect]

  init(
    _ id: ID, _ keys: [Key], _ keyText: String = "", label: String = "", isRare: Bool = false,
    inHelp: InHelp = .nothing, asksAmount: Bool = false, _ help: String = "",
    whyNot: @escaping @Sendable (DashboardModel) -> String? = { _ in nil },
    perform: @escaping @Sendable (inout DashboardModel) -> [DashboardEffect]
  ) {
    self.id = id
    self.keys = keys
    self.keyText = keyText
    self.label = label
    self.help = help
    self.isRare = isRare
    self.inHelp = inHelp
    self.asksAmount = asksAmount
    self.whyNot = whyNot
    self.perform = perform
  }

  /// An action that only changes the model and needs no effect.
  static func changing(
    _ id: ID, _ keys: [Key], _ keyText: String = "", label: String = "", isRare: Bool = false,
    inHelp: InHelp = .nothing, asksAmount: Bool = false, _ help: String = "",
    whyNot: @escaping @Sendable (DashboardModel) -> String? = { _ in nil },
    change: @escaping @Sendable (inout DashboardModel) -> Void
  ) -> Action {
    Action(
      id, keys, keyText, label: label, isRare: isRare, inHelp: inHelp, asksAmount: asksAmount,
      help, whyNot: whyNot
    ) { model in
      change(&model)
      return []
    }
  }
}

extension DashboardModel {
  /// Performs an action of the current view, or tells the user why not.
  mutating func perform(_ id: Action.ID) -> [DashboardEffect] {
    Action.all(in: view).first { $0.id == id }.map { carryOut($0) } ?? []
  }

  /// Performs an action, or tells the user why not.
  mutating func carryOut(_ action: Action) -> [DashboardEffect] {
    if showsHelp {
      switch action.inHelp {
      case .nothing: return []
      case .acts: break
      case .closes:
        helpScroll = nil
        return []
      case .closesAndActs: helpScroll = nil
      }
    }
    if let reason = action.whyNot(self) {
      tell(reason)
      return []
    }
    return action.perform(&self)
  }
}
