/// The difference between two texts as `diff -u` prints it, by the algorithm of Python's difflib.
///
/// Source: `github.com/pmezard/go-difflib`, which the API server uses: the longest matching block
/// first, then the parts before and after it; lines that make up more than 1 % of a long text are
/// no anchors.
struct LineDifference {
  private let old: [String]
  private let new: [String]
  /// Where each line stands in `new`, popular ones left out.
  private var places: [String: [Int]] = [:]

  private init(from old: [String], to new: [String]) {
    self.old = old
    self.new = new
    for (index, line) in new.enumerated() { places[line, default: []].append(index) }
    if new.count >= 200 {
      let limit = new.count / 100 + 1
      places = places.filter { $0.value.count <= limit }
    }
  }

  /// The hunks with three lines around each change; empty for equal texts.
  static func unified(from old: [String], to new: [String]) -> String {
    let difference = LineDifference(from: old, to: new)
    return difference.hunks().map(difference.text).joined()
  }

  // MARK: Matching

  private struct Block {
    var oldStart: Int
    var newStart: Int
    var count: Int
  }

  /// A run of lines that are equal, or are replaced.
  fileprivate struct Change {
    var isEqual: Bool
    var old: Range<Int>
    var new: Range<Int>
  }

  /// The longest run of equal lines within the ranges; of equal ones the first in both texts.
  private func longestMatch(_ oldRange: Range<Int>, _ newRange: Range<Int>) -> Block {
    var best = Block(oldStart: oldRange.lowerBound, newStart: newRange.lowerBound, count: 0)
    var lengths: [Int: Int] = [:]
    for index in oldRange {
      var next: [Int: Int] = [:]
      for place in places[old[index]] ?? [] where newRange.contains(place) {
        let count = (lengths[place - 1] ?? 0) + 1
        next[place] = count
        if count > best.count {
          best = Block(oldStart: index - count + 1, newStart: place - count + 1, count: count)
        }
      }
      lengths = next
    }
    return extended(best, oldRange, newRange)
  }

  /// Popular lines are no anchors, but they lengthen a match.
  private func extended(_ block: Block, _ oldRange: Range<Int>, _ newRange: Range<Int>) -> Block {
    var block = block
    while block.oldStart > oldRange.lowerBound, block.newStart > newRange.lowerBound,
      old[block.oldStart - 1] == new[block.newStart - 1]
    {
      block.oldStart -= 1
      block.newStart -= 1
      block.count += 1
    }
    while block.oldStart + block.count < oldRange.upperBound,
      block.newStart + block.count < newRange.upperBound,
      old[block.oldStart + block.count] == new[block.newStart + block.count]
    {
      block.count += 1
    }
    return block
  }

  /// All matching blocks in order, adjacent ones joined.
  private func blocks() -> [Block] {
    var pending = [(old.indices, new.indices)]
    var found: [Block] = []
    while let (oldRange, newRange) = pending.popLast() {
      let match = longestMatch(oldRange, newRange)
      guard match.count > 0 else { continue }
      found.append(match)
      pending.append(
        (oldRange.lowerBound..<match.oldStart, newRange.lowerBound..<match.newStart))
      pending.append(
        (
          (match.oldStart + match.count)..<oldRange.upperBound,
          (match.newStart + match.count)..<newRange.upperBound
        ))
    }
    found.sort { $0.oldStart < $1.oldStart }
    var joined: [Block] = []
    for block in found {
      if let last = joined.last, last.oldStart + last.count == block.oldStart,
        last.newStart + last.count == block.newStart
      {
        joined[joined.count - 1].count += block.count
      } else {
        joined.append(block)
      }
    }
    return joined
  }

  private func changes() -> [Change] {
    var changes: [Change] = []
    var (oldPlace, newPlace) = (0, 0)
    let end = Block(oldStart: old.count, newStart: new.count, count: 0)
    for block in blocks() + [end] {
      if oldPlace < block.oldStart || newPlace < block.newStart {
        changes.append(
          Change(
            isEqual: false, old: oldPlace..<block.oldStart, new: newPlace..<block.newStart))
      }
      (oldPlace, newPlace) = (block.oldStart + block.count, block.newStart + block.count)
      if block.count > 0 {
        changes.append(
          Change(isEqual: true, old: block.oldStart..<oldPlace, new: block.newStart..<newPlace))
      }
    }
    return changes
  }

  // MARK: Hunks

  /// Changes with up to three equal lines around them; what is near stays together.
  private func hunks(context: Int = 3) -> [[Change]] {
    var changes = changes()
    guard changes.contains(where: { !$0.isEqual }) else { return [] }
    if changes[0].isEqual { changes[0] = changes[0].suffix(context) }
    let last = changes.count - 1
    if changes[last].isEqual { changes[last] = changes[last].prefix(context) }
    var hunks: [[Change]] = []
    var current: [Change] = []
    for change in changes {
      if change.isEqual, change.old.count > 2 * context {
        current.append(change.prefix(context))
        hunks.append(current)
        current = [change.suffix(context)]
      } else {
        current.append(change)
      }
    }
    if current.contains(where: { !$0.isEqual }) { hunks.append(current) }
    return hunks
  }

  private func text(of hunk: [Change]) -> String {
    guard let first = hunk.first, let last = hunk.last else { return "" }
    let oldRange = Self.range(first.old.lowerBound..<last.old.upperBound)
    let newRange = Self.range(first.new.lowerBound..<last.new.upperBound)
    var text = "@@ -\(oldRange) +\(newRange) @@\n"
    for change in hunk {
      if change.isEqual {
        for line in old[change.old] { text += " \(line)\n" }
      } else {
        for line in old[change.old] { text += "-\(line)\n" }
        for line in new[change.new] { text += "+\(line)\n" }
      }
    }
    return text
  }

  /// `1,5`, or `3` for a single line; an empty range is counted from the line before.
  private static func range(_ range: Range<Int>) -> String {
    switch range.count {
    case 0: "\(range.lowerBound),0"
    case 1: "\(range.lowerBound + 1)"
    default: "\(range.lowerBound + 1),\(range.count)"
    }
  }
}

extension LineDifference.Change {
  /// The last lines of an equal run.
  fileprivate func suffix(_ count: Int) -> Self {
    Self(
      isEqual: isEqual, old: max(old.lowerBound, old.upperBound - count)..<old.upperBound,
      new: max(new.lowerBound, new.upperBound - count)..<new.upperBound)
  }

  /// The first lines of an equal run.
  fileprivate func prefix(_ count: Int) -> Self {
    Self(
      isEqual: isEqual, old: old.lowerBound..<min(old.upperBound, old.lowerBound + count),
      new: new.lowerBound..<min(new.upperBound, new.lowerBound + count))
  }
}
