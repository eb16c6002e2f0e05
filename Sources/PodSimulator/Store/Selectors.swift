import ByteText
package import PodModel

extension ObjectSelector {
  /// Whether an object is meant.
  ///
  /// Source: apimachinery `labels/selector.go`, `fields/selector.go`. What cannot be parsed matches
  /// nothing; kubectl refuses it before it asks.
  package func matches(_ object: Node) -> Bool { ObjectMatcher(self).matches(object) }
}

/// A selector that was read once, to be held against many objects.
struct ObjectMatcher {
  /// The only name that is meant; nil where any may be.
  let name: String?
  private let labels: [LabelRequirement]
  private let fields: [FieldRequirement]

  init(_ selector: ObjectSelector) {
    labels = LabelRequirement.parse(selector.labels)
    fields = selector.fields.split(at: ",").map { FieldRequirement(String($0)) }
    name = fields.first { $0.path == "metadata.name" && !$0.isNegative }?.value
  }

  func matches(_ object: Node) -> Bool {
    let own = labels.isEmpty ? nil : object["metadata"]?["labels"]
    return labels.allSatisfy { $0.matches(own) } && fields.allSatisfy { $0.matches(object) }
  }

  /// The first field that objects of a kind cannot be selected by.
  func unknownField(of kind: String) -> String? {
    fields.first { !SelectableFields.contains($0.path, ofKind: kind) }?.path
  }
}

/// One term of a field selector.
private struct FieldRequirement {
  let path: String
  let value: String
  let isNegative: Bool

  init(_ term: String) {
    isNegative = term.holds("!=")
    let sign = term.firstIndex(ofASCII: "=") ?? term.endIndex
    path = term[..<sign].filter { $0 != "!" && $0 != " " }
    value = String(term[sign...].drop { $0 == "=" }).trimmed
  }

  func matches(_ object: Node) -> Bool { (text(of: object) == value) != isNegative }

  private func text(of object: Node) -> String {
    var node: Node? = object
    for step in path.split(at: ".") { node = node?[String(step)] }
    switch path {
    case "source": return object["source"]?["component"]?.string ?? ""
    case "spec.hostNetwork", "spec.unschedulable": return node?.scalarText ?? "false"
    case _: return node?.scalarText ?? ""
    }
  }
}

/// One term of a label selector.
struct LabelRequirement {
  enum Operation { case exists, absent, within, outside }

  var key: String
  var operation: Operation
  var values: [String] = []

  func matches(_ labels: Node?) -> Bool {
    let value = labels?[key]?.string
    switch operation {
    case .exists: return value != nil
    case .absent: return value == nil
    case .within: return value.map(values.contains) ?? false
    case .outside: return !(value.map(values.contains) ?? false)
    }
  }

  static func parse(_ text: String) -> [LabelRequirement] {
    terms(of: text).map(parseTerm)
  }

  /// Splits at commas that are not in parentheses.
  private static func terms(of text: String) -> [String] {
    var terms = [""]
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == ",", depth == 0 {
        terms.append("")
      } else {
        terms[terms.count - 1].append(character)
      }
    }
    return terms.map { $0.trimmed }.filter { !$0.isEmpty }
  }

  private static func parseTerm(_ term: String) -> LabelRequirement {
    if let open = term.firstIndex(ofASCII: "("), term.last == ")" {
      let head = term[..<open].split(at: " ")
      let values = term[term.index(after: open)...].dropLast().split(at: ",")
        .map { String($0).trimmed }
      let operation: Operation = head.count > 1 && head[1] == "notin" ? .outside : .within
      return LabelRequirement(
        key: head.first.map(String.init) ?? "", operation: operation, values: values)
    }
    if let sign = term.firstIndex(where: { $0 == "=" || $0 == "!" }), sign != term.startIndex {
      let value = String(term[sign...].drop { $0 == "=" || $0 == "!" }).trimmed
      return LabelRequirement(
        key: String(term[..<sign]).trimmed, operation: term[sign] == "!" ? .outside : .within,
        values: [value])
    }
    if term.first == "!" {
      return LabelRequirement(key: String(term.dropFirst()).trimmed, operation: .absent)
    }
    return LabelRequirement(key: term, operation: .exists)
  }
}

extension String {
  /// Without spaces at both ends.
  var trimmed: String {
    let head = drop { $0 == " " }
    guard let last = head.lastIndex(where: { $0 != " " }) else { return "" }
    return String(head[...last])
  }
}
