import Foundation
import Glibc
import Programs

/// The dashboard in a terminal that types, pastes, clicks and resizes like no person would.
enum TerminalFuzz {
  /// Makes and runs one case.
  static func run(_ fuzzCase: FuzzCase) throws {
    try FuzzCanary.write(to: fuzzCase.home)
    fuzzCase.expect(["collect"], "of a good transcript")
    fuzzCase.expect(["account", "add", "local"], "with a new store")
    fuzzCase.expect(["balance", "set", "100"], "with a new store")
    var keys = HostileKeys(isPaste: fuzzCase.random.pick(1...4) == 1)
    let ledger = keys.isPaste ? fuzzCase.fuelgauge(["ledger", "--csv"]) : nil
    try session(fuzzCase, &keys)
    fuzzCase.variables = [:]
    fuzzCase.expect(["verify"], "after a session in a terminal")
    if let ledger, let after = fuzzCase.fuelgauge(["ledger", "--csv"]), ledger.text != after.text {
      fuzzCase.fail("pasted text moved money", after: ["ledger", "--csv"], after)
    }
  }

  /// Runs the dashboard from start to end.
  private static func session(_ fuzzCase: FuzzCase, _ keys: inout HostileKeys) throws {
    let slow = fuzzCase.ground.slow
    let trace = fuzzCase.folder + "/trace"
    let size = fuzzCase.random.pick(sizes)
    let terminal = try FuzzTerminal(width: size.0, height: size.1)
    let arguments = ["dashboard"] + fuzzCase.random.pick(options)
    fuzzCase.variables = [
      "TERM": fuzzCase.random.pick(terminals),
      "LC_ALL": fuzzCase.random.pick(["C.UTF-8", "C.UTF-8", "C"]),
      "BROWSER": "true",
    ]
    let reports = [
      "SWIFT_BACKTRACE": "enable=yes,color=no,interactive=no,threads=crashed,output-to=\(trace)"
    ]
    let words = ["/usr/bin/env", "-C", fuzzCase.home.path, fuzzCase.ground.program] + arguments
    let child = ChildProgram.start(
      words, with: reports.merging(fuzzCase.variables) { $1 },
      environment: fuzzCase.home.environment, terminal: terminal.path)
    guard let child else { throw FuzzTerminal.None() }
    let watch = FuzzWatch(child)
    func fail(_ what: String) {
      let text = (try? String(contentsOfFile: trace, encoding: .utf8)) ?? ""
      let told = FuzzTrace(text)
      fuzzCase.failed(
        told.place.map { "\(what) at \($0)" } ?? what, arguments,
        told.lines + String(decoding: terminal.tail, as: UTF8.self))
    }
    func isOver(_ seconds: Double) -> Bool {
      let end = ContinuousClock.now + .seconds(seconds)
      while !watch.hasEnded {
        guard ContinuousClock.now < end else { return false }
        terminal.take(milliseconds: 5)
      }
      return true
    }
    // Let it draw something before typing.
    let start = ContinuousClock.now
    while terminal.received == 0, !watch.hasEnded, ContinuousClock.now - start < .seconds(10 * slow)
    {
      terminal.take(milliseconds: 10)
    }
    terminal.take(milliseconds: fuzzCase.random.pick([0, 50, 200]))

    // For whoever investigates: what was done, one step per line.
    var steps = ["size \(size)"]
    var isRead = true
    for _ in 0..<fuzzCase.random.pick(10...60) where isRead && !watch.hasEnded {
      switch fuzzCase.random.pick(0...9) {
      case 0:
        let size = fuzzCase.random.pick(sizes)
        steps.append("size \(size)")
        terminal.resize(width: size.0, height: size.1)
      case 1:
        steps.append("many SIGWINCH")
        for _ in 0..<fuzzCase.random.pick(1...200) { kill(child, SIGWINCH) }
      default:
        let piece = keys.next(&fuzzCase.random)
        steps.append(String(decoding: piece, as: UTF8.self).debugDescription)
        isRead = terminal.send(piece, patience: 2 * slow)
      }
      terminal.take(milliseconds: fuzzCase.random.pick([0, 0, 1, 5, 30, 120]))
      if watch.memory > FuzzGround.mostMemory { kill(-child, SIGKILL) }
    }
    try steps.joined(separator: "\n").write(
      toFile: fuzzCase.folder + "/steps", atomically: false, encoding: .utf8)

    let hadEnded = watch.hasEnded
    let end = fuzzCase.random.pick([SIGTERM, SIGTERM, SIGTERM, SIGHUP, SIGINT, 0])
    if !hadEnded {
      if end == 0 { terminal.hangUp() } else { kill(child, end) }
    }
    let begin = ContinuousClock.now
    if !isOver(2 * slow) {
      kill(child, SIGABRT)
      if !isOver(30) { kill(-child, SIGKILL) }
      _ = isOver(10)
      fail(
        end == 0
          ? "it does not end when its terminal has gone"
          : "it does not end within 2 s of signal \(end)")
    }
    terminal.take(milliseconds: 20)
    fuzzCase.note(watch, seconds: (ContinuousClock.now - begin) / .seconds(1))
    let isOrderly: Bool =
      switch watch.ending {
      case .status(0): !hadEnded || keys.mayLeave
      case .status(let status): !hadEnded && status == 128 + end
      case .signal(let number): !hadEnded && (number == end || end == 0 && number == SIGHUP)
      case .cut: false
      }
    if !isOrderly, fuzzCase.failures.isEmpty {
      fail("it ends with \(watch.ending) \(hadEnded ? "by itself" : "after signal \(end)")")
    }
    if !isRead, !hadEnded { fail("it reads nothing for 2 s") }
    if watch.memory > FuzzGround.memory { fail("it uses more than 200 MB of memory") }
    guard end != 0 || hadEnded, fuzzCase.failures.isEmpty else { return }
    if !terminal.isAsFound { fail("the terminal's settings are not as it found them") }
    let left = terminal.modes.leftOver
    if !left.isEmpty { fail("it leaves the terminal with modes \(left)") }
  }

  private static let options: [[String]] = [
    [], [], [], ["--ascii"], ["--no-mouse"], ["--color", "16"], ["--color", "none"],
    ["--color", "true"],
    ["--no-collect"], ["--refresh", "0.1"], ["--demo"], ["--theme", "high-contrast"],
  ]

  private static let terminals = [
    "xterm-256color", "xterm-256color", "xterm-256color", "tmux-256color", "screen-256color",
    "xterm-direct", "linux",
    "vt100", "xterm",
  ]

  private static let sizes = [
    (80, 24), (80, 24), (140, 40), (60, 15), (40, 10), (1, 1), (2, 2), (39, 9), (0, 0), (1, 200),
    (500, 1), (300, 100),
    (800, 250), (4000, 3), (3, 4000), (65_535, 1), (1, 65_535),
  ]
}
