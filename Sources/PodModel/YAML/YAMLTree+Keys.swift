extension YAMLTree {
  func isMerge(_ index: Int) -> Bool {
    let element = elements[index]
    return element.kind == .scalar && element.text == "<<"
      && (element.isPlain || element.tag == "tag:yaml.org,2002:merge")
  }

  /// What go-yaml says of a key that is a list or mapping: the first fault inside it, or that it is
  /// no key.
  func keyFault(
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

  func wantMap(_ index: Int) -> YAML.ReadError {
    YAML.ReadError(
      message: "map merge requires map or sequence of maps as the value",
      position: elements[index].position)
  }

  func isMapping(_ index: Int) -> Bool {
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
