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
private struct YAMLDecoder {
  /// A list or mapping whose parts are being decoded.
  private struct Frame {
    enum Kind { case list, map, merge }

    let kind: Kind
    /// The next part.
    var index: Int
    let end: Int
    /// The aliases through which the frame was entered.
    let aliases: [Int]
  }

  private let tree: YAMLTree
  private var builder = NodeBuilder()
  private var frames: [Frame] = []
  private var activeAliases: Set<Int> = []
  private var expansion = YAMLExpansion()
  /// What cannot become JSON; told only when all could be decoded.
  private var conversionFault: YAML.ReadError?

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
  private mutating func decode(_ index: Int) throws(YAML.ReadError) {
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

  private mutating func push(_ kind: Frame.Kind, _ target: Int, _ aliases: [Int]) {
    frames.append(
      Frame(kind: kind, index: target + 1, end: tree.elements[target].end, aliases: aliases))
  }

  /// The element that `index` stands for, and the aliases on the way, which are active now.
  private mutating func follow(
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

  private mutating func leave(_ aliases: [Int]) {
    activeAliases.subtract(aliases)
    expansion.aliasDepth -= aliases.count
  }
}

// MARK: - Mappings

extension YAMLDecoder {
  private mutating func decodeEntry(key: Int, value: Int) throws(YAML.ReadError) {
    if tree.isMerge(key) { return try merge(value) }
    let (target, aliases) = try follow(key)
    leave(aliases)
    let element = tree.elements[target]
    guard element.kind == .scalar else { throw try tree.keyFault(of: key) }
    let scalar = try element.resolved()
    if let name = Self.name(of: scalar) {
      builder.key(name, at: tree.elements[key].position)
    } else {
      refuse(key: target, scalar, value)
    }
    try decode(value)
  }

  /// A key as JSON writes it; nil for keys that are null or beyond 64 bits with a sign.
  ///
  /// Source: `sigs.k8s.io/yaml` `convertToJSONableObject`.
  private static func name(of scalar: YAMLScalar) -> String? {
    switch scalar.content {
    case .string(let text): text
    case .integer(let value): String(value)
    case .bool(let value): value ? "true" : "false"
    case .float(let value) where scalar.tag == .float:
      if value.isNaN {
        ".nan"
      } else if value.isInfinite {
        value < 0 ? "-.inf" : ".inf"
      } else {
        GoFloat.generalSingle(value)
      }
    case .float, .null, .list, .map: nil
    }
  }

  private mutating func refuse(key: Int, _ scalar: YAMLScalar, _ value: Int) {
    if let conversionFault, conversionFault.message.hasPrefix("unsupported") { return }
    let type = scalar.content == .null ? "%!s(<nil>)" : "uint64"
    // Inside of lists and mappings Go prints nil with its type, alone without.
    let texts = [key, value].map { element in
      let text = tree.goSyntax(of: element)
      return text == "interface {}(nil)" ? "<nil>" : text
    }
    conversionFault = YAML.ReadError(
      message:
        "unsupported map key of type: \(type), key: \(texts[0]), value: \(texts[1])",
      position: tree.elements[key].position, step: .converting)
  }

  /// Opens mappings whose entries go into the mapping at hand.
  ///
  /// In go-yaml v2 they win over entries that stand before the merge, and of several mappings the
  /// first wins.
  private mutating func merge(_ value: Int) throws(YAML.ReadError) {
    if tree.elements[value].kind == .sequence {
      let parts = tree.parts(of: value)
      for part in parts.reversed() where !tree.isMapping(part) { throw tree.wantMap(part) }
      // The frame pushed last is decoded first, and what is decoded last wins.
      for part in parts { try open(merge: part) }
    } else if tree.isMapping(value) {
      try open(merge: value)
    } else {
      throw tree.wantMap(value)
    }
  }

  private mutating func open(merge index: Int) throws(YAML.ReadError) {
    let (target, aliases) = try follow(index)
    push(.merge, target, aliases)
  }

  /// A scalar's value after its way through JSON text.
  private mutating func json(scalar: YAMLTree.Element) throws(YAML.ReadError) -> Node.Content {
    let content = try scalar.resolved().content
    guard case .float(let value) = content else { return content }
    guard value.isFinite else {
      if conversionFault == nil {
        conversionFault = YAML.ReadError(
          message: "json: unsupported value: \(GoFloat.json(value))", position: scalar.position,
          step: .converting)
      }
      return content
    }
    return Int64(GoFloat.json(value)).map(Node.Content.integer) ?? content
  }
}

extension YAMLTree {
  fileprivate func isMerge(_ index: Int) -> Bool {
    let element = elements[index]
    return element.kind == .scalar && element.text == "<<"
      && (element.isPlain || element.tag == "tag:yaml.org,2002:merge")
  }

  /// What go-yaml says of a key that is a list or mapping: the first fault inside it, or that it is
  /// no key.
  fileprivate func keyFault(
    of key: Int, depth: Int = 0
  ) throws(YAML.ReadError) -> YAML.ReadError {
    let target = elements[key].target ?? key
    try checkKeys(inside: target, depth: depth)
    return YAML.ReadError(
      message: "invalid map key: \(goSyntax(of: target))", position: elements[key].position)
  }

  private func checkKeys(inside index: Int, depth: Int) throws(YAML.ReadError) {
    let element = elements[index]
    guard depth < 100 else { return }
    switch element.kind {
    case .scalar: _ = try element.resolved()
    case .alias: return
    case .sequence:
      for part in parts(of: index) { try checkKeys(inside: part, depth: depth + 1) }
    case .mapping:
      let parts = parts(of: index)
      for place in stride(from: 0, to: parts.count - 1, by: 2) {
        let (key, value) = (parts[place], parts[place + 1])
        if isMerge(key) {
          guard isMapping(value) || elements[value].kind == .sequence else { throw wantMap(value) }
        } else {
          try checkKeys(inside: key, depth: depth + 1)
          let kind = elements[elements[key].target ?? key].kind
          if kind != .scalar { throw try keyFault(of: key, depth: depth + 1) }
        }
        try checkKeys(inside: value, depth: depth + 1)
      }
    }
  }

  fileprivate func wantMap(_ index: Int) -> YAML.ReadError {
    YAML.ReadError(
      message: "map merge requires map or sequence of maps as the value",
      position: elements[index].position)
  }

  fileprivate func isMapping(_ index: Int) -> Bool {
    let element = elements[index]
    return elements[element.target ?? index].kind == .mapping
  }

  /// The elements directly inside a list, or the keys and values of a mapping.
  func parts(of index: Int) -> [Int] {
    var parts: [Int] = []
    var part = index + 1
    while part < elements[index].end {
      parts.append(part)
      part = elements[part].end
    }
    return parts
  }
}

/// Notices documents that grow beyond measure through aliases.
///
/// Source: go-yaml v2 `decode.go` (`allowedAliasRatio`).
private struct YAMLExpansion {
  var aliasDepth = 0
  private var decodeCount = 0
  private var aliasCount = 0

  mutating func count() throws(YAML.ReadError) {
    decodeCount += 1
    if aliasDepth > 0 { aliasCount += 1 }
    guard aliasCount > 100, decodeCount > 1_000,
      Double(aliasCount) / Double(decodeCount) > allowedRatio
    else { return }
    throw YAML.ReadError(message: "document contains excessive aliasing")
  }

  private var allowedRatio: Double {
    let low = 400_000
    let high = 4_000_000
    if decodeCount <= low { return 0.99 }
    if decodeCount >= high { return 0.10 }
    return 0.99 - 0.89 * Double(decodeCount - low) / Double(high - low)
  }
}
