/// What changes between two texts, as a unified diff.
package enum LineDiff {
  /// The diff, ready to print; empty if the texts are equal. Line ends show as they are, without carriage returns.
  /// - Parameters:
  ///   - old: nil if there is no file yet.
  ///   - new: nil if the file goes.
  ///   - name: the file's path.
  package static func text(from old: [UInt8]?, to new: [UInt8]?, name: String) -> String {
    guard old != new else { return "" }
    let (before, after) = (lines(old ?? []), lines(new ?? []))
    var start = 0
    while start < min(before.count, after.count), before[start] == after[start] { start += 1 }
    var (oldEnd, newEnd) = (before.count, after.count)
    while oldEnd > start, newEnd > start, before[oldEnd - 1] == after[newEnd - 1] {
      (oldEnd, newEnd) = (oldEnd - 1, newEnd - 1)
    }
    let steps = steps(Array(before[start..<oldEnd]), Array(after[start..<newEnd]))
    let lead = max(0, start - context)
    let all =
      before[lead..<start].map { Step.same($0) } + steps
      + before[oldEnd..<min(before.count, oldEnd + context)].map { Step.same($0) }
    let head = [
      "--- " + (old == nil ? "/dev/null" : name), "+++ " + (new == nil ? "/dev/null" : name),
    ]
    return (head + hunks(all, from: lead)).joined(separator: "\n")
  }

  private typealias Line = ArraySlice<UInt8>

  private enum Step {
    case same(Line), old(Line), new(Line)
    var isSame: Bool { if case .same = self { true } else { false } }
  }

  /// How many unchanged lines stand around a change.
  private static let context = 3
  /// Longer lines are cut around what changes in them.
  private static let longest = 400

  /// The lines, each with its end, so that a missing last one is a difference.
  private static func lines(_ bytes: [UInt8]) -> [Line] {
    var lines: [Line] = []
    var start = 0
    for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(bytes[start...place])
      start = place + 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
  }

  private static func steps(_ old: [Line], _ new: [Line]) -> [Step] {
    var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var steps: [Step] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, removed.contains(left) {
        steps.append(.old(old[left]))
        left += 1
      } else if right < new.count, inserted.contains(right) {
        steps.append(.new(new[right]))
        right += 1
      } else {
        steps.append(.same(new[right]))
        (left, right) = (left + 1, right + 1)
      }
    }
    return steps
  }

  private static func hunks(_ steps: [Step], from first: Int) -> [String] {
    let changed = steps.indices.filter { !steps[$0].isSame }
    var spans: [Range<Int>] = []
    for place in changed {
      let span = max(0, place - context)..<min(steps.count, place + context + 1)
      if let last = spans.last, last.upperBound >= span.lowerBound {
        spans[spans.count - 1] = last.lowerBound..<span.upperBound
      } else {
        spans.append(span)
      }
    }
    return spans.flatMap { span -> [String] in
      let before = steps[..<span.lowerBound]
      let oldStart = first + before.count(where: { if case .new = $0 { false } else { true } })
      let newStart = first + before.count(where: { if case .old = $0 { false } else { true } })
      let inside = steps[span]
      let oldCount = inside.count(where: { if case .new = $0 { false } else { true } })
      let newCount = inside.count(where: { if case .old = $0 { false } else { true } })
      let head =
        "@@ -\(oldCount == 0 ? oldStart : oldStart + 1),\(oldCount)"
        + " +\(newCount == 0 ? newStart : newStart + 1),\(newCount) @@"
      return [head] + printed(Array(inside))
    }
  }

  private static func printed(_ steps: [Step]) -> [String] {
    if steps.count == 2, case .old(let old) = steps[0], case .new(let new) = steps[1],
      max(old.count, new.count) > longest
    {
      let lead = max(0, zip(old, new).prefix { $0 == $1 }.count - 60)
      let tail = max(
        0,
        min(
          zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count - 60,
          min(old.count, new.count) - lead))
      return [
        printed("-", old.dropFirst(lead).dropLast(tail), lead > 0, tail > 0),
        printed("+", new.dropFirst(lead).dropLast(tail), lead > 0, tail > 0),
      ]
    }
    return steps.map {
      switch $0 {
      case .same(let line):
        printed(" ", line.prefix(longest), false, line.count > longest)
      case .old(let line): printed("-", line, false, false)
      case .new(let line): printed("+", line, false, false)
      }
    }
  }

  private static func printed(
    _ sign: String, _ line: Line, _ isCutBefore: Bool, _ isCutAfter: Bool
  ) -> String {
    let hasEnd = line.last == UInt8(ascii: "\n")
    var text = line
    if hasEnd { text = text.dropLast() }
    if text.last == UInt8(ascii: "\r") { text = text.dropLast() }
    return sign + (isCutBefore ? "…" : "") + String(decoding: text, as: UTF8.self)
      + (isCutAfter ? "…" : "")
      + (hasEnd || isCutAfter ? "" : "\n\\ No newline at end of file")
  }
}
