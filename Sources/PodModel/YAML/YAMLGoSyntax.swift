extension YAMLTree {
  /// An element's value as Go's `%#v` prints it, for messages about keys that are no scalars.
  ///
  /// Example: `map[interface {}]interface {}{".Values.name":interface {}(nil)}`, which kubectl says
  /// of `{{ .Values.name }}`. Source: Go `fmt/print.go`, `internal/fmtsort`.
  func goSyntax(of index: Int) -> String {
    var budget = 100_000
    return goSyntax(of: index, depth: 0, &budget)
  }

  private func goSyntax(of index: Int, depth: Int, _ budget: inout Int) -> String {
    budget -= 1
    guard budget > 0, depth < 200 else { return "..." }
    let element = elements[index]
    switch element.kind {
    case .scalar: return (try? element.resolved())?.goSyntax ?? "..."
    case .alias:
      return goSyntax(of: element.target ?? index, depth: depth + 1, &budget)
    case .sequence:
      var items: [String] = []
      for part in parts(of: index) {
        items.append(goSyntax(of: part, depth: depth + 1, &budget))
      }
      return "[]interface {}{\(items.joined(separator: ", "))}"
    case .mapping:
      return "map[interface {}]interface {}{\(entries(of: index, depth, &budget))}"
    }
  }

  private func entries(of index: Int, _ depth: Int, _ budget: inout Int) -> String {
    let parts = parts(of: index)
    var entries: [String: (key: YAMLScalar, text: String)] = [:]
    for place in stride(from: 0, to: parts.count - 1, by: 2) {
      let key = elements[elements[parts[place]].target ?? parts[place]]
      guard key.kind == .scalar, let scalar = try? key.resolved() else { continue }
      let value = goSyntax(of: parts[place + 1], depth: depth + 1, &budget)
      let name = scalar.goSyntax
      entries[name] = (scalar, "\(name):\(value)")
    }
    return entries.values.sorted { $0.key.precedesInGo($1.key) }.map(\.text)
      .joined(separator: ", ")
  }
}

extension YAMLScalar {
  /// The value as Go's `%#v` prints it.
  fileprivate var goSyntax: String {
    switch content {
    case .null: "interface {}(nil)"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .float(let value):
      tag == .int ? "0x" + String(UInt64(value), radix: 16) : GoFloat.general(value)
    case .string(let text): GoQuote.quoted(text)
    case .list, .map: ""
    }
  }

  /// Nil first, then numbers, strings and booleans: the order of Go's type kinds is not fixed, but
  /// within one kind values are sorted.
  fileprivate func precedesInGo(_ other: YAMLScalar) -> Bool {
    switch (content, other.content) {
    case (.integer(let left), .integer(let right)): left < right
    case (.float(let left), .float(let right)): left < right
    case (.string(let left), .string(let right)):
      left.utf8.lexicographicallyPrecedes(right.utf8)
    case (.bool(let left), .bool(let right)): !left && right
    default: goRank < other.goRank
    }
  }

  private var goRank: Int {
    switch content {
    case .null: 0
    case .string: 1
    case .integer: 2
    case .float: 3
    case .bool: 4
    case .list, .map: 5
    }
  }
}
