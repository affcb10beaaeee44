import Canvas
import Dashboard
import Foundation
import Storage
import Terminal

/// An open dashboard.
final class Session {
  private let workplace: Workplace
  private let settings: Settings
  private let store: UsageStore
  private let screen: Screen
  private let collection: BackgroundCollection
  private let money: StoreWork
  private let tell: @Sendable (DashboardMessage) -> Void
  private lazy var themes = workplace.themes
  private var theme: String
  private var model: DashboardModel
  private var seen: (version: Int, minute: Int64)?
  private var needsSnapshot = true
  private var settling = SettleSchedule()

  init(
    workplace: Workplace, settings: Settings, store: UsageStore, screen: Screen,
    collection: BackgroundCollection, money: StoreWork, model: DashboardModel,
    tell: @escaping @Sendable (DashboardMessage) -> Void
  ) {
    self.workplace = workplace
    self.settings = settings
    self.store = store
    self.screen = screen
    self.collection = collection
    self.money = money
    self.tell = tell
    self.model = model
    theme = settings.theme
  }

  /// Draws the model, after reading the store if requested since the last frame.
  func draw() {
    if needsSnapshot { readSnapshot() }
    let frame = view(model)
    screen.present(
      frame.canvas,
      links: frame.links.compactMap {
        ScreenLink(row: $0.row, columns: $0.columns, address: $0.address)
      })
  }

  /// Handles an event from the loop.
  func handle(_ event: LoopEvent<SessionEvent>) -> LoopStep {
    switch event {
    case .input(let read): return take(read)
    case .resized(let size): return apply(.resized(size))
    case .posted(.message(let message)): return apply(message)
    case .posted(.ring(let lines)):
      ring(lines)
      return .proceed
    case .ended:
      // When a terminal closes, the shell sends a second SIGHUP. Ignore it, to end in order.
      signal(SIGHUP, SIG_IGN)
      return .stop
    case .tick:
      let step = apply(.ticked(workplace.runningNow, uptime: workplace.clock.uptime))
      askForSnapshotIfChanged()
      settleIfDue()
      return step
    }
  }

  private func take(_ read: InputRead) -> LoopStep {
    for message in DashboardMessage.all(of: read) where apply(message) == .stop { return .stop }
    return .proceed
  }

  private func readSnapshot() {
    needsSnapshot = false
    do {
      let now = workplace.runningNow
      let version = try store.dataVersion()
      let asked = model.query
      let snapshot = try store.snapshot(
        UsageStore.SnapshotQuery(
          now: now, days: workplace.days, chart: asked.chart, breakdowns: asked.breakdowns,
          ledger: asked.ledger))
      seen = (version, now.minute)
      _ = apply(.ticked(now, uptime: workplace.clock.uptime))
      _ = apply(.snapshotRead(snapshot))
      money.notify(of: snapshot.funds.warnings)
    } catch {
      // Drop the path: there is no room for it, and only one store.
      let reason = "\(error)"
      let path = "\(workplace.storePath): "
      let isOfStore = reason.hasPrefix(path)
      _ = apply(.snapshotFailed(isOfStore ? String(reason.dropFirst(path.count)) : reason))
    }
  }

  /// A new minute counts as a change, because rates fall even when nothing happens.
  private func askForSnapshotIfChanged() {
    if model.isPaused { return }
    let version = try? store.dataVersion()
    if version != seen?.version || workplace.runningNow.minute != seen?.minute {
      needsSnapshot = true
    }
  }

  /// Credits expire and auto-reload's cool-down ends even when nothing else happens.
  private func settleIfDue() {
    let now = workplace.runningNow
    guard settling.isDue(at: now), let funds = model.snapshot?.funds, !funds.accounts.isEmpty else {
      return
    }
    let dates = funds.accounts.flatMap { state in
      [state.autoReload.coolDownUntil, state.expiring.first?.expires].compactMap { $0 }
    }
    money.settle()
    settling.plan(after: now, dates: dates)
  }

  /// Opens a page in the browser, or else copies its address to the clipboard and shows it.
  private func open(_ page: String) {
    if Browser(workplace.environment).open(page) {
      tell(.pageOpened)
    } else {
      tell(.addressShown(isSent: screen.copy(page)))
    }
  }

  private func ring(_ lines: [String]) {
    let notices = settings.notices
    if notices.bell { screen.ringBell() }
    let form: Screen.NoticeForm? =
      switch notices.desktop {
      case .osc9: .osc9
      case .osc777: .osc777
      case .off, .notifySend: nil
      }
    guard let form else { return }
    for line in lines { screen.notify(line, as: form) }
  }

  /// Switches to the next readable theme.
  private func takeNextTheme() {
    let names = themes.names
    let start = names.firstIndex(of: theme) ?? 0
    for step in 1...max(1, names.count) {
      let name = names[(start + step) % names.count]
      guard let palette = themes.palette(named: name) else { continue }
      theme = name
      _ = apply(.themeChosen(name: name, palette.fitted(to: screen.colorDepth)))
      return
    }
  }

  private func apply(_ message: DashboardMessage) -> LoopStep {
    for effect in update(&model, message) {
      switch effect {
      case .quit: return .stop
      case .redraw: screen.redrawAll()
      case .suspend: collection.whileSettled { screen.suspend() }
      case .readSnapshot: needsSnapshot = true
      case .collect: collection.collectNow()
      case .nextTheme: takeNextTheme()
      case .perform(let action, let account): money.perform(action, on: account)
      case .useAccount(let name): money.use(name)
      case .setOnline(let isOn, let account):
        // The collector notices it when it scans the sources.
        money.setOnline(isOn, account) { [collection] in collection.collectNow() }
      case .snooze(let episode): money.snooze(episode)
      case .openPage(let page): open(page)
      case .export(let export): money.export(export)
      }
    }
    return .proceed
  }
}
