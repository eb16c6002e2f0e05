package import PodModel

extension ObjectSelector {
  /// Whether an object is meant.
  ///
  /// Source: apimachinery `labels/selector.go`, `fields/selector.go`. What cannot be parsed matches
  /// nothing; kubectl refuses it before it asks.
  package func matches(_ object: Node) -> Bool {
    LabelRequirement.parse(labels).allSatisfy { $0.matches(object["metadata"]?["labels"]) }
      && fieldsMatch(object)
  }

  private func fieldsMatch(_ object: Node) -> Bool {
    fields.split(separator: ",").allSatisfy { term in
      let isNegative = term.contains("!=")
      guard let sign = term.firstIndex(of: "=") else { return false }
      let path = term[..<sign].filter { $0 != "!" && $0 != " " }
      let value = term[sign...].drop { $0 == "=" }
      return (ObjectSelector.field(String(path), of: object) == value) != isNegative
    }
  }

  private static func field(_ path: String, of object: Node) -> String {
    var node: Node? = object
    for step in path.split(separator: ".") { node = node?[String(step)] }
    return node?.scalarText ?? ""
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
    if let open = term.firstIndex(of: "("), term.last == ")" {
      let head = term[..<open].split(separator: " ")
      let values = term[term.index(after: open)...].dropLast().split(separator: ",")
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
