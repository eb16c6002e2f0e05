import ByteText

/// Tries alternatives one after the other, which back references need.
///
/// Gives up when its steps are used up: then there is no match.
struct Backtracker {
  /// How many steps a search through a text may take.
  static let stepsOfSearch = 250_000
  private let instructions: [RegexInstruction]
  private let context: MatchContext
  private let findsLongest: Bool
  private let slots: Int
  private(set) var stepsLeft: Int

  init(regex: Regex, text: [UInt8], isAtLineStart: Bool, steps: Int = stepsOfSearch) {
    stepsLeft = steps
    instructions = regex.instructions
    context = MatchContext(text: text, isAtLineStart: isAtLineStart)
    findsLongest = regex.syntax != .perl
    slots = regex.groupCount * 2 + 2
  }

  private struct Branch {
    var counter: Int
    var position: Int
    var captures: [Int]
  }

  mutating func run(from start: Int) -> Regex.Match? {
    var best: [Int]?
    var captures = [Int](repeating: -1, count: slots)
    captures[0] = start
    var branches = [Branch(counter: 0, position: start, captures: captures)]
    while let branch = branches.popLast(), stepsLeft > 0 {
      guard let found = follow(branch, &branches) else { continue }
      if best.map({ $0[1] < found[1] }) != false { best = found }
      if !findsLongest || found[1] == context.text.count { break }
    }
    return best.map { captures in
      Regex.Match(
        groups: stride(from: 0, to: captures.count, by: 2).map { index in
          let (start, end) = (captures[index], captures[index + 1])
          return start >= 0 && end >= start ? start..<end : nil
        })
    }
  }

  private mutating func follow(_ branch: Branch, _ branches: inout [Branch]) -> [Int]? {
    var branch = branch
    let text = context.text
    while stepsLeft > 0 {
      stepsLeft -= 1
      switch instructions[branch.counter] {
      case .bytes(let set):
        guard branch.position < text.count, set.contains(text[branch.position]) else { return nil }
        branch.position += 1
        branch.counter += 1
      case .assertion(let assertion):
        guard context.holds(assertion, at: branch.position) else { return nil }
        branch.counter += 1
      case .save(let slot):
        branch.captures[slot] = branch.position
        branch.counter += 1
      case .split(let first, let second):
        var other = branch
        other.counter = second
        branches.append(other)
        branch.counter = first
      case .jump(let target): branch.counter = target
      case .backReference(let index):
        let (start, end) = (branch.captures[index * 2], branch.captures[index * 2 + 1])
        guard start >= 0, end >= start, branch.position + end - start <= text.count,
          text[start..<end].elementsEqual(text[branch.position..<(branch.position + end - start)])
        else { return nil }
        branch.position += end - start
        branch.counter += 1
      case .match:
        branch.captures[1] = branch.position
        return branch.captures
      }
    }
    return nil
  }
}
