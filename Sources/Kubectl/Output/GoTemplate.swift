import PodModel

/// A template of Go's `text/template`, as far as `-o go-template=` is used in practice.
///
/// Fields, variables, `range`, `if`, `with`, `else`, pipes, and the functions that kubectl adds.
/// Source: Go `text/template`; cli-runtime `printers/template.go`.
struct GoTemplate {
  indirect enum Part {
    case text(String)
    case print([Term], variable: String?)
    case range([Term], key: String?, value: String?, [Part], [Part])
    case condition([Term], [Part], [Part])
    case with([Term], [Part], [Part])
  }

  /// One step of a pipe: a function or value and its arguments.
  struct Term {
    var words: [Word]
  }

  indirect enum Word {
    case path(variable: String?, [String])
    case literal(Node)
    case function(String)
    case group([Term])
    /// Fields of a value.
    case fields(Word, [String])
  }

  /// The functions that a template may name: Go's own and the two of cli-runtime.
  static let functions: Set<String> = [
    "and", "base64decode", "call", "eq", "exists", "ge", "gt", "html", "index", "js", "le", "len",
    "lt", "ne", "not", "or", "print", "printf", "println", "slice", "urlquery",
  ]

  /// Why a template cannot be read or filled in.
  struct Fault: Error {
    var message: String
  }

  private let parts: [Part]

  init(_ text: String) throws(Fault) {
    var parser = GoTemplateParser(text)
    parts = try parser.parse()
  }

  /// The template filled in.
  func text(for object: Node) throws(Fault) -> String {
    var run = GoTemplateRun(root: object)
    try run.write(parts, object)
    return run.output
  }
}

/// Fills in a template.
private struct GoTemplateRun {
  let root: Node
  var output = ""
  private var variables: [String: Node]
  /// Bounds the work of nested ranges.
  private var steps = 0

  init(root: Node) {
    self.root = root
    variables = ["$": root]
  }

  mutating func write(_ parts: [GoTemplate.Part], _ dot: Node) throws(GoTemplate.Fault) {
    for part in parts {
      steps += 1
      guard steps < 1_000_000 else { throw Self.fault("the template repeats without end") }
      switch part {
      case .text(let text): output += text
      case .print(let pipe, let variable):
        let value = try self.value(pipe, dot)
        if let variable {
          variables[variable] = value
        } else {
          output += Self.text(value)
        }
      case .range(let pipe, let key, let name, let body, let otherwise):
        try range(try value(pipe, dot), key, name, body, otherwise, dot)
      case .condition(let pipe, let body, let otherwise):
        try write(Self.isTrue(try value(pipe, dot)) ? body : otherwise, dot)
      case .with(let pipe, let body, let otherwise):
        let inner = try value(pipe, dot)
        try Self.isTrue(inner) ? write(body, inner) : write(otherwise, dot)
      }
    }
  }

  private mutating func range(
    _ value: Node, _ key: String?, _ name: String?, _ body: [GoTemplate.Part],
    _ otherwise: [GoTemplate.Part], _ dot: Node
  ) throws(GoTemplate.Fault) {
    var items: [(Node, Node)] = []
    if let list = value.list {
      items = list.enumerated().map { (Node(.integer(Int64($0.offset))), $0.element) }
    } else {
      items = (value.entries ?? []).sorted { $0.key < $1.key }
        .map { (Node(.string($0.key)), $0.value) }
    }
    if items.isEmpty { return try write(otherwise, dot) }
    for (index, item) in items {
      if let key { variables[key] = index }
      if let name { variables[name] = item }
      try write(body, item)
    }
  }

  private func value(_ pipe: [GoTemplate.Term], _ dot: Node) throws(GoTemplate.Fault) -> Node {
    var result: Node?
    for term in pipe { result = try value(term, dot, piped: result) }
    return result ?? Node(.null)
  }

  private func value(
    _ term: GoTemplate.Term, _ dot: Node, piped: Node?
  ) throws(GoTemplate.Fault) -> Node {
    guard let first = term.words.first else { return piped ?? Node(.null) }
    if case .function(let name) = first {
      var arguments: [Node] = []
      for word in term.words.dropFirst() { arguments.append(try value(word, dot)) }
      if let piped { arguments.append(piped) }
      return try call(name, arguments)
    }
    return try value(first, dot)
  }

