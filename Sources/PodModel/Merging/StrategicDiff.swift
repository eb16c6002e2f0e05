/// Finds the strategic merge patch between two objects.
///
/// Source: apimachinery `pkg/util/strategicpatch/patch.go`, `diffMaps` and `diffLists`.
struct StrategicDiff {
  /// What a patch is to contain.
  enum Part {
    /// What is new or other.
    case changes
    /// What is gone.
    case deletions
  }

  let kind: String
  let shows: Part

  func patch(from old: Node, to new: Node, at path: [String]) -> Node {
    guard path.count < StrategicMerge.deepest else {
      return shows == .changes && old != new ? new : Node(.map([]))
    }
    var patch = Node(.map([]))
    for entry in new.entries ?? [] {
      compare(old[entry.key], entry, into: &patch, at: path + [entry.key])
    }
    if shows == .deletions {
      for entry in old.entries ?? [] where new[entry.key] == nil {
        patch[entry.key] = Node(.null)
      }
    }
    if MergeRule.retainsKeys(at: path), patch.entries?.isEmpty == false, shows == .changes {
      let keys = (new.entries ?? []).map(\.key).sorted()
      patch["$retainKeys"] = Node(.list(keys.map { Node(.string($0)) }))
    }
    return patch
  }

  private func compare(
    _ old: Node?, _ entry: Node.Entry, into patch: inout Node, at path: [String]
  ) {
    guard let old else {
      if shows == .changes { patch[entry.key] = entry.value }
      return
    }
    switch (old.content, entry.value.content) {
    case (.map, .map):
      let inner = self.patch(from: old, to: entry.value, at: path)
      if inner.entries?.isEmpty == false { patch[entry.key] = inner }
    case (.list(let before), .list(let after)):
      compare(before, after, entry.key, into: &patch, at: path)
    case (_, _):
      if shows == .changes, !Self.isSame(old, entry.value) { patch[entry.key] = entry.value }
    }
  }

  /// Numbers count by their value: `1` and `1.0` are the same.
  private static func isSame(_ left: Node, _ right: Node) -> Bool {
    switch (left.content, right.content) {
    case (.integer(let left), .float(let right)), (.float(let right), .integer(let left)):
      Double(left) == right
    case (_, _): left == right
    }
  }

  private func compare(
    _ before: [Node], _ after: [Node], _ name: String, into patch: inout Node, at path: [String]
  ) {
    switch MergeRule.rule(at: path, kind: kind) {
    case .replace:
      if shows == .changes, before != after { patch[name] = Node(.list(after)) }
    case .union:
      let added = after.filter { !before.contains($0) }
      let gone = before.filter { !after.contains($0) }
      if shows == .changes, !added.isEmpty {
        patch["$setElementOrder/\(name)"] = Node(.list(after))
        patch[name] = Node(.list(added))
      }
      if shows == .deletions, !gone.isEmpty {
        patch["$deleteFromPrimitiveList/\(name)"] = Node(.list(gone))
      }
    case .byKey(let key):
      let items = items(before, after, by: key, at: path)
      let isOrdered =
        before.compactMap { $0[key] }.filter { value in
          after.contains { $0[key] == value }
        } == after.compactMap { $0[key] }.filter { value in before.contains { $0[key] == value } }
      guard !items.isEmpty || (shows == .changes && !isOrdered) else { return }
      if shows == .changes {
        patch["$setElementOrder/\(name)"] = Node(
          .list(after.compactMap { item in item[key].map { Node(.map([.init(key, $0)])) } }))
      }
      if !items.isEmpty { patch[name] = Node(.list(items)) }
    }
  }

  private func items(
    _ before: [Node], _ after: [Node], by key: String, at path: [String]
  ) -> [Node] {
    var items: [Node] = []
    for item in after {
      let old = before.first { $0[key] == item[key] && item[key] != nil }
      guard let old else {
        if shows == .changes { items.append(item) }
        continue
      }
      var inner = patch(from: old, to: item, at: path)
      guard inner.entries?.isEmpty == false else { continue }
      inner[key] = item[key]
      items.append(inner)
    }
    if shows == .deletions {
      for old in before where !after.contains(where: { $0[key] == old[key] }) {
        guard let value = old[key] else { continue }
        items.append(Node(.map([.init("$patch", "delete"), .init(key, value)])))
      }
    }
    return items
  }
}

/// Puts two patches of one object together.
struct PatchUnion {
  let kind: String

  /// Both patches in one; where they say different things, `second` wins.
  func joined(_ first: Node, _ second: Node, at path: [String]) -> Node {
    guard path.count < StrategicMerge.deepest, first.entries != nil, second.entries != nil else {
      return second
    }
    var result = first
    for entry in second.entries ?? [] {
      guard let old = result[entry.key] else {
        result[entry.key] = entry.value
        continue
      }
      switch (old.content, entry.value.content) {
      case (.map, .map):
        result[entry.key] = joined(old, entry.value, at: path + [entry.key])
      case (.list(let left), .list(let right)):
        result[entry.key] = Node(.list(joined(left, right, at: path + [entry.key])))
      case (_, _): result[entry.key] = entry.value
      }
    }
    return result
  }

  private func joined(_ left: [Node], _ right: [Node], at path: [String]) -> [Node] {
    guard case .byKey(let key) = MergeRule.rule(at: path, kind: kind) else { return right }
    var result = left
    for item in right {
      if let index = result.firstIndex(where: { $0[key] == item[key] }) {
        result[index] = joined(result[index], item, at: path)
      } else {
        result.append(item)
      }
    }
    return result
  }
}
