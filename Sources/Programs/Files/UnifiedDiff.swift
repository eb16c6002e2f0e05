import Kernel

/// The hunks of a unified diff.
struct UnifiedDiff {
  private enum Change {
    case keep(Int, Int), remove(Int), add(Int)
  }

  let old: [[UInt8]]
  let new: [[UInt8]]
  /// What is compared of each line.
  let oldKeys: [[UInt8]]
  let newKeys: [[UInt8]]
  let context: Int

  /// How large the table is for so many lines; 0: too large to be made.
  static func cells(_ old: Int, _ new: Int) -> Int {
    (old + 1) * (new + 1) <= 1_000_000 ? (old + 1) * (new + 1) : 0
  }

  /// The shortest list of changes, by dynamic programming; long files count as wholly changed.
  private var changes: [Change] {
    guard UnifiedDiff.cells(old.count, new.count) > 0 else {
      return old.indices.map { .remove($0) } + new.indices.map { .add($0) }
    }
    let width = new.count + 1
    var lengths = [Int32](repeating: 0, count: (old.count + 1) * width)
    for left in old.indices.reversed() {
      for right in new.indices.reversed() {
        lengths[left * width + right] =
          oldKeys[left] == newKeys[right]
          ? lengths[(left + 1) * width + right + 1] + 1
          : max(lengths[(left + 1) * width + right], lengths[left * width + right + 1])
      }
    }
    var result: [Change] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, right < new.count, oldKeys[left] == newKeys[right] {
        result.append(.keep(left, right))
        left += 1
        right += 1
      } else if right >= new.count
        || (left < old.count
          && lengths[(left + 1) * width + right] >= lengths[left * width + right + 1])
      {
        result.append(.remove(left))
        left += 1
      } else {
        result.append(.add(right))
        right += 1
      }
    }
    return result
  }

  var text: [UInt8] {
    let changes = changes
    let places = changes.indices.filter { if case .keep = changes[$0] { false } else { true } }
    var hunks: [Range<Int>] = []
    for place in places {
      let range = max(0, place - context)..<min(changes.count, place + context + 1)
      if let last = hunks.last, last.upperBound >= range.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks.flatMap { hunk(changes, $0) }
  }

  private func hunk(_ changes: [Change], _ range: Range<Int>) -> [UInt8] {
    var (oldStart, newStart) = (0, 0)
    for change in changes[..<range.lowerBound] {
      switch change {
      case .keep:
        oldStart += 1
        newStart += 1
      case .remove: oldStart += 1
      case .add: newStart += 1
      }
    }
    var (oldCount, newCount) = (0, 0)
    var body: [UInt8] = []
    for change in changes[range] {
      switch change {
      case .keep(let index, _):
        oldCount += 1
        newCount += 1
        body += line(" ", old[index])
      case .remove(let index):
        oldCount += 1
        body += line("-", old[index])
      case .add(let index):
        newCount += 1
        body += line("+", new[index])
      }
    }
    let head = "@@ -\(place(oldStart, oldCount)) +\(place(newStart, newCount)) @@\n"
    return head.rawBytes + body
  }

  private func place(_ start: Int, _ count: Int) -> String {
    count == 1 ? "\(start + 1)" : "\(count == 0 ? start : start + 1),\(count)"
  }

  private func line(_ sign: String, _ text: [UInt8]) -> [UInt8] {
    sign.rawBytes + text
      + (text.last == 0x0A ? [] : "\n\\ No newline at end of file\n".rawBytes)
  }
}
