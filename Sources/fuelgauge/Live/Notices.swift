import Advice
import Canvas
import Foundation
import Programs
import Storage
import Synchronization
import Values

/// Notifies the user of warnings outside the dashboard, once per episode across all processes.
struct Notices {
  private let settings: NoticeSettings
  private let environment: [String: String]
  /// Episodes already handled, and when they began.
  private var settled: [Warning.Episode: Instant] = [:]

  init(_ workplace: Workplace) {
    settings = workplace.settings.notices
    environment = workplace.environment
  }

  /// Sends notices for new warnings.
  /// - Returns: one line for each, for the bell and the terminal.
  mutating func tell(of warnings: [Warning], _ store: UsageStore) throws -> [String] {
    guard settings.isOn else { return [] }
    let open = Set(warnings.map(\.episode))
    // A warning that ends and begins again is a new episode, even if nobody saw it end.
    settled = settled.filter { open.contains($0.key) }
    let news = warnings.filter { $0.severity >= settings.from && settled[$0.episode] != $0.since }
    guard !news.isEmpty else { return [] }
    let (due, settledNow) = try store.claimNotices(of: news)
    for warning in news where settledNow.contains(warning.episode) {
      settled[warning.episode] = warning.since
    }
    for warning in due { start(warning) }
    return due.map(Notices.line)
  }

  private static func line(_ warning: Warning) -> String {
    SafeText.clean("\(warning.message) \(warning.action)")
  }

  private func start(_ warning: Warning) {
    if settings.desktop == .notifySend,
      let program = ChildProgram.find("notify-send", path: environment["PATH"])
    {
      let urgency = warning.severity == .critical ? "critical" : "normal"
      ChildProgram.startDetached([
        program, "--app-name=Fuelgauge", "--urgency=\(urgency)", "--", "Fuelgauge",
        Notices.line(warning),
      ])
    }
    guard !settings.command.isEmpty else { return }
    ChildProgram.startDetached(
      ["/bin/sh", "-c", settings.command],
      with: [
        "FUELGAUGE_WARNING": warning.id.rawValue, "FUELGAUGE_SEVERITY": warning.severity.rawValue,
        "FUELGAUGE_ACCOUNT": SafeText.clean(warning.account ?? ""),
        "FUELGAUGE_MESSAGE": SafeText.clean(warning.message),
        "FUELGAUGE_ACTION": SafeText.clean(warning.action),
      ])
  }
}

/// Checks every few seconds for new warnings, for commands without a screen.
final class NoticeWatch {
  private let timer: any DispatchSourceTimer

  private static let seconds = 2

  /// - Returns: nil if notices are off, or need a screen.
  init?(_ workplace: Workplace) throws {
    guard workplace.settings.notices.isOnWithoutScreen else { return nil }
    // A connection of its own, so that it never waits for reading.
    let store = try workplace.openStore(isLive: true)
    let queue = DispatchQueue(label: "notices")
    let notices = Mutex(Notices(workplace))
    let seen = Mutex<Int?>(nil)
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now(), repeating: .seconds(NoticeWatch.seconds))
    timer.setEventHandler {
      do {
        let version = try store.dataVersion()
        let isNews = seen.withLock { seen in
          defer { seen = version }
          return seen != version
        }
        guard isNews else { return }
        let warnings = try store.funds(at: workplace.runningNow).warnings
        _ = try notices.withLock { try $0.tell(of: warnings, store) }
      } catch {
        StandardError.print("\(error)")
      }
    }
    timer.resume()
  }

  func cancel() { timer.cancel() }
}
