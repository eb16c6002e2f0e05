/// A parsed regular expression.
indirect enum RegexTree {
  case empty
  case bytes(ByteSet)
  case assertion(Assertion)
  case group(RegexTree, index: Int)
  case sequence([RegexTree])
  case choice([RegexTree])
  case repetition(RegexTree, minimum: Int, maximum: Int?, isGreedy: Bool)
  case backReference(Int)
}

/// Something that is true of a place between two bytes.
enum Assertion: Sendable {
  case lineStart, lineEnd
  case wordBoundary, noWordBoundary, wordStart, wordEnd
  case textStart, textEnd
  /// The start of any line of the text, and the end of one.
  case afterNewline, beforeNewline
  /// The end of the text, or the newline that ends it.
  case beforeFinalNewline
}

extension RegexTree {
  /// Whether the tree refers back to what a group matched.
  var hasBackReference: Bool {
    switch self {
    case .empty, .bytes, .assertion: false
    case .backReference: true
    case .group(let tree, _), .repetition(let tree, _, _, _): tree.hasBackReference
    case .sequence(let trees), .choice(let trees): trees.contains(where: \.hasBackReference)
    }
  }

  /// The bytes that a match must be, if the tree is nothing but literal bytes.
  var literal: [UInt8]? {
    switch self {
    case .empty: []
    case .bytes(let set): set.single.map { [$0] }
    case .sequence(let trees):
      trees.reduce(into: [UInt8]?.some([])) { result, tree in
        guard let bytes = tree.literal else {
          result = nil
          return
        }
        result?.append(contentsOf: bytes)
      }
    case .assertion, .group, .choice, .repetition, .backReference: nil
    }
  }

  /// The bytes with which a match can begin; nil if it can be empty or that is hard to tell.
  var firstBytes: ByteSet? {
    switch self {
    case .empty, .assertion, .backReference: return nil
    case .bytes(let set): return set
    case .group(let tree, _): return tree.firstBytes
    case .sequence(let trees):
      let first = trees.first { if case .assertion = $0 { false } else { true } }
      return first?.firstBytes
    case .choice(let trees):
      var union = ByteSet()
      for tree in trees {
        guard let set = tree.firstBytes else { return nil }
        union.formUnion(set)
      }
      return union
    case .repetition(let tree, let minimum, _, _): return minimum > 0 ? tree.firstBytes : nil
    }
  }
}
