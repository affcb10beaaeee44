import Advice
import Canvas
import Themes
import Values

/// Describes a known balance, in lines of any width.
struct BalanceText {
  private let model: DashboardModel
  private let state: AccountState
  private let amount: Money

  init(_ model: DashboardModel, _ state: AccountState) {
    self.model = model
    self.state = state
    amount = state.balance.amount ?? .zero
  }

  private var palette: Palette { model.look.palette }
  private var label: Style { palette.style(\.label) }
  private var currency: Currency { state.account.currency }
  private func money(_ amount: Money) -> String { amount.fullDisplay(in: currency) }

  var isEmpty: Bool { amount <= .zero }

  /// Whether the low balance warning is on.
  private var isShort: Bool { isOn(.lowBalance) }

  /// Whether requests are refused although there should be money. Then the amount is not the problem.
  private var isRefused: Bool { !isEmpty && (isOn(.outOfUsage) || state.isStopped) }

  private func isOn(_ id: Warning.ID) -> Bool {
    model.funds.warnings.contains { $0.account == state.account.name && $0.id == id }
  }

  /// The fraction, 0…1, left of the balance after the latest credit or reading.
  var level: Double {
    guard let full = state.fullBalance, full > .zero else { return isEmpty ? 0 : 1 }
    return Double(amount.nanos) / Double(full.nanos)
  }

  /// Between which levels it is, if it is only assumed who paid for a part; nil: that is known.
  var doubt: ClosedRange<Double>? {
    guard state.balance.isDoubtful, let low = state.balance.low, let high = state.balance.high,
      let full = state.fullBalance, full > .zero, low <= high
    else { return nil }
    func level(_ amount: Money) -> Double {
      min(1, max(0, Double(amount.nanos) / Double(full.nanos)))
    }
    return level(low)...level(high)
  }

  /// What is left at least, if it is only assumed who paid for a part.
  private var atLeast: Frame.Piece? {
    guard state.balance.isDoubtful, let low = state.balance.low, low < amount, !isRefused else {
      return nil
    }
    return Frame.Piece("at least \(money(low))", label)
  }

  /// The colour for the state, which ``word`` spells out.
  var amountStyle: Style {
    palette.style(isEmpty || isRefused ? \.bad : isShort ? \.warning : \.good, [.bold])
  }

  private var word: String {
    isEmpty ? "empty" : isRefused ? "refused" : isShort ? "low" : ""
  }

  /// The amount with its currency.
  var amountText: String { amount.fullDisplay(in: currency) }

  private var amountPieces: [Frame.Piece] {
    [Frame.Piece(amountText + (word.isEmpty ? "" : " " + word), amountStyle)]
  }

  /// How old the reading behind the amount is, longest wording first; empty if the amount is exact.
  private var origins: [Frame.Piece] {
    let balance = state.balance
    guard balance.authority == .claude else { return [] }
    guard let asOf = balance.asOf else { return [Frame.Piece("never read", label)] }
    let ago = (model.now - asOf).text
    if balance.isStale {
      let style = palette.style(\.warning, [.bold])
      let sign = "\(model.look.glyphs.warning) "
      return [
        Frame.Piece("\(sign)stale: read \(ago) ago, estimated since", style),
        Frame.Piece("\(sign)stale: read \(ago) ago", style),
        Frame.Piece("\(sign)stale", style),
      ]
    }
    return [
      Frame.Piece("read \(ago) ago, estimated since", label),
      Frame.Piece("read \(ago) ago", label),
    ]
  }

  /// The percentage left of the balance after the latest credit or reading.
  private var share: Frame.Piece? {
    guard let full = state.fullBalance, full > .zero, !isEmpty, !isRefused else { return nil }
    return Frame.Piece(
      "\(PercentText.of(min(1, level))) of \(full.fullDisplay(in: currency))", label)
  }

  /// The amount, its origin, and what else matters most. In a tall panel the cap has its own line.
  func amountLine(width: Int, isTall: Bool) -> [Frame.Piece] {
    let head = [Frame.Piece(TextWidth.fit("balance", 10), label)] + amountPieces
    let taken = head.reduce(0) { $0 + $1.width } + (atLeast.map { $0.width + 2 } ?? 0)
    let room = width - taken - 2
    let origin = origins.first { $0.width <= room }
    return appended(
      [atLeast, origin, isTall ? nil : cap, share].compactMap { $0 }, to: head, width: width)
  }

  private var timeToZero: TimeToZero { state.timeToZero(at: model.now) }

  private var runsOutPieces: [Frame.Piece] {
    if state.isStopped { return [Frame.Piece("refused now", palette.style(\.bad, [.bold]))] }
    if let outlook = state.ahead.outlook, let stop = outlook.stop {
      let text = outlook.text(ofStop: stop, at: model.now)
      return [Frame.Piece(text, palette.style(\.warning, [.bold]), .action(.show(.limits)))]
    }
    let text = state.ahead.outlook?.text(at: model.now) ?? timeToZero.text(at: model.now)
    let color: KeyPath<Palette, Color> =
      switch timeToZero {
      case .now: \.bad
      case .at(let time):
        time - model.now < .hour ? \.warning : \.foreground
      default: \.foreground
      }
    let isFound = if case .at = timeToZero { true } else { timeToZero == .now }
    return [Frame.Piece(text, palette.style(color, isFound ? [.bold] : []))]
  }

