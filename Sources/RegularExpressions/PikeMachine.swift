import ByteText

/// Runs all alternatives side by side, so that time is linear in the text.
///
/// Source: the idea is Ken Thompson's (1968), with Rob Pike's bookkeeping of groups.
struct PikeMachine {
  private let instructions: [RegexInstruction]
  private let context: MatchContext
  private let findsLongest: Bool
  private let firstBytes: ByteSet?
  private let slots: Int
  private var current: ThreadList
  private var next: ThreadList
  private var best: [Int]?
  /// How many threads were followed.
  private(set) var effort = 0

  init(regex: Regex, text: [UInt8], isAtLineStart: Bool, slots: Int) {
    instructions = regex.instructions
    context = MatchContext(text: text, isAtLineStart: isAtLineStart)
    findsLongest = regex.syntax != .perl
    firstBytes = regex.firstBytes
    self.slots = slots
    current = ThreadList(capacity: instructions.count, slots: slots)
    next = ThreadList(capacity: instructions.count, slots: slots)
  }

  mutating func run(from start: Int, isAnchored: Bool) -> Regex.Match? {
    let text = context.text
    var position = start
    while true {
      if best == nil, !isAnchored || position == start, mayBegin(at: position) {
        var captures = [Int](repeating: -1, count: slots)
        captures[0] = position
        add(0, captures, at: position, toCurrent: true)
      }
      if current.isEmpty {
        if best != nil || isAnchored || position >= text.count { break }
        // Instructions that led nowhere here may lead on from the next place.
        current.removeAll()
        position += 1
        continue
      }
      step(position < text.count ? text[position] : nil, at: position)
      swap(&current, &next)
      next.removeAll()
      if position >= text.count { break }
      position += 1
    }
    return best.map(PikeMachine.match)
  }

  private func mayBegin(at position: Int) -> Bool {
    guard let firstBytes else { return true }
    return position < context.text.count && firstBytes.contains(context.text[position])
  }

  private static func match(_ captures: [Int]) -> Regex.Match {
    let groups = stride(from: 0, to: captures.count, by: 2).map { index -> Range<Int>? in
      let (start, end) = (captures[index], captures[index + 1])
      return start >= 0 && end >= start ? start..<end : nil
    }
    return Regex.Match(groups: groups)
  }

  private mutating func step(_ byte: UInt8?, at position: Int) {
    for thread in 0..<current.count {
      let counter = current.counters[thread]
      switch instructions[counter] {
      case .bytes(let set):
        if let byte, set.contains(byte), isStillWanted(thread) {
          add(counter + 1, current.captures(of: thread), at: position + 1, toCurrent: false)
        }
      case .match:
        guard isStillWanted(thread) else { continue }
        var captures = current.captures(of: thread)
        captures[1] = position
        if let best, best[0] == captures[0], best[1] >= position { continue }
        best = captures
        if !findsLongest { return }
      case .assertion, .save, .split, .jump, .backReference: break
      }
    }
  }

  /// Whether a thread may still beat the best match: it must not begin later.
  private func isStillWanted(_ thread: Int) -> Bool {
    guard let best else { return true }
    return current.start(of: thread) <= best[0]
  }

  /// Adds a thread, following everything that takes no byte.
  private mutating func add(_ counter: Int, _ captures: [Int], at position: Int, toCurrent: Bool) {
    var stack = [(counter, captures)]
    while let (counter, captures) = stack.popLast() {
      effort += 1
      let isNew = toCurrent ? current.mark(counter) : next.mark(counter)
      guard isNew else { continue }
      switch instructions[counter] {
      case .jump(let target): stack.append((target, captures))
      case .split(let first, let second):
        stack.append((second, captures))
        stack.append((first, captures))
      case .save(let slot):
        var captures = captures
        if slot < captures.count { captures[slot] = position }
        stack.append((counter + 1, captures))
      case .assertion(let assertion):
        if context.holds(assertion, at: position) { stack.append((counter + 1, captures)) }
      case .bytes, .match, .backReference:
        if toCurrent {
          current.append(counter, captures)
        } else {
          next.append(counter, captures)
        }
      }
    }
  }
}

/// Threads in order of preference, at most one for each instruction.
private struct ThreadList {
  private(set) var counters: [Int] = []
  private var storage: [Int] = []
  private var marks: [UInt32]
  private var generation: UInt32 = 1
  private let slots: Int

  init(capacity: Int, slots: Int) {
    marks = Array(repeating: 0, count: capacity)
    self.slots = slots
  }

  var count: Int { counters.count }
  var isEmpty: Bool { counters.isEmpty }

  func captures(of thread: Int) -> [Int] {
    Array(storage[(thread * slots)..<(thread * slots + slots)])
  }

  func start(of thread: Int) -> Int { storage[thread * slots] }

  /// Notes an instruction; false if it was noted already.
  mutating func mark(_ counter: Int) -> Bool {
    if marks[counter] == generation { return false }
    marks[counter] = generation
    return true
  }

  mutating func append(_ counter: Int, _ captures: [Int]) {
    counters.append(counter)
    storage.append(contentsOf: captures)
  }

  mutating func removeAll() {
    counters.removeAll(keepingCapacity: true)
    storage.removeAll(keepingCapacity: true)
    generation += 1
  }
}
