import Advice
import Canvas
import Dashboard
import Foundation
import Ledger
import Storage
import Synchronization
import Values

/// Does for the dashboard what waits for other processes or for the disk, one thing after the other and
/// beside the thread that draws.
final class StoreWork: Sendable {
  private let workplace: Workplace
  private let queue = DispatchQueue(label: "money")
  /// What the person has asked for and is not done yet.
  private let asked = DispatchGroup()
  private let store: UsageStore
  private let ring: @Sendable ([String]) -> Void
  private let tell: @Sendable (DashboardMessage) -> Void
  private let isLeaving = Atomic(false)
  private let notices: Mutex<Notices>

  /// Both closures are called from another thread.
  /// - Parameters:
  ///   - ring: announces new warnings through the terminal, one line each.
  ///   - tell: reports what became of each request.
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

  /// Does what the person wants done to an account's money.
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

  /// Lets claude.ai be asked for an account's readings, or no longer.
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

  /// Silences a warning for a day.
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

  /// Tells of what is new among the warnings that are on, as the settings say.
  func notify(of warnings: [Warning]) {
    guard workplace.settings.notices.isOn else { return }
    queue.async { [self] in
      if isLeaving.load(ordering: .relaxed) { return }
      // It is tried again with the next picture; the store's own readers say what is wrong with it.
      let lines = try? notices.withLock { try $0.tell(of: warnings, store) }
      if let lines, !lines.isEmpty { ring(lines) }
    }
  }

  /// Does what has become due, such as a reload at the end of its rest.
  func settle() {
    queue.async { [self] in
      // Whoever comes next does it.
      if isLeaving.load(ordering: .relaxed) { return }
      // It is tried again soon; the store's own readers say what is wrong with it.
      try? store.settle(at: workplace.runningNow)
    }
  }

  /// Writes what is shown into a new file.
  func export(_ export: Export) {
    queue.async(group: asked) { [self] in
      do {
        let file = try ExportFile(
          name: export.name, at: workplace.runningNow, workplace.days, in: workplace.exportFolder)
        switch export {
        case .table(_, let csv): try file.write(csv)
        case .ledger(let query):
          let accounts = try store.funds(at: workplace.runningNow)
          let currency = accounts.state(of: query.account)?.account.currency ?? .usd
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

  /// Waits for what the person has asked for, and says so where it takes long. What has become due is not
  /// waited for: it is done whole by whoever comes next.
  func finish() {
    isLeaving.store(true, ordering: .relaxed)
    if asked.wait(timeout: .now() + 0.5) == .success { return }
    StandardError.print("the store is busy; waiting to write what you asked for, ^C gives up")
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
