import Advice
import Ledger

/// A form's steps forward and back. Money moves only after a confirmation, and a large amount only after it was
/// typed twice. An Enter that may be part of pasted text never confirms anything.
extension DashboardModel {
  mutating func proceedInForm(_ typing: Typing) -> [DashboardEffect] {
    guard var open = form, let state = subject(of: open) else {
      form = nil
      return []
    }
    open.complaint = nil
    let answer = open.answer(about: state)
    form = open
    if open.acts(on: answer), !typing.isApart {
      form?.complaint = "\(DashboardModel.enterAmongKeys)."
      return []
    }
    switch answer {
    case .nothing: form = nil
    case .incomplete(let field, let request):
      form?.complaint = request
      form?.focus = field ?? open.focus
    case .wrong(let field): form?.focus = field
    case .account(let name):
      form = nil
      return useAccount(name)
    case .online where open.stage == .working: break
    case .online(let isOn):
      form?.stage = .working
      return [.setOnline(isOn, account: state.account.name)]
    case .action(let action):
      switch action.route(on: state.account) {
      case .refused(.managed): form = ManagedForm.form(about: state)
      case .refused(let fault): form?.complaint = "\(fault)"
      case .here, .atClaude: return proceed(with: action, open)
      }
    }
    return []
  }

  /// Why an Enter did nothing.
  static let enterAmongKeys = "Enter came too soon: press it again"

  /// Makes an account the current one.
  mutating func useAccount(_ name: String) -> [DashboardEffect] {
    if name == funds.current { return [] }
    chosenAccount = name
    return [.useAccount(name), .readSnapshot]
  }

  private mutating func proceed(
    with action: MoneyAction, _ open: Form
  ) -> [DashboardEffect] {
    switch open.stage {
    case .editing: form?.stage = .confirming
    case .confirming where open.amountToRetype != nil: form?.stage = .retyping("")
    case .retyping(let text) where text != open.amountToRetype?.text:
      form?.complaint = text.isEmpty ? "type the amount again" : "that is not the same amount"
    case .confirming, .retyping:
      form?.stage = .working
      return [.perform(action, account: open.account)]
    case .working: break
    }
    return []
  }

  /// Goes one step back; from the first step, closes the form.
  mutating func leaveForm() {
    form?.complaint = nil
    switch form?.stage {
    case .confirming where form?.fields.isEmpty == false, .retyping:
      form?.stage = .editing
      form?.isDoneThere = false
    default: form = nil
    }
  }

  /// Handles a completed money action. If something remains to be done at claude.ai, its page is opened.
  mutating func takeOutcome(_ outcome: MoneyOutcome) -> [DashboardEffect] {
    if form?.stage == .working { form = nil }
    let currency = state(ofAccount: outcome.account)?.account.currency ?? .usd
    let short = outcome.wish.map { "pending: \($0.instruction(in: currency))" }
    tellOutcome([outcome.sentence] + [short].compactMap { $0 })
    return [.readSnapshot] + (outcome.wish == nil ? [] : [.openPage(PendingChange.page)])
  }

  /// Handles a refused money action: nothing changed, and the form shows why.
  mutating func takeRefusal(_ reason: String) {
    chosenAccount = nil
    guard let open = form, open.stage == .working else { return tell(reason) }
    form?.stage = open.fields.isEmpty ? .confirming : .editing
    form?.complaint = reason
  }

  /// Notes that the page was opened, together with what was just noted as pending.
  mutating func takeOpenedPage() {
    let fact = "\(DashboardModel.pageAddress) is open"
    tellOutcome(pendingTexts.map { "\($0); \(fact)" } + [fact])
  }

  /// Shows the address when there is no browser. That is needed even if it was sent to the clipboard, because a
  /// terminal never reports whether it accepted it.
  mutating func takeShownAddress(isSent: Bool) {
    let address = DashboardModel.pageAddress
    let texts =
      isSent
      ? [
        "address sent to the terminal's clipboard: if it is not there, select it here: \(address)",
        "sent to the terminal's clipboard, or select it: \(address)",
        "sent to clipboard, or select \(address)", address,
      ] : ["no browser here: open \(address)", address]
    let noted =
      isSent
      ? "noted as pending; do it at \(address) (sent to the clipboard)"
      : "noted as pending; do it at \(address)"
    let all =
      pendingTexts.isEmpty
      ? texts
      : pendingTexts.map { "\($0); \(texts[0])" }
        + [noted, "pending: do it at \(address)", address]
    tellOutcome(all, for: DashboardModel.addressTime)
  }

  private static let pageAddress = PendingChange.page.replacing("https://", with: "")

  private var pendingTexts: [String] { note.flatMap { $0.isOutcome ? $0.texts : nil } ?? [] }

  private mutating func tellOutcome(
    _ texts: [String], for time: Int64 = DashboardModel.outcomeTime
  ) {
    note = Note(texts: texts, until: uptime + time, isOutcome: true)
  }

  /// How long a note about money stays, in milliseconds.
  fileprivate static let outcomeTime: Int64 = 10_000

  /// How long an address stays, so that it can be selected, in milliseconds.
  fileprivate static let addressTime: Int64 = 30_000
}

extension Form {
  /// Whether continuing performs the action, or leads to the last step before it.
  fileprivate func acts(on answer: FormAnswer) -> Bool {
    switch answer {
    case .nothing, .incomplete, .wrong: false
    case .account: true
    case .online, .action: stage == .confirming || stage.isRetyping
    }
  }
}
