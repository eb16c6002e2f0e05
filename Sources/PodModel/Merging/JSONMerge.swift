import ByteText

/// The plain kind of patch: mappings merge, null deletes, all else replaces.
///
/// Source: RFC 7386.
package enum JSONMerge {
  /// The object with the patch applied.
  package static func apply(_ patch: Node, to object: Node) -> Node {
    apply(patch, to: object, depth: 0)
  }

  private static func apply(_ patch: Node, to object: Node, depth: Int) -> Node {
    guard let changes = patch.entries, depth < StrategicMerge.deepest else { return patch }
    var result = object.entries == nil ? Node(.map([])) : object
    for change in changes {
      result[change.key] =
        change.value.isNull
        ? nil : apply(change.value, to: result[change.key] ?? Node(.null), depth: depth + 1)
    }
    return result
  }
}

/// A patch that is a list of operations.
///
/// Source: RFC 6902; the wording of faults is that of `evanphx/json-patch`.
package enum JSONPatch {
  /// The object with all operations applied in order.
  package static func apply(_ patch: Node, to object: Node) throws(MergeFault) -> Node {
    var result = object
    for operation in patch.list ?? [] {
      let name = operation["op"]?.string ?? ""
      let path = operation["path"]?.string ?? ""
      let place = JSONPointer(path)
      switch name {
      case "add": result = try place.adding(value(operation, name, path), to: result, path)
      case "remove":
        result = try place.removing(from: result, "remove", path)
      case "replace":
        guard place.value(in: result) != nil else { throw missing("replace", path) }
        result = try place.replacing(with: value(operation, name, path), in: result, path)
      case "test":
        let expected = operation["value"] ?? Node(.null)
        guard place.value(in: result) ?? Node(.null) == expected else {
          throw MergeFault("testing value \(path) failed: test failed")
        }
      case "move", "copy":
        let from = operation["from"]?.string ?? ""
        guard let moved = JSONPointer(from).value(in: result) else { throw missing(name, from) }
        if name == "move" { result = try JSONPointer(from).removing(from: result, name, from) }
        result = try place.adding(moved, to: result, path)
      default: throw MergeFault("Unexpected kind: \(name)")
      }
    }
    return result
  }

  private static func value(
    _ operation: Node, _ name: String, _ path: String
  ) throws(MergeFault) -> Node {
    guard let value = operation["value"] else {
      throw MergeFault("\(name) operation does not apply: doc is missing value: \(path)")
    }
    return value
  }

  static func missing(_ operation: String, _ path: String) -> MergeFault {
    MergeFault(
      "\(operation) operation does not apply: doc is missing key: \(path): missing value")
  }
}

/// A place in an object.
///
/// Source: RFC 6901.
private struct JSONPointer {
  let parts: [String]

  init(_ text: String) {
    parts = text.split(at: "/", omittingEmptySubsequences: false).dropFirst()
      .map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") }
  }

  private init(parts: [String]) { self.parts = parts }

  func value(in object: Node) -> Node? {
    var node = object
    for part in parts {
      if let items = node.list {
        guard let index = Int(part), items.indices.contains(index) else { return nil }
        node = items[index]
      } else if let next = node[part] {
        node = next
      } else {
        return nil
      }
    }
    return node
  }

  func adding(_ value: Node, to object: Node, _ path: String) throws(MergeFault) -> Node {
    try changing(object, path, "add") { (container, key) throws(MergeFault) in
      guard var items = container.list else {
        container[key] = value
        return
      }
      let index = key == "-" ? items.count : Int(key) ?? -1
      guard (0...items.count).contains(index) else { throw JSONPatch.missing("add", path) }
      items.insert(value, at: index)
      container = Node(.list(items))
    }
  }

  func replacing(with value: Node, in object: Node, _ path: String) throws(MergeFault) -> Node {
    try changing(object, path, "replace") { (container, key) throws(MergeFault) in
      guard var items = container.list else {
        container[key] = value
        return
      }
      guard let index = Int(key), items.indices.contains(index) else {
        throw JSONPatch.missing("replace", path)
      }
      items[index] = value
      container = Node(.list(items))
    }
  }

  func removing(
    from object: Node, _ operation: String, _ path: String
  ) throws(MergeFault) -> Node {
    try changing(object, path, operation) { (container, key) throws(MergeFault) in
      guard var items = container.list else {
        guard container[key] != nil else {
          throw MergeFault(
            "\(operation) operation does not apply: doc is missing path: \(path): missing value")
        }
        container[key] = nil
        return
      }
      guard let index = Int(key), items.indices.contains(index) else {
        throw JSONPatch.missing(operation, path)
      }
      items.remove(at: index)
      container = Node(.list(items))
    }
  }

  private func changing(
    _ object: Node, _ path: String, _ operation: String,
    _ change: (inout Node, String) throws(MergeFault) -> Void
  ) throws(MergeFault) -> Node {
    guard let key = parts.first, parts.count < StrategicMerge.deepest else { return object }
    var object = object
    if parts.count == 1 {
      guard object.list != nil || object.entries != nil else {
        throw JSONPatch.missing(operation, path)
      }
      try change(&object, key)
      return object
    }
    let rest = JSONPointer(parts: Array(parts.dropFirst()))
    if var items = object.list {
      guard let index = Int(key), items.indices.contains(index) else {
        throw JSONPatch.missing(operation, path)
      }
      items[index] = try rest.changing(items[index], path, operation, change)
      return Node(.list(items))
    }
    guard let inner = object[key] else { throw JSONPatch.missing(operation, path) }
    object[key] = try rest.changing(inner, path, operation, change)
    return object
  }
}
