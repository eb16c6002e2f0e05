package import Lessons
package import PodModel

/// One place where a value is not as expected.
package struct Mismatch: Sendable {
  package var path: FieldPath
  /// The demand in words: `must be 'nx'`.
  package var expected: String
  /// What is there instead, shortened.
  package var found: String
  /// Where it stands, or the nearest place above it.
  package var position: SourcePosition?
}

/// Lists every place where `actual` is not as `expectation` demands, in the order of its fields.
///
/// Fields that the expectation does not name are ignored. `near` is the position to report where
/// something is missing.
package func mismatches(
  expected expectation: Expectation, actual: Node?, at path: FieldPath = FieldPath(),
  near: SourcePosition? = nil
) -> [Mismatch] {
  let place = actual?.position ?? near
  func mismatch(_ found: String? = nil) -> [Mismatch] {
    [
      Mismatch(
        path: path, expected: expectation.demand, found: found ?? actual?.brief ?? "nothing",
        position: place)
    ]
  }
  switch expectation {
  case .equals(let node):
    return equal(node, actual) ? [] : mismatch()
  case .fields(let fields):
    guard actual == nil || actual?.entries != nil else { return mismatch() }
    return fields.flatMap { field in
      mismatches(
        expected: field.expectation, actual: actual?[field.name], at: path.field(field.name),
        near: place)
    }
  case .named(let items):
    return namedMismatches(items, actual: actual, at: path, near: place)
  case .inOrder(let items):
    let missing = namedMismatches(items, actual: actual, at: path, near: place)
    guard missing.isEmpty else { return missing }
    let names = (actual?.list ?? []).compactMap { $0["name"]?.string }
    let indexes = items.compactMap { names.firstIndex(of: $0.name) }
    return indexes == indexes.sorted()
      ? [] : mismatch("the order " + names.map { "'\($0)'" }.joined(separator: ", "))
  case .items(let items):
    return itemMismatches(items, demand: expectation, actual: actual, at: path, near: place)
  case .all(let parts):
    return parts.flatMap { mismatches(expected: $0, actual: actual, at: path, near: near) }
  case .each(let inner):
    return (actual?.list ?? []).enumerated().flatMap { index, item in
      mismatches(expected: inner, actual: item, at: path.index(index), near: place)
    }
  case .any(let inner):
    let isFound = (actual?.list ?? []).contains { item in
      mismatches(expected: inner, actual: item, at: path).isEmpty
    }
    return isFound ? [] : mismatch(actual.map(listing))
  case .oneOf(let choices):
    let isFound = choices.contains {
      mismatches(expected: $0, actual: actual, at: path, near: near).isEmpty
    }
    return isFound ? [] : mismatch()
  case .not(let inner):
    return mismatches(expected: inner, actual: actual, at: path, near: near).isEmpty
      ? mismatch() : []
  case .length(let inner):
    let length = actual?.list?.count ?? actual?.entries?.count ?? actual?.string?.count
    return mismatches(
      expected: inner, actual: Node(.integer(Int64(length ?? 0)), at: place), at: path, near: place)
  case .argv(let inner):
    return mismatches(
      expected: trimmed(inner), actual: actual.map { ContainerCommand($0).argv }, at: path,
      near: place)
  case .commandLine(let inner):
    let line = actual.map { Node(.string(ContainerCommand($0).line), at: $0.position) }
    return mismatches(expected: inner, actual: line, at: path, near: place)
  case .matches(let pattern):
    return (actual?.scalarText).map(pattern.matches) == true ? [] : mismatch()
  case .contains(let text):
    return contains(text, in: actual) ? [] : mismatch()
  case .atLeast(let bound):
    return (actual?.number).map { $0 >= bound } == true ? [] : mismatch()
  case .atMost(let bound):
    return (actual?.number).map { $0 <= bound } == true ? [] : mismatch()
  case .absent:
    return actual == nil || actual?.isNull == true ? [] : mismatch()
  }
}

private func namedMismatches(
  _ items: [Expectation.NamedItem], actual: Node?, at path: FieldPath, near: SourcePosition?
) -> [Mismatch] {
  let found = actual?.list ?? []
  return items.flatMap { item -> [Mismatch] in
    guard let index = found.firstIndex(where: { $0["name"]?.string == item.name }) else {
      let names = found.compactMap { $0["name"]?.string }.map { "'\($0)'" }
      return [
        Mismatch(
          path: path, expected: "must have an item named '\(item.name)'",
          found: names.isEmpty ? "none" : "only " + names.joined(separator: ", "), position: near)
      ]
    }
    return mismatches(
      expected: item.expectation, actual: found[index], at: path.index(index), near: near)
  }
}

private func itemMismatches(
  _ items: [Expectation], demand: Expectation, actual: Node?, at path: FieldPath,
  near: SourcePosition?
) -> [Mismatch] {
  guard let found = actual?.list, found.count == items.count else {
    return [
      Mismatch(
        path: path, expected: demand.demand, found: actual?.brief ?? "nothing", position: near)
    ]
  }
  return items.enumerated().flatMap { index, item in
    mismatches(expected: item, actual: found[index], at: path.index(index), near: near)
  }
}

/// Whether two values are the same; a number and its text are, too.
private func equal(_ expected: Node, _ actual: Node?) -> Bool {
  guard let actual else { return expected.isNull }
  if expected == actual { return true }
  if let left = expected.number, let right = actual.number { return left == right }
  guard let left = expected.scalarText, let right = actual.scalarText else { return false }
  let isMixed = (expected.string == nil) != (actual.string == nil)
  return isMixed && left == right
}

private func contains(_ text: String, in actual: Node?) -> Bool {
  if let list = actual?.list { return list.contains { $0.scalarText == text } }
  guard let found = actual?.scalarText else { return false }
  return found.contains(text)
}

/// The items of a list by name, or as short texts.
private func listing(_ node: Node) -> String {
  guard let items = node.list else { return node.brief }
  guard !items.isEmpty else { return "none" }
  return items.prefix(6).map { $0["name"]?.brief ?? $0.brief }.joined(separator: ", ")
}

/// Removes white space at the end of the literal texts of a list.
private func trimmed(_ expectation: Expectation) -> Expectation {
  guard case .items(let items) = expectation else { return expectation }
  return .items(
    items.map { item in
      guard let text = item.literal else { return item }
      return .equals(Node(.string(text.trimmingTrailingWhitespace)))
    })
}
