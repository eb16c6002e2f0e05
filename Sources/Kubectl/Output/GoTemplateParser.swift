import ByteText
import PodModel

/// Reads templates of Go's `text/template`.
struct GoTemplateParser {
  /// A piece of a template: text, or what stands between braces.
  private enum Piece {
    case text(String)
    case action([String])
  }

  private var pieces: [Piece] = []
  private var index = 0
  private let source: String

  init(_ source: String) { self.source = source }

  mutating func parse() throws(GoTemplate.Fault) -> [GoTemplate.Part] {
    try split()
    let (parts, end) = try parts(depth: 0)
    if !end.isEmpty { throw fault("unexpected {{\(end)}}") }
    return parts
  }

  private func fault(_ message: String) -> GoTemplate.Fault {
    GoTemplate.Fault(
      message: "error parsing template \(source), template: output:1: \(message)")
  }

  private mutating func split() throws(GoTemplate.Fault) {
    var rest = Substring(source)
    var trimsStart = false
    while let open = rest.firstRange(ofText: "{{") {
      var text = String(rest[..<open.lowerBound])
      rest = rest[open.upperBound...]
      if trimsStart { text = String(text.drop(while: \.isWhitespace)) }
      if rest.hasPrefix("- ") {
        while text.last?.isWhitespace == true { text.removeLast() }
        rest = rest.dropFirst(2)
      }
      pieces.append(.text(text))
      guard let close = rest.firstRange(ofText: "}}") else { throw fault("unclosed action") }
      var inner = rest[..<close.lowerBound]
      rest = rest[close.upperBound...]
      trimsStart = inner.hasSuffix(" -")
      if trimsStart { inner = inner.dropLast(2) }
      if inner.hasPrefix("/*") { continue }
      pieces.append(.action(try words(inner)))
    }
    pieces.append(
      .text(trimsStart ? String(rest.drop(while: \.isWhitespace)) : String(rest)))
  }

  private func words(_ text: Substring) throws(GoTemplate.Fault) -> [String] {
    var words: [String] = []
    var characters = text
    while let first = characters.first {
      if first.isWhitespace {
        characters.removeFirst()
      } else if first == "\"" || first == "`" {
        var word = String(characters.removeFirst())
        while let next = characters.popFirst() {
          word.append(next)
          if next == "\\", first == "\"", let escaped = characters.popFirst() {
            word.append(escaped)
          } else if next == first {
            break
          }
        }
        guard word.count > 1, word.last == first else { throw fault("unterminated quoted string") }
        words.append(word)
      } else if characters.hasPrefix(":=") {
        words.append(":=")
        characters = characters.dropFirst(2)
      } else if characters.hasPrefix(").") {
        // A field of what stands in parentheses; the mark tells it from a field of the dot.
        words.append(")")
        characters.removeFirst()
        let fields = characters.prefix { !$0.isWhitespace && !"()|,=\"`:".contains($0) }
        words.append(")" + fields)
        characters = characters.dropFirst(fields.count)
      } else if "()|,=".contains(first) {
        words.append(String(characters.removeFirst()))
      } else {
        let word = characters.prefix { !$0.isWhitespace && !"()|,=\"`:".contains($0) }
        guard !word.isEmpty else { throw fault("unexpected \(GoQuote.quoted(String(first)))") }
        words.append(String(word))
        characters = characters.dropFirst(word.count)
      }
    }
    return words
  }

  /// The parts up to an `end` or `else`, which is returned.
  private mutating func parts(
    depth: Int
  ) throws(GoTemplate.Fault) -> (parts: [GoTemplate.Part], end: String) {
    guard depth < 50 else { throw fault("actions are nested too deeply") }
    var parts: [GoTemplate.Part] = []
    while index < pieces.count {
      let piece = pieces[index]
      index += 1
      switch piece {
      case .text(let text): if !text.isEmpty { parts.append(.text(text)) }
      case .action(let words):
        switch words.first {
        case "end": return (parts, "end")
        case "else": return (parts, words.joined(separator: " "))
        case "range", "if", "with":
          parts.append(try block(words, depth: depth))
        default: parts.append(try action(words))
        }
      }
    }
    if depth > 0 { throw fault("unexpected EOF") }
    return (parts, "")
  }

