extension YAMLTree {
  /// The document's value with aliases, merges and scalars resolved; null without elements.
  func decoded() throws(YAML.ReadError) -> Node {
    guard !elements.isEmpty else { return Node(.null) }
    var decoder = YAMLDecoder(tree: self)
    return try decoder.document()
  }
}

/// Gives the elements of a document their meaning.
///
/// Source: go-yaml v2 `decode.go`, followed by `sigs.k8s.io/yaml` (`convertToJSONableObject`).
struct YAMLDecoder {
  /// A list or mapping whose parts are being decoded.
  struct Frame {
    enum Kind { case list, map, merge }

    let kind: Kind
    /// The next part.
    var index: Int
    let end: Int
    /// The aliases through which the frame was entered.
    let aliases: [Int]
  }

  let tree: YAMLTree
  var builder = NodeBuilder()
  private var frames: [Frame] = []
  private var activeAliases: Set<Int> = []
  private var expansion = YAMLExpansion()
  /// What cannot become JSON; told only when all could be decoded.
  var conversionFault: YAML.ReadError?

  init(tree: YAMLTree) { self.tree = tree }

  mutating func document() throws(YAML.ReadError) -> Node {
    try decode(0)
    while let frame = frames.last {
      if frame.index >= frame.end {
        close(frame)
      } else if frame.kind == .list {
        frames[frames.count - 1].index = tree.elements[frame.index].end
        try decode(frame.index)
      } else {
        let value = tree.elements[frame.index].end
        frames[frames.count - 1].index = tree.elements[value].end
        try decodeEntry(key: frame.index, value: value)
      }
    }
    if let conversionFault { throw conversionFault }
    return builder.result ?? Node(.null)
  }

  private mutating func close(_ frame: Frame) {
    frames.removeLast()
    for alias in frame.aliases {
      activeAliases.remove(alias)
      expansion.aliasDepth -= 1
    }
    if frame.kind != .merge { builder.end() }
  }

  /// Adds an element's value, or opens it.
  mutating func decode(_ index: Int) throws(YAML.ReadError) {
    let (target, aliases) = try follow(index)
    let element = tree.elements[target]
    switch element.kind {
    case .scalar:
      leave(aliases)
      builder.add(Node(try json(scalar: element), at: element.position))
    case .sequence:
      builder.beginList(at: element.position)
      push(.list, target, aliases)
    case .mapping:
      builder.beginMap(at: element.position)
      push(.map, target, aliases)
    case .alias: return
    }
  }

  mutating func push(_ kind: Frame.Kind, _ target: Int, _ aliases: [Int]) {
    frames.append(
      Frame(kind: kind, index: target + 1, end: tree.elements[target].end, aliases: aliases))
  }

  /// The element that `index` stands for, and the aliases on the way, which are active now.
  mutating func follow(
    _ index: Int
  ) throws(YAML.ReadError) -> (target: Int, aliases: [Int]) {
    var aliases: [Int] = []
    var index = index
    try expansion.count()
    while tree.elements[index].kind == .alias {
      guard let target = tree.elements[index].target, activeAliases.insert(index).inserted else {
        throw YAML.ReadError(
          message: "anchor '\(tree.elements[index].text)' value contains itself",
          position: tree.elements[index].position)
      }
      aliases.append(index)
      expansion.aliasDepth += 1
      index = target
      try expansion.count()
    }
    return (index, aliases)
  }

  mutating func leave(_ aliases: [Int]) {
    activeAliases.subtract(aliases)
    expansion.aliasDepth -= aliases.count
  }
}
