import Advice
import Canvas
import Dashboard
import Foundation
import Ledger
import Storage
import Synchronization
import Values

/// Does the dashboard's work that may wait for other processes or the disk, one item at a time and off the
/// drawing thread.
final class StoreWork: Sendable {
  private let workplace: Workplace
  private let queue = DispatchQueue(label: "money")
  /// Work the user asked for that is not done yet.
  private let asked = DispatchGroup()
  private let store: UsageStore
  private let ring: @Sendable ([String]) -> Void
  private let tell: @Sendable (DashboardMessage) -> Void
  private let isLeaving = Atomic(false)
  private let notices: Mutex<Notices>

  /// Both closures are called from another thread.
  /// - Parameters:
  ///   - ring: announces new warnings through the terminal, one line each.
  ///   - tell: reports the outcome of each item.
  init(
    workplace: Workplace, ring: @escaping @Sendable ([String]) -> Void,
    tell: @escaping @Sendable (DashboardMessage) -> Void
  ) throws {
    self.workplace = workplace
    self.ring = ring
    self.tell = tell
    notices = Mutex(Notices(workplace))
    // A connection of its own, so that drawing never waits for writing.
    store = try workplace.openStore(isLive: true)
  }

  /// Performs a money action.
  func perform(_ action: MoneyAction, on account: String?) {
    queue.async(group: asked) { [self] in
      do {
        tell(.moneyDone(try store.perform(action, on: account, at: workplace.runningNow)))
      } catch {
        tell(.moneyRefused("\(error)"))
      }
    }
  }

  /// Makes an account the current one.
  func use(_ account: String) {
    queue.async(group: asked) { [self] in
      do {
        _ = try store.useAccount(account, at: workplace.runningNow)
      } catch {
        tell(.moneyRefused("\(error)"))
      }
    }
  }

  /// Turns an account's online readings on or off.
  /// - Parameter then: called once that is stored.
  func setOnline(_ isOn: Bool, _ account: String, then: @escaping @Sendable () -> Void) {
    queue.async(group: asked) { [self] in
      do {
        _ = try store.changeAccount(account, at: workplace.runningNow) { $0.isOnline = isOn }
        then()
        tell(
          .moneyDone(
            MoneyOutcome([.onlineReadings(isOn: isOn)], account: account)))
      } catch {
        tell(.moneyRefused("\(error)"))
      }
    }
  }

  /// Snoozes a warning for a day.
  func snooze(_ episode: Warning.Episode) {
    queue.async(group: asked) { [self] in
      do {
        let until = workplace.runningNow.advanced(by: Instant.perDay)
        try store.snooze(episode, until: until)
      } catch {
        tell(.moneyRefused("\(error)"))
      }
    }
  }

  /// Sends notices for new warnings, as set in the settings.
  func notify(of warnings: [Warning]) {
    guard workplace.settings.notices.isOn else { return }
    queue.async { [self] in
      if isLeaving.load(ordering: .relaxed) { return }
      // Retried with the next snapshot; whoever reads the store reports what is wrong with it.
      let lines = try? notices.withLock { try $0.tell(of: warnings, store) }
      if let lines, !lines.isEmpty { ring(lines) }
    }
  }

  /// Settles what is due, such as a reload after its cool-down.
  func settle() {
    queue.async { [self] in
      // The next process to run will do it.
      if isLeaving.load(ordering: .relaxed) { return }
      // Retried soon; whoever reads the store reports what is wrong with it.
      try? store.settle(at: workplace.runningNow)
    }
  }

  /// Exports to a new file.
  func export(_ export: Export) {
    queue.async(group: asked) { [self] in
      do {
        let file = try ExportFile(
          name: export.name, at: workplace.runningNow, workplace.days, in: workplace.exportFolder)
        switch export {
        case .table(_, let csv): try file.write(csv)
        case .ledger(let query):
          let currency = try store.currency(ofLedgerOf: query.account) ?? .usd
          try file.write(LedgerOutput.csvHeading + "\n")
          try store.ledger(query, since: nil, days: workplace.days) {
            try file.write(LedgerOutput.csvLine($0, in: currency) + "\n")
          }
        }
        try file.finish()
        tell(.exported(path: file.path))
      } catch {
        tell(.exportFailed("\(error)"))
      }
    }
  }

  /// Waits for the work the user asked for, with a message if that takes long. It does not wait for due
  /// events, which the next process will settle.
  func finish() {
    isLeaving.store(true, ordering: .relaxed)
    if asked.wait(timeout: .now() + 0.5) == .success { return }
    StandardError.print("the store is busy; waiting to save what you asked for (^C to give up)")
    asked.wait()
  }
}

extension Export {
  fileprivate var name: String {
    switch self {
    case .ledger: "ledger"
    case .table(let name, _): name
    }
  }
}
