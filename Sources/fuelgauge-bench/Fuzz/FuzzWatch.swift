import Foundation
import Glibc

/// Looks after a child process: what it takes while it runs, and how it ended.
final class FuzzWatch {
  let child: pid_t
  private(set) var ending = FuzzRun.Ending.status(0)
  /// Seconds of computing, known once it has ended.
  private(set) var computing = 0.0
  /// The most bytes of memory seen.
  private(set) var memory = 0
  /// How often it was looked at.
  private(set) var runs = 0
  private var isOver = false

  /// Looks after a child that nobody else waits for.
  init(_ child: pid_t) {
    self.child = child
    FuzzChildren.add(child)
  }

  /// Looks, without waiting.
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
    // A child begins with the peak of the process that started it: only what is above that is its own.
    let peak = usage.ru_maxrss * 1024
    if peak > FuzzWatch.peak(of: "self") { memory = max(memory, peak) }
    return true
  }

  /// Waits, for so many seconds at most.
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

  /// The most memory that a process has had, in bytes.
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
