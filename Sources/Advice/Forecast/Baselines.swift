import Values

/// How other monitors predict when a balance runs out: what is left, divided by an average.
package enum Baseline: String, CaseIterable, Sendable {
  /// The last hour.
  case lastHour
  /// The current five-hour block so far; a block starts at the full hour of its first use.
  case block
  /// The last 24 hours.
  case day
  /// The UTC month so far.
  case month

  /// Hours until `amount` is drawn; infinite if nothing was drawn in the averaged period.
  func hours(_ amount: Money, _ draws: DrawLog, at now: Instant) -> Double {
    let start: Instant? =
      switch self {
      case .lastHour: now - .hour
      case .block: draws.blockStart(at: now)
      case .day: now - .day
      case .month: now.startOfUTCMonth
      }
    guard let start else { return .infinity }
    let drawn = Double(draws.drawn(from: start, to: now).nanos)
    let length = max(.minute, now - start).inHours
    return drawn > 0 ? Double(amount.nanos) / (drawn / length) : .infinity
  }
}

/// Single draws in chronological order, which can be queried as of any past moment.
package struct DrawLog: Sendable {
  package let times: [Instant]
  /// What had been drawn before each draw, and the total at the end.
  private let sums: [Int64]
  /// When the five-hour blocks began.
  private let blocks: [Instant]
  private static let block = Span.hours(5)

  /// - Parameter draws: in chronological order.
  package init(_ draws: [(time: Instant, amount: Money)]) {
    times = draws.map(\.time)
    var (sums, sum): ([Int64], Int64) = ([0], 0)
    var blocks: [Instant] = []
    var last: Instant?
    for (time, amount) in draws {
      sum = sum.addingClamped(amount.nanos)
      sums.append(sum)
      let isNew =
        (blocks.last.map { time - $0 >= DrawLog.block } ?? true)
        || (last.map { time - $0 >= DrawLog.block } ?? true)
      if isNew {
        blocks.append(Instant(milliseconds: time.bucket(of: Instant.perHour) * Instant.perHour))
      }
      last = time
    }
    (self.sums, self.blocks) = (sums, blocks)
  }

  /// How many draws were made up to and including a moment.
  private func count(upTo time: Instant) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// What was drawn after `start`, up to and including `end`.
  package func drawn(from start: Instant, to end: Instant) -> Money {
    Money(nanos: sums[count(upTo: end)] - sums[count(upTo: start)])
  }

  /// When a further `amount` had been drawn after a moment; nil if it never was.
  package func end(of amount: Money, after time: Instant) -> Instant? {
    let target = sums[count(upTo: time)].addingClamped(amount.nanos)
    var (low, high) = (0, sums.count)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] < target { low = middle + 1 } else { high = middle }
    }
    return low > 0 && low < sums.count ? times[low - 1] : nil
  }

  /// The first draw of each UTC day with use.
  var firstOfDays: [Instant] {
    times.indices.filter { $0 == 0 || times[$0].utcDay != times[$0 - 1].utcDay }.map { times[$0] }
  }

  /// Only the draws at or after a moment.
  func since(_ start: Instant) -> DrawLog {
    let first = count(upTo: start.advanced(by: -1))
    return DrawLog(
      times.indices.dropFirst(first).map { index in
        (times[index], Money(nanos: sums[index + 1] - sums[index]))
      })
  }

  func blockStart(at now: Instant) -> Instant? {
    blocks.last { $0 <= now }.flatMap { now - $0 < DrawLog.block ? $0 : nil }
  }

  /// What had been drawn by `now`, hour by hour.
  package func history(at now: Instant) -> DrawHistory {
    let count = count(upTo: now)
    let running = now.bucket(of: Instant.perHour)
    let earliest = Instant(
      milliseconds: (running - Int64(DrawHistory.days * 24)) * Instant.perHour)
    let first = self.count(upTo: earliest.advanced(by: -1))
    let firstHour = first < count ? times[first].bucket(of: Instant.perHour) : running
    var drawn = [Int64](repeating: 0, count: Int(running - firstHour) + 1)
    for index in first..<count {
      drawn[Int(times[index].bucket(of: Instant.perHour) - firstHour)] +=
        sums[index + 1] - sums[index]
    }
    return DrawHistory(
      firstHour: firstHour, drawn: drawn, firstUse: first < count ? times[first] : nil,
      lastUse: count > 0 ? times[count - 1] : nil,
      lastHour: self.drawn(from: now - .hour, to: now))
  }
}