  private func value(_ word: GoTemplate.Word, _ dot: Node) throws(GoTemplate.Fault) -> Node {
    switch word {
    case .literal(let node): return node
    case .group(let pipe): return try value(pipe, dot)
    case .function(let name): return try call(name, [])
    case .fields(let word, let fields):
      return try fields.reduce(value(word, dot)) { $0[$1] ?? Node(.null) }
    case .path(let variable, let fields):
      var node = variable.map { variables[$0] ?? Node(.null) } ?? dot
      for field in fields { node = node[field] ?? Node(.null) }
      return node
    }
  }

  private func call(_ name: String, _ arguments: [Node]) throws(GoTemplate.Fault) -> Node {
    let first = arguments.first ?? Node(.null)
    switch name {
    case "len":
      let count = first.list?.count ?? first.entries?.count ?? first.string?.utf8.count ?? 0
      return Node(.integer(Int64(count)))
    case "index":
      return arguments.dropFirst().reduce(first) { node, key in
        if let index = key.int, let items = node.list, items.indices.contains(index) {
          return items[index]
        }
        return key.string.flatMap { node[$0] } ?? Node(.null)
      }
    case "not": return Node(.bool(!Self.isTrue(first)))
    case "and": return arguments.first { !Self.isTrue($0) } ?? arguments.last ?? Node(.null)
    case "or": return arguments.first(where: Self.isTrue) ?? arguments.last ?? Node(.null)
    case "eq": return Node(.bool(arguments.dropFirst().contains(first)))
    case "ne": return Node(.bool(first != arguments.dropFirst().first))
    case "lt", "le", "gt", "ge": return Node(.bool(Self.compare(name, arguments)))
    case "print": return Node(.string(arguments.map(Self.text).joined()))
    case "println": return Node(.string(arguments.map(Self.text).joined(separator: " ") + "\n"))
    case "printf": return Node(.string(Self.format(arguments)))
    case "base64decode":
      let bytes = (try? Base64.decode(first.string ?? "")) ?? []
      return Node(.string(String(decoding: bytes, as: UTF8.self)))
    case "exists":
      var node: Node? = first
      for key in arguments.dropFirst() { node = key.string.flatMap { node?[$0] } }
      return Node(.bool(node != nil))
    default: throw Self.fault("not modelled: the function \(GoQuote.quoted(name))")
    }
  }

  private static func compare(_ name: String, _ arguments: [Node]) -> Bool {
    guard arguments.count == 2 else { return false }
    let left = arguments[0].scalarText.flatMap(Double.init) ?? 0
    let right = arguments[1].scalarText.flatMap(Double.init) ?? 0
    switch name {
    case "lt": return left < right
    case "le": return left <= right
    case "gt": return left > right
    default: return left >= right
    }
  }

  /// `%s`, `%v`, `%d` and `%q`, with a width where one is given.
  private static func format(_ arguments: [Node]) -> String {
    var rest = arguments.dropFirst()
    var result = ""
    var characters = Array(arguments.first?.string ?? "")[...]
    while let character = characters.popFirst() {
      guard character == "%" else {
        result.append(character)
        continue
      }
      let width = String(characters.prefix { $0 == "-" || $0.isNumber })
      characters = characters.dropFirst(width.count)
      guard let verb = characters.popFirst() else { break }
      if verb == "%" {
        result.append("%")
        continue
      }
      let value = rest.popFirst() ?? Node(.null)
      let text = verb == "q" ? GoQuote.quoted(self.text(value)) : self.text(value)
      let size = min(Int(width.drop { $0 == "-" }) ?? 0, 1000)
      let gap = String(repeating: " ", count: max(0, size - text.count))
      result += width.hasPrefix("-") ? text + gap : gap + text
    }
    return result
  }

  private static func isTrue(_ node: Node) -> Bool {
    switch node.content {
    case .null: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .float(let value): value != 0
    case .string(let text): !text.isEmpty
    case .list(let items): !items.isEmpty
    case .map(let entries): !entries.isEmpty
    }
  }

  private static func text(_ node: Node) -> String {
    node.isNull ? "<no value>" : node.goMapText
  }

  static func fault(_ message: String) -> GoTemplate.Fault {
    GoTemplate.Fault(message: "error executing template: \(message)")
  }
}
