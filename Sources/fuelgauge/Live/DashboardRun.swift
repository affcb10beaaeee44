import Canvas
import Dashboard
import Demo
import Foundation
import Storage
import Terminal
import Themes

/// Runs the dashboard: turns events into messages, carries out the effects of updates, and shows what the
/// view draws.
final class DashboardRun {
  private let workplace: Workplace
  private let settings: Settings
  private let isToCollect: Bool
  private let demo: DemoStage?

  /// - Parameter demo: The demo to play, if any.
  init(workplace: Workplace, settings: Settings, collects: Bool, demo: DemoStage? = nil) {
    self.workplace = workplace
    self.settings = settings
    isToCollect = collects
    self.demo = demo
  }

  /// Returns when the user quits or the terminal goes away.
  func run() throws {
    let store = try workplace.openStore(isLive: true)
    // Runs last, when nothing here writes any more.
    defer { store.checkpoint() }
    // Never show a balance that includes expired credit.
    try store.settleIfDue(at: workplace.runningNow)
    let isAnothers =
      try isToCollect && store.ownersOfSources(otherThan: workplace.roots.folders) != nil
    let collects = isToCollect && !isAnothers
    // Fail on a bad price file or address before taking over the screen.
    _ = try workplace.prices()
    _ = try workplace.onlineReadings(store)
    guard let mailbox = Mailbox<SessionEvent>() else {
      throw Failure(status: .internal, message: ScreenError.systemRefused.description)
    }
    let collection = BackgroundCollection(workplace: workplace) { mailbox.post(.message($0)) }
    let screen = try openScreen()
    // The demo's folder may only be removed once nothing writes to it. A request to claude.ai still under way
    // is simply abandoned.
    defer { if collects { collection.waitForEnd(demo == nil ? 0.3 : 2) } }
    defer { screen.close() }
    // An unreadable theme must not keep the dashboard from opening.
    let palette = workplace.themes.palette(named: settings.theme) ?? .standard
    var look = Look(
      glyphs: screen.supportsUnicode && !settings.ascii ? .unicode : .ascii,
      palette: palette.fitted(to: screen.colorDepth))
    if look.glyphs.isUnicode { look.graphSymbols = settings.graph.symbols }
    var model = DashboardModel(
      size: screen.size, now: workplace.runningNow, days: workplace.days,
      chart: settings.chart, look: look)
    model.home = demo == nil ? workplace.home : DemoPlayer.home
    model.sources = workplace.roots.folders
    model.notices = workplace.settingsProblems
    model.isDemo = demo != nil
    if !collects { model.collecting = isAnothers ? .anothersStore : .off }
    demo?.play { mailbox.post(.message($0)) }

    let money = try StoreWork(
      workplace: workplace, ring: { mailbox.post(.ring($0)) }, tell: { mailbox.post(.message($0)) })
    defer {
      // Give the terminal back before waiting for anything.
      screen.close()
      money.finish()
      // Report failures even though the screen is gone.
      mailbox.takeAll().compactMap(\.refusal).forEach(StandardError.print)
    }
    if collects { collection.start() }
    defer { collection.stop() }
    let session = Session(
      workplace: workplace, settings: settings, store: store, screen: screen,
      collection: collection, money: money, model: model, tell: { mailbox.post(.message($0)) })
    let loop = EventLoop(
      screen: screen, mailbox: mailbox, tickEvery: .seconds(settings.refreshSeconds))
    loop.run(draw: { session.draw() }, { session.handle($0) })
  }

  private func openScreen() throws -> Screen {
    do throws(ScreenError) {
      return try Screen(
        options: Screen.Options(
          environment: workplace.environment, color: settings.color.depth,
          unicode: settings.ascii ? false : nil,
          usesMouse: settings.mouse,
          crashNote: "Fuelgauge has crashed; your terminal and the store are intact.\n"))
    } catch {
      throw Failure(status: .usage, message: error.description)
    }
  }
}

extension SessionEvent {
  /// Why something the user asked for was not done; nil for other events.
  fileprivate var refusal: String? {
    switch self {
    case .message(.moneyRefused(let reason)): "it was not done: \(reason)"
    case .message(.exportFailed(let reason)): "nothing was written: \(reason)"
    default: nil
    }
  }
}
