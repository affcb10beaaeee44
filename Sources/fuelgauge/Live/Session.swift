import Canvas
import Dashboard
import Foundation
import Ledger
import Storage
import Terminal

/// The dashboard while it is open.
final class Session {
  private let workplace: Workplace
  private let settings: Settings
  private let store: UsageStore
  private let screen: Screen
  private let collection: BackgroundCollection
  private var model: DashboardModel
  private var seen: (version: Int, minute: Int64)?
  private var needsSnapshot = true

  /// Why it ended, if it could not go on.
  private(set) var failure: Failure?

  init(
    workplace: Workplace, settings: Settings, store: UsageStore, screen: Screen,
    collection: BackgroundCollection, model: DashboardModel
  ) {
    self.workplace = workplace
    self.settings = settings
    self.store = store
    self.screen = screen
    self.collection = collection
    self.model = model
  }

  /// Shows the model, with what the store holds if that was asked for since the last frame.
  func draw() {
    if needsSnapshot { readSnapshot() }
    screen.present(view(model))
  }

  /// Takes in an event of the loop.
  func handle(_ event: LoopEvent<DashboardMessage>) -> LoopStep {
    switch event {
    case .input(let input): return apply(.keyPressed(Key(input)))
    case .resized(let size): return apply(.resized(size))
    case .posted(let message): return apply(message)
    case .ended: return .stop
    case .tick:
      let step = apply(.ticked(workplace.runningNow))
      askForSnapshotIfChanged()
      return step
    }
  }

  private func readSnapshot() {
    needsSnapshot = false
    do {
      let now = workplace.runningNow
      let version = try store.dataVersion()
      let snapshot = try store.snapshot(
        UsageStore.SnapshotQuery(
          now: now, days: workplace.days, burnMinutes: settings.burnMinutes,
          chartMinutes: model.chartMinutes))
      seen = (version, now.minute)
      _ = apply(.ticked(now))
      _ = apply(.snapshotRead(snapshot))
    } catch {
      _ = apply(.passFailed("\(error)"))
    }
  }

  /// Rates fall while nothing happens, so a new minute is a change too.
  private func askForSnapshotIfChanged() {
    let version = try? store.dataVersion()
    if version != seen?.version || workplace.runningNow.minute != seen?.minute {
      needsSnapshot = true
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
      }
    }
    return .proceed
  }
}

extension Key {
  /// The key of an input event.
  init(_ event: InputEvent) {
    switch event {
    case .character(let character): self = .character(character)
    case .control(let character): self = .control(character)
    case .escape: self = .escape
    default: self = .other
    }
  }
}
