/// The fewest buckets that make up a stretch of time: whole days in the middle, hours around them, minutes at the
/// edges.
struct TimeCover {
  private(set) var ranges: [Grain: [Range<Int64>]] = [:]

  /// All time.
  static let everything: TimeCover = {
    var cover = TimeCover()
    cover.ranges[.day] = [Int64.min..<Int64.max]
    return cover
  }()

  /// A stretch of whole minutes, counted from 1970.
  init(minutes: Range<Int64>) { add(minutes, .minute) }

  private init() {}

  /// Whether the stretch is made up of this bucket, among others.
  func contains(_ bucket: Int64, _ grain: Grain) -> Bool {
    ranges[grain]?.contains { $0.contains(bucket) } ?? false
  }

  /// The union of `ranges`, as disjoint ranges in order.
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
  /// The next longer grain.
  fileprivate var coarser: Grain? {
    switch self {
    case .minute: .hour
    case .hour: .day
    case .day: nil
    }
  }
}
