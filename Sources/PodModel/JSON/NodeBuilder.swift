/// Puts nodes together from the inside out, without recursion.
///
/// Levels below ``depthLimit`` are read but not kept: no object of Kubernetes is nearly as deep,
/// and values so deep could not be compared or freed within a thread's stack.
struct NodeBuilder {
  /// How many levels of lists and mappings a node may have.
  static let depthLimit = 1_000

  private struct Frame {
    var position: SourcePosition?
    var items: [Node] = []
    var mapping: Mapping?
    var key = ""
    var keyPosition: SourcePosition?
  }

  private var frames: [Frame] = []
  /// How many open levels are too deep to be kept.
  private var droppedLevels = 0
  /// The value at the top, once it is complete.
  private(set) var result: Node?

  var depth: Int { frames.count + droppedLevels }

  mutating func beginList(at position: SourcePosition?) { begin(Frame(position: position)) }

  mutating func beginMap(at position: SourcePosition?) {
    begin(Frame(position: position, mapping: Mapping()))
  }

  private mutating func begin(_ frame: Frame) {
    if frames.count < Self.depthLimit { frames.append(frame) } else { droppedLevels += 1 }
  }

  /// Names the value that comes next in the innermost mapping.
  mutating func key(_ key: String, at position: SourcePosition?) {
    guard droppedLevels == 0, !frames.isEmpty else { return }
    frames[frames.count - 1].key = key
    frames[frames.count - 1].keyPosition = position
  }

  /// Adds a complete value to the innermost list or mapping.
  mutating func add(_ node: Node) {
    guard droppedLevels == 0 else { return }
    guard let last = frames.indices.last else {
      result = node
      return
    }
    if frames[last].mapping == nil {
      frames[last].items.append(node)
    } else {
      let entry = Node.Entry(frames[last].key, node, keyPosition: frames[last].keyPosition)
      frames[last].mapping?.set(entry)
    }
  }

  /// Completes the innermost list or mapping.
  mutating func end() {
    if droppedLevels > 0 {
      droppedLevels -= 1
      return
    }
    guard let frame = frames.popLast() else { return }
    let content: Node.Content = frame.mapping.map { .map($0.entries) } ?? .list(frame.items)
    add(Node(content, at: frame.position))
  }
}

/// The entries of a mapping under construction; of two equal keys the last wins.
struct Mapping {
  private(set) var entries: [Node.Entry] = []
  /// Where each key stands, kept once the mapping is large; before that a search is quicker.
  private var indices: [[UInt8]: Int] = [:]
  private static let sizeForIndex = 16

  /// Adds an entry, or replaces the one that has the same key.
  mutating func set(_ entry: Node.Entry) {
    if let index = index(of: entry.key) {
      entries[index] = entry
    } else {
      append(entry)
    }
  }

  /// Whether an entry has this key, byte for byte.
  func contains(_ key: String) -> Bool { index(of: key) != nil }

  private mutating func append(_ entry: Node.Entry) {
    entries.append(entry)
    if entries.count == Self.sizeForIndex {
      for (index, entry) in entries.enumerated() { indices[Array(entry.key.utf8)] = index }
    } else if entries.count > Self.sizeForIndex {
      indices[Array(entry.key.utf8)] = entries.count - 1
    }
  }

  private func index(of key: String) -> Int? {
    // Swift's `==` also takes composed and decomposed letters for equal; kubectl compares bytes.
    entries.count >= Self.sizeForIndex
      ? indices[Array(key.utf8)] : entries.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
  }
}
