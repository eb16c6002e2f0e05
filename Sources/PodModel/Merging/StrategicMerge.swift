/// Kubernetes' own kind of patch, in which lists merge by the keys of their items.
///
/// Source: apimachinery `pkg/util/strategicpatch/patch.go`.
package enum StrategicMerge {
  /// Objects nested deeper than this are replaced as a whole.
  static let deepest = 200

  /// The object with the patch applied.
  ///
  /// - Parameter kind: the object's kind, which decides how its lists merge.
  /// - Throws: where a patch item lacks the key that its list merges by.
  package static func apply(
    _ patch: Node, to object: Node, kind: String
  ) throws(MergeFault) -> Node {
    try Patcher(kind: kind).merge(patch, into: object, at: [])
  }

  /// The patch that `kubectl apply` sends: what changed between the last applied manifest, the new
  /// one and the object as it is.
  ///
  /// - Parameters:
  ///   - original: the manifest that was applied before; nil where there was none.
  ///   - modified: the manifest to apply now.
  ///   - current: the object as the cluster has it.
  package static func threeWayPatch(
    original: Node?, modified: Node, current: Node, kind: String
  ) -> Node {
    let changes = StrategicDiff(kind: kind, shows: .changes)
      .patch(from: current, to: modified, at: [])
    let deletions = StrategicDiff(kind: kind, shows: .deletions)
      .patch(from: original ?? [:], to: modified, at: [])
    return PatchUnion(kind: kind).joined(deletions, changes, at: [])
  }
}

/// Why a patch does not fit an object.
package struct MergeFault: Error, Sendable, Hashable, CustomStringConvertible {
  package var description: String

  package init(_ description: String) { self.description = description }
}

/// Applies a strategic merge patch.
private struct Patcher {
  let kind: String

  func merge(_ patch: Node, into object: Node, at path: [String]) throws(MergeFault) -> Node {
    guard path.count < StrategicMerge.deepest, let changes = patch.entries,
      object.entries != nil || object.isNull
    else { return withoutDirectives(patch, depth: 0) }
    switch patch["$patch"]?.string {
    case "replace": return withoutDirectives(patch, depth: 0)
    case "delete": return Node(.map([]))
    default: break
    }
    var result = object.entries == nil ? Node(.map([])) : object
    if let kept = patch["$retainKeys"]?.strings {
      result = Node(.map((result.entries ?? []).filter { kept.contains($0.key) }))
    }
    for change in changes where !change.key.hasPrefix("$") {
      try merge(change, into: &result, at: path + [change.key])
    }
    try mergeDirectives(changes, into: &result, from: object, at: path)
    return result
  }

  private func merge(
    _ change: Node.Entry, into object: inout Node, at path: [String]
  ) throws(MergeFault) {
    let old = object[change.key]
    switch change.value.content {
    case .null: object[change.key] = nil
    case .map:
      let isMap = old?.entries != nil
      object[change.key] =
        isMap || old == nil
        ? try merge(change.value, into: old ?? [:], at: path)
        : withoutDirectives(change.value, depth: 0)
    case .list(let items):
      object[change.key] = Node(.list(try merge(items, into: old?.list ?? [], at: path)))
    case .bool, .integer, .float, .string: object[change.key] = change.value
    }
  }

  private func merge(
    _ items: [Node], into old: [Node], at path: [String]
  ) throws(MergeFault) -> [Node] {
    switch MergeRule.rule(at: path, kind: kind) {
    case .replace: return items.map { withoutDirectives($0, depth: 0) }
    case .union:
      let merged = old + items.filter { !old.contains($0) }
      return ordered(merged, as: items, before: old, rule: .union)
    case .byKey(let key):
      let merged = try merge(items, into: old, by: key, at: path)
      return ordered(merged, as: items, before: old, rule: .byKey(key))
    }
  }

