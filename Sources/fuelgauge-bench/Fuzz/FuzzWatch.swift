import Foundation
import Glibc

/// Watches a child process: what it uses while running, and how it ended.
final class FuzzWatch {
  let child: pid_t
  private(set) var ending = FuzzRun.Ending.status(0)
  /// Seconds of CPU time, known once it has ended.
  private(set) var computing = 0.0
  /// The most memory seen, in bytes.
  private(set) var memory = 0
  /// How often it was checked.
  private(set) var runs = 0
  private var isOver = false

  /// Watches a child that nothing else waits for.
  init(_ child: pid_t) {
    self.child = child
    FuzzChildren.add(child)
  }

  /// Checks it without waiting.
  var hasEnded: Bool {
    if isOver { return true }
    runs += 1
    memory = max(memory, FuzzWatch.peak(of: "\(child)"))
    var (status, usage): (Int32, rusage) = (0, rusage())
    let ended = wait4(child, &status, WNOHANG, &usage)
    guard ended != 0 else { return false }
    if ended < 0, errno == EINTR { return false }
    isOver = true
    FuzzChildren.remove(child)
    let signal = status & 0x7f
    ending = signal == 0 ? .status((status >> 8) & 0xff) : .signal(signal)
    computing = FuzzWatch.seconds(usage.ru_utime) + FuzzWatch.seconds(usage.ru_stime)
    // A child starts with the peak of its parent. Only what exceeds that is its own.
    let peak = usage.ru_maxrss * 1024
    if peak > FuzzWatch.peak(of: "self") { memory = max(memory, peak) }
    return true
  }

  /// Waits for it to end, for at most some seconds.
  func waits(_ most: Double) -> Bool {
    let end = ContinuousClock.now + .seconds(most)
    while !hasEnded {
      guard ContinuousClock.now < end else { return false }
      usleep(2000)
    }
    return true
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }

  /// A process's peak memory, in bytes.
  private static func peak(of process: String) -> Int {
    let file = open("/proc/\(process)/status", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(file, &buffer, buffer.count)
    guard count > 0 else { return 0 }
    let text = String(decoding: buffer[..<count], as: UTF8.self)
    guard let mark = text.firstRange(of: "VmHWM:") else { return 0 }
    let digits = text[mark.upperBound...].drop { !$0.isNumber }.prefix { $0.isNumber }
    return (Int(digits) ?? 0) * 1024
  }
}
