import Advice
import Collector
import Demo
import Meters
import Pricing
import Storage
import TestSupport
import Testing
import Values

/// A demo with its store, played by a clock that the test sets.
private final class Stage {
  let script: DemoScript
  let store: UsageStore
  private(set) var sentences: [String] = []
  private let folder: TemporaryFolder
  private let clock = SetClock()
  private let collector: Collector
  private let writer: UsageWriter
  private var demo: DemoPlay

  init(seed: UInt64, start: Instant) throws {
    folder = try TemporaryFolder()
    store = try UsageStore(path: folder.path("usage.sqlite"), rules: clock.rules)
    writer = UsageWriter(store: store, prices: .builtIn)
    let environment = ["HOME": folder.path]
    let roots = TranscriptRoots(environment: environment)
    collector = Collector(
      store: store, prices: .builtIn, roots: roots,
      logins: LoginReader(roots: roots, environment: environment))
    script = DemoScript(seed: seed, start: start, days: try days())
    demo = DemoPlay(script, folder: folder.path, start: start)
  }

  func play(to now: Instant) throws -> Funds {
    clock.now = now
    sentences += try demo.play(to: now, into: store, writer) { _ = try collector.collect() }
    let problems = try collector.collect().problems
    #expect(problems == [])
    return try store.funds(at: now)
  }
}

extension Funds {
  fileprivate func account(_ name: String) throws -> AccountState {
    try #require(accounts.first { $0.account.name == name })
  }
}

@Suite struct DemoMoneyTests {
  private let midnight = Instant(year: 2026, month: 11, day: 18)

  private func time(_ hour: Int, _ minute: Int) -> Instant {
    midnight.advanced(by: Int64(hour * 60 + minute) * Instant.perMinute)
  }

  @Test(arguments: seeds(2))
  func `the balance burns down exactly as counted, and the windows are known`(
    seed: UInt64
  ) throws {
    let stage = try Stage(seed: seed, start: time(8, 30))
    let largest = dollars(2)
    let drought = try #require(stage.script.day(0).drought).stretch
    #expect(drought.lowerBound > time(11, 0) && drought.lowerBound < time(11, 25))
    for minute in stride(from: 510, through: 35 * 60, by: 20) {
      let now = time(0, minute)
      let funds = try stage.play(to: now)
      let home = try funds.account(DemoAccount.home)
      let balance = try #require(home.balance.amount)
      #expect(home.balance.unexplained ?? .zero == .zero, "at \(now.rfc3339)")
      #expect(funds.current == DemoAccount.home && home.account.authority == .claude)
      #expect(balance > .zero - largest, "at \(now.rfc3339): \(balance.decimalText)")
      #expect(drought.contains(now) == (balance <= .zero), "at \(now.rfc3339)")

      let day = stage.script.day(at: now)
      let windows = home.observed.windows.filter { !$0.hasReset(by: now) }
      #expect(windows.map(\.id) == ["fiveHour", "sevenDay"])
      #expect(
        windows.allSatisfy { now.milliseconds - $0.asOf.milliseconds < 5 * Instant.perMinute })
      if let five = windows.first {
        let tenths = day.fiveHours(at: five.asOf).tenths
        #expect(abs(five.usedPercent * 10 - Double(tenths)) < 0.01)
      }
    }
    #expect(stage.sentences.first == "Ada signs Windsurf in to ada@home.example")
    #expect(
      stage.sentences[1...3] == [
        "Ada opens claude.ai to top up $25.00", "Ada tops up $25.00 at claude.ai",
        "Ada switches auto-reload on at claude.ai",
      ])
    #expect(
      stage.sentences.dropFirst(4).allSatisfy {
        $0 == "claude.ai reloads $25.00, and Ada types it in"
      } && stage.sentences.count > 4)
    let verified = try stage.store.verify(prices: .builtIn)
    #expect(verified.differences == [])
  }

  @Test func `windows are known on every day, and each begins anew`() throws {
    let script = DemoScript(seed: 1, start: time(8, 30), days: try days())
    #expect(script.day(at: time(9, 29)).fiveHours(at: time(9, 29)).tenths == 988)
    #expect(script.day(0).fiveHours(at: time(9, 30)).tenths == 1000)
    #expect(script.day(0).fiveHours(at: time(9, 30)).resets == time(13, 0))
    #expect(script.day(0).fiveHours(at: time(13, 0)).tenths == 0)
    #expect(script.day(0).fiveHours(at: time(22, 30)).tenths == 640)
    #expect(script.day(0).fiveHours(at: time(6, 0)).resets == nil)
    #expect(script.day(at: time(26, 0)).number == 1)
  }

  @Test(arguments: seeds(2))
  func `a tool that is signed in to the wrong account is told of until it is not`(
    seed: UInt64
  ) throws {
    let stage = try Stage(seed: seed, start: time(8, 30))
    func wrong(_ funds: Funds) -> Warning? { funds.warnings.first { $0.id == .wrongAccount } }
    var seen: [String] = []
    for minute in stride(from: 510, through: 660, by: 3) {
      let funds = try stage.play(to: time(0, minute))
      guard let warning = wrong(funds) else { continue }
      #expect(try funds.account(DemoAccount.work).balance.amount ?? .zero <= .zero)
      #expect(warning.tool == .windsurf)
      seen.append(warning.message)
    }
    #expect((2...4).contains(seen.count), "\(seen)")
    let exact = "Windsurf is signed in to ada@work.example, which is empty; the $"
    #expect(seen.allSatisfy { $0.hasPrefix(exact) && $0.hasSuffix(" is on ada@home.example.") })
    // Nobody is told all day of an account that nothing spends from.
    let later = try stage.play(to: time(12, 30)).warnings.filter { $0.severity == .critical }
    #expect(later.map(\.message) == [])
  }

  @Test(arguments: [(0, 0), (10, 40), (11, 30), (19, 0)])
  func `a demo that opens at another time of the day is as true`(hour: Int, minute: Int) throws {
    let start = time(hour, minute)
    let stage = try Stage(seed: 1, start: start)
    for hours in stride(from: Int64(0), through: 8, by: 2) {
      let funds = try stage.play(to: start.advanced(by: hours * Instant.perHour))
      let home = try funds.account(DemoAccount.home)
      #expect(home.balance.unexplained ?? .zero == .zero)
      #expect(home.balance.amount ?? .zero > dollars(-2))
    }
    let verified = try stage.store.verify(prices: .builtIn)
    #expect(verified.differences == [])
  }

  @Test(arguments: seeds(2))
  func `when the balance runs out is foreseen`(seed: UInt64) throws {
    let stage = try Stage(seed: seed, start: time(8, 30))
    let end = try #require(stage.script.day(0).drought).stretch.lowerBound
    // A history that is being read is looked at once a minute.
    _ = try stage.play(to: time(8, 40))
    for minute in [525, 570, 600, 630, 660] {
      let now = time(0, minute)
      let home = try stage.play(to: now).account(DemoAccount.home)
      let outlook = try #require(home.ahead.outlook)
      let (low, high) = (try #require(outlook.low), try #require(outlook.high))
      #expect(
        low <= end && end <= high,
        "at \(now.rfc3339): \(low.rfc3339) to \(high.rfc3339), and it is \(end.rfc3339)")
    }
  }
}
