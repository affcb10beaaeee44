import Canvas
import Dashboard
import Demo
import Foundation
import Storage
import Terminal
import Themes

/// Runs the dashboard: turns what happens into messages, does what the update asks for, and shows
/// what the view draws.
final class DashboardRun {
  private let workplace: Workplace
  private let settings: Settings
  private let isToCollect: Bool
  private let demo: DemoStage?

  /// - Parameter demo: What plays, if it is no real day.
  init(workplace: Workplace, settings: Settings, collects: Bool, demo: DemoStage? = nil) {
    self.workplace = workplace
    self.settings = settings
    isToCollect = collects
    self.demo = demo
  }

  /// Returns when the person leaves or the terminal does.
  func run() throws {
    let store = try workplace.openStore(isLive: true)
    // Last of all, when nobody here writes any more.
    defer { store.checkpoint() }
    // No balance is shown that holds expired credit.
    try store.settleIfDue(at: workplace.runningNow)
    let isAnothers =
      try isToCollect && store.ownersOfSources(otherThan: workplace.roots.folders) != nil
    let collects = isToCollect && !isAnothers
    // A price file or an address that is wrong stops the program before the screen is taken.
    _ = try workplace.prices()
    _ = try workplace.onlineReadings(store)
    guard let mailbox = Mailbox<SessionEvent>() else {
      throw Failure(status: .internal, message: ScreenError.systemRefused.description)
    }
    let collection = BackgroundCollection(workplace: workplace) { mailbox.post(.message($0)) }
    let screen = try openScreen()
    // The folder of a demo goes when nobody writes there any more; a question that is open at claude.ai ends with
    // the one who asked.
    defer { if collects { collection.waitForEnd(demo == nil ? 0.3 : 2) } }
    defer { screen.close() }
    // A theme that cannot be read is no reason not to open.
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
      // The terminal is the person's again before anything is waited for.
      screen.close()
      money.finish()
      // What could not be done must not go unheard because the screen is gone.
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
          crashNote: "Fuelgauge has crashed; the terminal and the store are in order.\n"))
    } catch {
      throw Failure(status: .usage, message: error.description)
    }
  }
}

extension SessionEvent {
  /// Why something that the person asked for was not done; nil: it is not about that.
  fileprivate var refusal: String? {
    switch self {
    case .message(.moneyRefused(let reason)): "it was not done: \(reason)"
    case .message(.exportFailed(let reason)): "nothing was written: \(reason)"
    default: nil
    }
  }
}