  /// When it runs out. If this is the only such line, it includes what else matters most.
  func runsOut(width: Int, isAlone: Bool) -> [Frame.Piece] {
    let head =
      [
        Frame.Piece(
          TextWidth.fit(state.isStopped ? "requests" : stops ? "stops" : "runs out", 10), label)
      ] + runsOutPieces
    let room = width - head.reduce(0) { $0 + $1.width } - ahead.reduce(0) { $0 + $1.width + 2 }
    let pace = paces.first { $0.width + 2 <= room }
    let facts = ahead + (isAlone ? [pending, reload] : [pending, pace]).compactMap { $0 }
    return appended(facts, to: head, width: width)
  }

  private var stops: Bool { state.ahead.outlook?.stop != nil || state.isStopped }

  /// The probable interval, the first event before the balance is empty, and the time of day it is.
  private var ahead: [Frame.Piece] {
    guard let outlook = state.ahead.outlook, !state.isStopped else { return [] }
    if stops { return [Frame.Piece("empty: \(outlook.text(at: model.now))", label)] }
    var pieces = [span, outlook.first.map(piece)].compactMap { $0 }
    if case .at(let time) = outlook.zero,
      time - model.now < .day
    {
      pieces.append(Frame.Piece("about \(model.days.clock(of: time))", label))
    }
    if outlook.hasLittleHistory, outlook.low != nil {
      pieces.append(Frame.Piece(Outlook.littleHistory, label))
    }
    return pieces
  }

  /// The 80 % interval in which it runs out.
  private var span: Frame.Piece? {
    guard let outlook = state.ahead.outlook, let low = outlook.low, let high = outlook.high else {
      return nil
    }
    return Frame.Piece("(\(outlook.span(low, high, at: model.now)))", label)
  }

  /// The events after the first one, for a tall panel.
  private var later: [Frame.Piece] {
    (state.ahead.outlook?.next ?? []).filter {
      $0 != state.ahead.outlook?.first && $0.kind != .zero
    }.prefix(3)
      .map(piece)
  }

  private func piece(_ event: Outlook.Event) -> Frame.Piece {
    Frame.Piece(
      "\(event.kind.title(in: currency)) \(event.when(at: model.now))", label,
      .action(.show(.limits)))
  }

  /// Auto-reload with its terms, for a tall panel.
  var reloadLine: [Frame.Piece] {
    let settings = state.autoReload.settings
    let terms = settings.map { $0.isOn ? "on: \($0.terms(in: currency))" : "off" } ?? "unknown"
    return [
      Frame.Piece(TextWidth.fit("reload", 10), label),
      Frame.Piece(terms, .plain, .action(.autoReload)),
    ]
  }

  /// What was drawn and what limits it, for a tall panel.
  func drawn(width: Int) -> [Frame.Piece] {
    let spent = "\(money(state.drawn.today)) today, \(money(state.drawn.month)) this month"
    return appended(
      [cap, pending].compactMap { $0 } + later,
      to: [Frame.Piece(TextWidth.fit("drawn", 10), label), Frame.Piece(spent, .plain)],
      width: width)
  }

  /// All of it in one line, most important first.
  func line(width: Int) -> [Frame.Piece] {
    let isFound = if case .at = timeToZero { true } else { false }
    let head = [Frame.Piece("balance ", label)] + amountPieces
    let verb = stops ? "  stops " : isFound ? "  runs out " : "  "
    let end = [Frame.Piece(verb, label)] + runsOutPieces
    let isStale = state.balance.isStale
    let stale = isStale ? [Frame.Piece("stale", palette.style(\.warning, [.bold]))] : []
    // If it is empty, the amount already says so.
    let rest = isEmpty || state.isStopped ? [] : end
    let room = width - (head + rest).reduce(0) { $0 + $1.width } - 2
    let doubt = atLeast.flatMap { $0.width <= room ? [Frame.Piece("  ", label), $0] : nil } ?? []
    let start = head + doubt + rest
    // If a cap stops everything, the line already says so.
    let first = stops ? nil : cap
    let facts = [stops || isEmpty ? nil : span, first, pending, reload].compactMap { $0 }
    return appended(stale + facts, to: start, width: width)
  }

  /// Appends as many of the facts as there is room for.
  private func appended(
    _ facts: [Frame.Piece], to head: [Frame.Piece], width: Int
  ) -> [Frame.Piece] {
    var pieces = head
    var left = width - head.reduce(0) { $0 + $1.width }
    for fact in facts where fact.width + 2 <= left {
      pieces += [Frame.Piece("  ", label), fact]
      left -= fact.width + 2
    }
    return pieces
  }

  private var cap: Frame.Piece? {
    guard let cap = state.monthlyCap else { return nil }
    return cap.isReached
      ? Frame.Piece("cap reached", palette.style(\.bad, [.bold]), .action(.show(.limits)))
      : Frame.Piece("cap left \(money(cap.left))", label, .action(.show(.limits)))
  }

  private var pending: Frame.Piece? {
    let amount = state.balance.pending
    guard amount > .zero else { return nil }
    return Frame.Piece(
      "\(money(amount)) pending", palette.style(\.accent), .action(.show(.limits)))
  }

  private var reload: Frame.Piece? {
    guard let settings = state.autoReload.settings else { return nil }
    return Frame.Piece(
      settings.isOn ? "reload on" : "reload off", label, .action(.autoReload))
  }

  /// The pace behind the forecast, longest wording first.
  private var paces: [Frame.Piece] {
    guard state.ahead.outlook == nil else {
      guard let pace = state.expectedPace(at: model.now) else { return [] }
      let rate = "~\(money(pace.perHour))/h on average"
      return (pace.spansNights ? [rate + ", nights included", rate] : [rate]).map {
        Frame.Piece($0, label)
      }
    }
    return state.drawn.perHour > .zero
      ? [Frame.Piece("at \(money(state.drawn.perHour))/h", label)] : []
  }
}
