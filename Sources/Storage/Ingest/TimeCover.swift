/// The fewest sums that make up a stretch of time: whole days in its middle, hours around them,
/// minutes at its edges.
struct TimeCover {
  private(set) var ranges: [Grain: [Range<Int64>]] = [:]

  /// All that was ever counted.
  static let everything: TimeCover = {
    var cover = TimeCover()
    cover.ranges[.day] = [Int64.min..<Int64.max]
    return cover
  }()

  /// The stretch of whole minutes counted from 1970.
  init(minutes: Range<Int64>) { add(minutes, .minute) }

  private init() {}

  /// Whether the sum of a bucket belongs to the stretch.
  func contains(_ bucket: Int64, _ grain: Grain) -> Bool {
    ranges[grain]?.contains { $0.contains(bucket) } ?? false
  }

  /// Ranges of buckets that hold every one of `ranges`, disjoint and in order.
  static func merged(_ ranges: [Range<Int64>]) -> [Range<Int64>] {
    ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, range in
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
  }

  private mutating func add(_ range: Range<Int64>, _ grain: Grain) {
    guard !range.isEmpty else { return }
    if let coarser = grain.coarser {
      let length = coarser.milliseconds / grain.milliseconds
      let first = -(-range.lowerBound).flooredQuotient(by: length)
      let end = range.upperBound.flooredQuotient(by: length)
      if first < end {
        add(first..<end, coarser)
        ranges[grain, default: []] += [
          range.lowerBound..<first * length, end * length..<range.upperBound,
        ].filter { !$0.isEmpty }
        return
      }
    }
    ranges[grain, default: []].append(range)
  }
}

extension Grain {
  /// The next longer one.
  fileprivate var coarser: Grain? {
    switch self {
    case .minute: .hour
    case .hour: .day
    case .day: nil
    }
  }
}