  private func merge(
    _ items: [Node], into old: [Node], by key: String, at path: [String]
  ) throws(MergeFault) -> [Node] {
    if items.contains(where: { $0["$patch"]?.string == "replace" && $0[key] == nil }) {
      return items.filter { $0[key] != nil }.map { withoutDirectives($0, depth: 0) }
    }
    var result = old
    for item in items {
      guard let value = item[key] else {
        throw MergeFault(
          "map: \(item.goMapText) does not contain declared merge key: \(key)")
      }
      let index = result.firstIndex { $0[key] == value }
      if item["$patch"]?.string == "delete" {
        if let index { result.remove(at: index) }
      } else if let index {
        result[index] = try merge(item, into: result[index], at: path)
      } else {
        result.append(withoutDirectives(item, depth: 0))
      }
    }
    return result
  }

  /// Deletions from lists of plain values, and the order of lists.
  private func mergeDirectives(
    _ changes: [Node.Entry], into object: inout Node, from original: Node, at path: [String]
  ) throws(MergeFault) {
    for change in changes {
      if let name = change.key.suffix(after: "$deleteFromPrimitiveList/") {
        let gone = change.value.list ?? []
        object[name] = object[name]?.list.map { items in
          Node(.list(items.filter { !gone.contains($0) }))
        }
      }
    }
    for change in changes {
      guard let name = change.key.suffix(after: "$setElementOrder/"),
        let items = object[name]?.list, let order = change.value.list
      else { continue }
      let rule = MergeRule.rule(at: path + [name], kind: kind)
      let before = original[name]?.list ?? []
      object[name] = Node(.list(ordered(items, as: order, before: before, rule: rule)))
    }
  }

  /// The items that a patch names, in its order, and between them the others.
  ///
  /// Items that were in the list before keep their order towards one another; new ones come first.
  /// Source: apimachinery `strategicpatch/patch.go`, `normalizeElementOrder`.
  private func ordered(
    _ items: [Node], as order: [Node], before old: [Node], rule: MergeRule
  ) -> [Node] {
    func place(_ item: Node, in list: [Node]) -> Int? {
      if case .byKey(let key) = rule { return list.firstIndex { $0[key] == item[key] } }
      return list.firstIndex(of: item)
    }
    var named = items.filter { place($0, in: order) != nil }
      .sorted { place($0, in: order) ?? 0 < place($1, in: order) ?? 0 }[...]
    var others = items.filter { place($0, in: order) == nil }
      .sorted { place($0, in: old) ?? 0 < place($1, in: old) ?? 0 }[...]
    var result: [Node] = []
    while let first = named.first, let second = others.first {
      let (left, right) = (place(first, in: old), place(second, in: old))
      if let left, let right, right < left {
        result.append(second)
        others.removeFirst()
      } else {
        result.append(first)
        named.removeFirst()
      }
    }
    return result + named + others
  }

  /// A value that is new to the object, free of what only patches know.
  private func withoutDirectives(_ node: Node, depth: Int) -> Node {
    guard depth < StrategicMerge.deepest else { return node }
    switch node.content {
    case .map(let entries):
      var kept: [Node.Entry] = []
      for entry in entries where !entry.key.hasPrefix("$") && !entry.value.isNull {
        var entry = entry
        entry.value = withoutDirectives(entry.value, depth: depth + 1)
        kept.append(entry)
      }
      return Node(.map(kept), at: node.position)
    case .list(let items):
      let kept = items.filter { $0["$patch"]?.string != "delete" }
      return Node(
        .list(kept.map { withoutDirectives($0, depth: depth + 1) }), at: node.position)
    case .null, .bool, .integer, .float, .string: return node
    }
  }
}

extension String {
  fileprivate func suffix(after start: String) -> String? {
    hasPrefix(start) ? String(dropFirst(start.count)) : nil
  }
}

extension Node {
  /// A mapping as Go's `%v` prints it: `map[a:1 b:[x y]]`.
  package var goMapText: String {
    switch content {
    case .null: "<nil>"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .float(let value): GoFloat.general(value)
    case .string(let text): text
    case .list(let items): "[\(items.map(\.goMapText).joined(separator: " "))]"
    case .map(let entries):
      "map["
        + entries.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value.goMapText)" }
        .joined(separator: " ") + "]"
    }
  }
}
