import ByteText
package import Lessons
package import PodModel
import RegularExpressions

/// One place where a value is not as expected.
package struct Mismatch: Sendable {
  /// Whether a value is wrong or an item is missing: put into words only when somebody reads them,
  /// for most mismatches are looked at while a Pod is still on its way.
  fileprivate enum Fault: Sendable {
    case value(Node?, Expectation)
    case missing(name: String, from: [String])
  }

  package var path: FieldPath
  fileprivate let fault: Fault
  /// Where it stands, or the nearest place above it.
  package var position: SourcePosition?

  /// The demand in words: `must be 'nx'`.
  package var expected: String {
    switch fault {
    case .value(_, let expectation): expectation.demand
    case .missing(let name, _): "must have an item named '\(name)'"
    }
  }

  /// What is there instead, shortened.
  package var found: String {
    switch fault {
    case .value(let actual, let expectation): Grader.found(actual, for: expectation)
    case .missing(_, let names):
      names.isEmpty
        ? "none" : "only " + names.map { "'\($0)'" }.joined(separator: ", ")
    }
  }
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
  switch expectation {
  case .fields(let fields) where actual == nil || actual?.entries != nil:
    return fields.flatMap { field in
      mismatches(
        expected: field.expectation, actual: actual?[field.name], at: path.field(field.name),
        near: place)
    }
  case .named(let items):
    return namedMismatches(items, actual: actual, at: path, near: place)
  case .inOrder(let items):
    let missing = namedMismatches(items, actual: actual, at: path, near: place)
    if !missing.isEmpty { return missing }
  case .items(let items) where actual?.list?.count == items.count:
    return zip(items, actual?.list ?? []).enumerated().flatMap { index, pair in
      mismatches(expected: pair.0, actual: pair.1, at: path.index(index), near: place)
    }
  case .all(let parts):
    return parts.flatMap { mismatches(expected: $0, actual: actual, at: path, near: near) }
  case .each(let inner):
    return (actual?.list ?? []).enumerated().flatMap { index, item in
      mismatches(expected: inner, actual: item, at: path.index(index), near: place)
    }
  case .length(let inner):
    let length = actual?.list?.count ?? actual?.entries?.count ?? actual?.string?.count ?? 0
    let node = Node(.integer(Int64(length)), at: place)
    return mismatches(expected: inner, actual: node, at: path, near: place)
  case .argv(let inner):
    let argv = actual.map { ContainerCommand($0).argv }
    return mismatches(expected: trimmed(inner), actual: argv, at: path, near: place)
  case .commandLine(let inner):
    let line = actual.map { Node(.string(ContainerCommand($0).line), at: $0.position) }
    return mismatches(expected: inner, actual: line, at: path, near: place)
  case .fields, .items, .equals, .matches, .contains, .oneOf, .atLeast, .atMost, .absent, .not,
    .any:
    break
  }
  guard !holds(expectation, for: actual) else { return [] }
  return [Mismatch(path: path, fault: .value(actual, expectation), position: place)]
}

/// Whether an expectation that is met or not as a whole is met.
private func holds(_ expectation: Expectation, for actual: Node?) -> Bool {
  func isLike(_ inner: Expectation, _ node: Node?) -> Bool {
    mismatches(expected: inner, actual: node).isEmpty
  }
  switch expectation {
  case .equals(let node): return equal(node, actual)
  case .matches(let pattern): return (actual?.scalarText).map(pattern.matches) ?? false
  case .contains(let text): return contains(text, in: actual)
  case .atLeast(let bound): return (actual?.number).map { $0 >= bound } ?? false
  case .atMost(let bound): return (actual?.number).map { $0 <= bound } ?? false
  case .absent: return actual == nil || actual?.isNull == true
  case .not(let inner): return !isLike(inner, actual)
  case .oneOf(let choices): return choices.contains { isLike($0, actual) }
  case .any(let inner): return (actual?.list ?? []).contains { isLike(inner, $0) }
  case .inOrder(let items):
    let names = (actual?.list ?? []).compactMap { $0["name"]?.string }
    let indexes = items.compactMap { names.firstIndex(of: $0.name) }
    return indexes == indexes.sorted()
  case .fields, .items: return false
  case .named, .all, .each, .length, .argv, .commandLine: return isLike(expectation, actual)
  }
}

/// What is there instead, in the way that says most about the expectation.
private func found(_ actual: Node?, for expectation: Expectation) -> String {
  guard let actual else { return "nothing" }
  switch expectation {
  case .any: return listing(actual)
  case .inOrder:
    let names = (actual.list ?? []).compactMap { $0["name"]?.brief }
    return "the order " + names.joined(separator: ", ")
  case .equals, .fields, .named, .items, .matches, .contains, .oneOf, .all, .atLeast, .atMost,
    .absent, .not, .each, .length, .argv, .commandLine:
    return actual.brief
  }
}

private func namedMismatches(
  _ items: [Expectation.NamedItem], actual: Node?, at path: FieldPath, near: SourcePosition?
) -> [Mismatch] {
  let found = actual?.list ?? []
  return items.flatMap { item -> [Mismatch] in
    guard let index = found.firstIndex(where: { $0["name"]?.string == item.name }) else {
      let names = found.compactMap { $0["name"]?.string }
      return [Mismatch(path: path, fault: .missing(name: item.name, from: names), position: near)]
    }
    return mismatches(
      expected: item.expectation, actual: found[index], at: path.index(index), near: near)
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
  return found.holds(text)
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