  private mutating func block(
    _ words: [String], depth: Int
  ) throws(GoTemplate.Fault) -> GoTemplate.Part {
    var rest = words.dropFirst()
    var names: [String] = []
    if let assign = rest.firstIndex(of: ":=") {
      names = rest[..<assign].filter { $0 != "," }
      rest = rest[(assign + 1)...]
    }
    let pipe = try pipe(rest)
    var (body, end) = try parts(depth: depth + 1)
    var otherwise: [GoTemplate.Part] = []
    if end.hasPrefix("else if") {
      otherwise = [
        try block(Array(try self.words(Substring(end)).dropFirst()), depth: depth + 1)
      ]
    } else if end == "else" {
      (otherwise, end) = try parts(depth: depth + 1)
    }
    switch words.first {
    case "range":
      return .range(
        pipe, key: names.count > 1 ? names[0] : nil, value: names.last, body, otherwise)
    case "with": return .with(pipe, body, otherwise)
    default: return .condition(pipe, body, otherwise)
    }
  }

  private func action(_ words: [String]) throws(GoTemplate.Fault) -> GoTemplate.Part {
    if words.count > 2, words[0].hasPrefix("$"), words[1] == ":=" || words[1] == "=" {
      return .print(try pipe(words.dropFirst(2)), variable: words[0])
    }
    return .print(try pipe(words[...]), variable: nil)
  }

  private func pipe(_ words: ArraySlice<String>) throws(GoTemplate.Fault) -> [GoTemplate.Term] {
    var rest = words
    return try pipe(&rest, depth: 0)
  }

  private func pipe(
    _ words: inout ArraySlice<String>, depth: Int
  ) throws(GoTemplate.Fault) -> [GoTemplate.Term] {
    guard depth < 50 else { throw fault("pipes are nested too deeply") }
    var terms = [GoTemplate.Term(words: [])]
    while let word = words.popFirst() {
      switch word {
      case ")":
        if depth == 0 { throw fault("unexpected right paren") }
        return terms
      case "|": terms.append(GoTemplate.Term(words: []))
      case "(":
        terms[terms.count - 1].words.append(.group(try pipe(&words, depth: depth + 1)))
      default:
        if word.hasPrefix(")."), let group = terms[terms.count - 1].words.popLast() {
          let fields = word.dropFirst().split(at: ".").map(String.init)
          terms[terms.count - 1].words.append(.fields(group, fields))
        } else {
          terms[terms.count - 1].words.append(try self.word(word))
        }
      }
    }
    if depth > 0 { throw fault("unclosed left paren") }
    if terms.contains(where: { $0.words.isEmpty }) { throw fault("missing value for command") }
    return terms
  }

  private func word(_ word: String) throws(GoTemplate.Fault) -> GoTemplate.Word {
    if word.hasPrefix("\"") {
      return .literal(
        (try? JSON.node(in: word)) ?? Node(.string(String(word.dropFirst().dropLast()))))
    }
    if word.hasPrefix("`") { return .literal(Node(.string(String(word.dropFirst().dropLast())))) }
    if let value = Int64(word) { return .literal(Node(.integer(value))) }
    if word == "true" || word == "false" { return .literal(Node(.bool(word == "true"))) }
    if word == "nil" { return .literal(Node(.null)) }
    if word.hasPrefix(".") {
      return .path(variable: nil, word.split(at: ".").map(String.init))
    }
    if word.hasPrefix("$") {
      let parts = word.split(at: ".").map(String.init)
      return .path(variable: parts[0], Array(parts.dropFirst()))
    }
    guard word.allSatisfy({ $0.isLetter || $0.isNumber }) else {
      throw fault("unexpected \(GoQuote.quoted(word)) in command")
    }
    guard GoTemplate.functions.contains(word) else {
      throw fault("function \(GoQuote.quoted(word)) not defined")
    }
    return .function(word)
  }
}
