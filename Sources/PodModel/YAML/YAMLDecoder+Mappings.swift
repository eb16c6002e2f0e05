// Entries of mappings, merges, and numbers on their way through JSON.
extension YAMLDecoder {
  mutating func decodeEntry(key: Int, value: Int) throws(YAML.ReadError) {
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
  mutating func json(scalar: YAMLTree.Element) throws(YAML.ReadError) -> Node.Content {
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
