/// What the matchers execute.
enum RegexInstruction {
  case bytes(ByteSet)
  case assertion(Assertion)
  case save(Int)
  /// Tries the first target before the second.
  case split(Int, Int)
  case jump(Int)
  case backReference(Int)
  case match
}

/// Turns a tree into instructions; counted repetitions are written out.
struct RegexCompiler {
  private(set) var instructions: [RegexInstruction] = []

  mutating func compile(_ tree: RegexTree) throws(RegexError) {
    try emit(tree)
    instructions.append(.match)
  }

  private mutating func emit(_ tree: RegexTree) throws(RegexError) {
    if instructions.count > Regex.mostInstructions { throw .tooBig }
    switch tree {
    case .empty: break
    case .bytes(let set): instructions.append(.bytes(set))
    case .assertion(let assertion): instructions.append(.assertion(assertion))
    case .backReference(let index): instructions.append(.backReference(index))
    case .group(let tree, let index):
      instructions.append(.save(index * 2))
      try emit(tree)
      instructions.append(.save(index * 2 + 1))
    case .sequence(let trees): for tree in trees { try emit(tree) }
    case .choice(let trees): try emitChoice(trees)
    case .repetition(let tree, let minimum, let maximum, let isGreedy):
      try emitRepetition(tree, minimum, maximum, isGreedy)
    }
  }

  private mutating func emitChoice(_ trees: [RegexTree]) throws(RegexError) {
    var jumps: [Int] = []
    for (index, tree) in trees.enumerated() {
      if index == trees.count - 1 {
        try emit(tree)
        break
      }
      let split = reserve()
      try emit(tree)
      jumps.append(reserve())
      instructions[split] = .split(split + 1, instructions.count)
    }
    for jump in jumps { instructions[jump] = .jump(instructions.count) }
  }

  private mutating func emitRepetition(
    _ tree: RegexTree, _ minimum: Int, _ maximum: Int?, _ isGreedy: Bool
  ) throws(RegexError) {
    for _ in 0..<minimum {
      let size = instructions.count
      try emit(tree)
      // What takes no instruction stays nothing however often it is repeated.
      if instructions.count == size { return }
    }
    guard let maximum else {
      let split = reserve()
      try emit(tree)
      instructions.append(.jump(split))
      setSplit(split, isGreedy)
      return
    }
    var splits: [Int] = []
    for _ in minimum..<max(minimum, maximum) {
      splits.append(reserve())
      try emit(tree)
    }
    for split in splits { setSplit(split, isGreedy) }
  }

  private mutating func setSplit(_ split: Int, _ isGreedy: Bool) {
    let (inside, outside) = (split + 1, instructions.count)
    instructions[split] = isGreedy ? .split(inside, outside) : .split(outside, inside)
  }

  private mutating func reserve() -> Int {
    instructions.append(.match)
    return instructions.count - 1
  }
}
