import ByteText

/// Reads JSONPath templates.
///
/// Source: client-go `util/jsonpath/parser.go`, whose faults it repeats word for word.
struct JSONPathParser {
  private let characters: [Character]
  private var index = 0
  /// How many filters lie around the current one; bounds the recursion.
  private let depth: Int

  static func parse(_ template: String) throws(JSONPath.Fault) -> [JSONPath.Piece] {
    var parser = JSONPathParser(Array(template), depth: 0)
    var closed = true
    let pieces = try parser.pieces(inRange: false, closed: &closed, level: 0)
    return pieces
  }

  private init(_ characters: [Character], depth: Int) {
    self.characters = characters
    self.depth = depth
  }

  /// The pieces up to the end of the text, or of the range around them.
  private mutating func pieces(
    inRange: Bool, closed: inout Bool, level: Int
  ) throws(JSONPath.Fault) -> [JSONPath.Piece] {
    guard level < 50 else { throw JSONPath.Fault(message: "ranges are nested too deeply") }
    var pieces: [JSONPath.Piece] = []
    while index < characters.count {
      if characters[index] != "{" {
        let start = index
        while index < characters.count, characters[index] != "{" { index += 1 }
        pieces.append(.text(String(characters[start..<index])))
        continue
      }
      index += 1
      let action = try action()
      switch action.keyword {
      case "range":
        var isClosed = false
        let body = try self.pieces(inRange: true, closed: &isClosed, level: level + 1)
        pieces.append(.range(action.steps, body))
      case "end":
        guard inRange else {
          throw JSONPath.Fault(message: "not in range, nothing to end", isFoundWhileRunning: true)
        }
        closed = true
        return pieces
      default: pieces.append(.path(action.steps))
      }
    }
    return pieces
  }

  /// What stands between braces.
  private mutating func action() throws(JSONPath.Fault) -> (
    keyword: String, steps: [JSONPath.Step]
  ) {
    var keyword = ""
    var steps: [JSONPath.Step] = []
    while true {
      guard index < characters.count else { throw JSONPath.Fault(message: "unclosed action") }
      if characters[index] == "}" {
        index += 1
        return (keyword, steps)
      }
      if characters[index].isNewline { throw JSONPath.Fault(message: "unclosed action") }
      if let word = try identifier() {
        switch word {
        case "true", "false": steps.append(.bool(word == "true"))
        case "range", "end": keyword = word
        default: throw JSONPath.Fault(message: "unrecognized identifier \(word)")
        }
        continue
      }
      if let step = try step() { steps.append(step) }
    }
  }

  private mutating func identifier() throws(JSONPath.Fault) -> String? {
    guard characters[index].isLetter || characters[index] == "_" else { return nil }
    let start = index
    while index < characters.count, Self.isWord(characters[index]) { index += 1 }
    return String(characters[start..<index])
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  /// One step of a path; nil for characters that mean nothing.
  private mutating func step() throws(JSONPath.Fault) -> JSONPath.Step? {
    if matches("..") {
      index += 2
      // The second dot is a field's own where a name follows.
      if index < characters.count, Self.isWord(characters[index]) || characters[index] == "*" {
        index -= 1
      }
      return .recursive
    }
    if matches("[?(") { return try filter() }
    let character = characters[index]
    index += 1
    switch character {
    case " ", "@", "$": return nil
    case "[": return try array()
    case "\"", "'": return .text(try quoted(character))
    case ".": return field()
    case "+", "-":
      index -= 1
      return try number()
    case _ where character.isNumber:
      index -= 1
      return try number()
    default: throw JSONPath.Fault(message: "unrecognized character in action: \(code(character))")
    }
  }

  private func matches(_ text: String) -> Bool {
    characters[index...].starts(with: text)
  }

  /// Source: Go `%#U`: `U+0028 '('`.
  private func code(_ character: Character) -> String {
    let digits = String(character.unicodeScalars.first?.value ?? 0, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return "U+\(padded) '\(character)'"
  }

  private mutating func field() -> JSONPath.Step? {
    var name = ""
    while index < characters.count {
      let character = characters[index]
      if character == "\\", index + 1 < characters.count {
        name.append(characters[index + 1])
        index += 2
        continue
      }
      if " .[]$@{}".contains(character) || character.isNewline { break }
      name.append(character)
      index += 1
    }
    if name.isEmpty { return nil }
    return name == "*" ? .wildcard : .field(name)
  }

  private mutating func quoted(_ mark: Character) throws(JSONPath.Fault) -> String {
    var text = ""
    while index < characters.count {
      let character = characters[index]
      index += 1
      if character == mark { return text }
      guard character == "\\", index < characters.count else {
        text.append(character)
        continue
      }
      switch characters[index] {
      case "n": text.append("\n")
      case "t": text.append("\t")
      case "r": text.append("\r")
      case let other: text.append(other)
      }
      index += 1
    }
    throw JSONPath.Fault(message: "unterminated quoted string")
  }

  private mutating func number() throws(JSONPath.Fault) -> JSONPath.Step {
    let start = index
    index += 1
    while index < characters.count, characters[index].isNumber || characters[index] == "." {
      index += 1
    }
    let text = String(characters[start..<index])
    if let value = Int(text) { return .integer(value) }
    if let value = Double(text) { return .float(value) }
    throw JSONPath.Fault(message: "cannot parse number \(text)")
  }

  private mutating func array() throws(JSONPath.Fault) -> JSONPath.Step {
    let start = index
    var mark: Character?
    while index < characters.count, mark != nil || characters[index] != "]" {
      if characters[index].isNewline { break }
      if let open = mark {
        if characters[index] == open { mark = nil }
      } else if characters[index] == "'" || characters[index] == "\"" {
        mark = characters[index]
      }
      index += 1
    }
    guard index < characters.count, characters[index] == "]" else {
      throw JSONPath.Fault(message: "unterminated array")
    }
    let text = String(characters[start..<index])
    index += 1
    return try Self.array(text)
  }

  private static func array(_ text: String) throws(JSONPath.Fault) -> JSONPath.Step {
    let trimmed = text.trimmedSpaces
    if trimmed == "*" { return .slice(JSONPath.Slice()) }
    let parts = trimmed.split(at: ",", omittingEmptySubsequences: false)
    if parts.count > 1 {
      var paths: [[JSONPath.Step]] = []
      for part in parts { paths.append([try array(String(part))]) }
      return .union(paths)
    }
    if trimmed.count >= 2, let mark = trimmed.first, mark == "'" || mark == "\"",
      trimmed.last == mark
    {
      return .field(String(trimmed.dropFirst().dropLast()).replacing("\\.", with: "."))
    }
    let bounds = trimmed.split(at: ":", omittingEmptySubsequences: false)
    let numbers = bounds.map { Int($0) }
    guard !trimmed.isEmpty, bounds.count <= 3,
      zip(bounds, numbers).allSatisfy({ $0.isEmpty || $1 != nil })
    else { throw JSONPath.Fault(message: "invalid array index \(text)") }
    if bounds.count == 1, let start = numbers[0] {
      return .slice(
        JSONPath.Slice(start: start, end: start == .max ? start : start + 1, isIndex: true))
    }
    return .slice(
      JSONPath.Slice(
        start: numbers[0], end: numbers[1], step: numbers.count > 2 ? numbers[2] : nil))
  }

  private mutating func filter() throws(JSONPath.Fault) -> JSONPath.Step {
    index += 3
    guard depth < 10 else { throw JSONPath.Fault(message: "filters are nested too deeply") }
    let start = index
    var open = 1
    var mark: Character?
    while index < characters.count, open > 0 {
      let character = characters[index]
      if character.isNewline { throw JSONPath.Fault(message: "unterminated filter") }
      if let current = mark {
        if character == current { mark = nil }
      } else if character == "'" || character == "\"" {
        mark = character
      } else if character == "(" {
        open += 1
      } else if character == ")" {
        open -= 1
      }
      index += 1
    }
    guard open == 0 else { throw JSONPath.Fault(message: "unterminated filter") }
    let condition = Array(characters[start..<(index - 1)])
    guard index < characters.count, characters[index] == "]" else {
      throw JSONPath.Fault(message: "unclosed array expect ]")
    }
    index += 1
    return .filter(try split(condition))
  }

  /// `left == right`, or a left side alone.
  private func split(_ condition: [Character]) throws(JSONPath.Fault) -> JSONPath.Filter {
    let isSign: (Character) -> Bool = { "!<>=".contains($0) }
    guard let first = condition.firstIndex(where: isSign), first > 0 else {
      return JSONPath.Filter(left: try steps(condition), comparison: "", right: [])
    }
    let signs = condition[first...].prefix(while: isSign)
    let right = Array(condition[(first + signs.count)...])
    return JSONPath.Filter(
      left: try steps(Array(condition[..<first])), comparison: String(signs),
      right: try steps(right))
  }

  private func steps(_ side: [Character]) throws(JSONPath.Fault) -> [JSONPath.Step] {
    var parser = JSONPathParser(side + ["}"], depth: depth + 1)
    return try parser.action().steps
  }
}

extension String {
  /// The text without spaces at either end.
  var trimmedSpaces: String {
    var text = Substring(self)
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
