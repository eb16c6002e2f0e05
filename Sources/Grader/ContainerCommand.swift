import ByteText
import PodModel

/// The command line that a container is started with, as far as the manifest says it.
struct ContainerCommand {
  private let container: Node

  init(_ container: Node) { self.container = container }

  /// `command` followed by `args`, white space at the end of each word removed.
  var argv: Node {
    let words = (container["command"]?.list ?? []) + (container["args"]?.list ?? [])
    return Node(
      .list(
        words.map { word in
          guard let text = word.string else { return word }
          return Node(.string(text.trimmingTrailingWhitespace), at: word.position)
        }),
      at: container["command"]?.position ?? container["args"]?.position ?? container.position)
  }

  /// The words joined by spaces, with `$(NAME)` as the kubelet and `$NAME` as a shell fills them in.
  ///
  /// Only variables with a literal `value` are known. Comments of a shell's script are left out:
  /// what stands there is not run.
  var line: String {
    let variables = self.variables
    let words = (argv.list ?? []).compactMap(\.scalarText)
    return words.map { Self.withoutComments(Self.expand($0, with: variables)) }
      .joined(separator: " ")
  }

  private var variables: [String: String] {
    var variables: [String: String] = [:]
    for entry in container["env"]?.list ?? [] {
      guard let name = entry["name"]?.string, let value = entry["value"]?.scalarText else {
        continue
      }
      variables[name] = value
    }
    return variables
  }

  /// Fills in `$(NAME)`, `${NAME}` and `$NAME` where the name is known; the rest stays.
  private static func expand(_ text: String, with variables: [String: String]) -> String {
    guard text.holds("$"), !variables.isEmpty else { return text }
    var result = ""
    var rest = Substring(text)
    while let dollar = rest.firstIndex(ofASCII: "$") {
      result += rest[..<dollar]
      rest = rest[rest.index(after: dollar)...]
      let close: Character? = rest.first == "(" ? ")" : rest.first == "{" ? "}" : nil
      let body = close == nil ? rest : rest.dropFirst()
      let name = body.prefix { $0 == "_" || ($0.isASCII && ($0.isLetter || $0.isNumber)) }
      let after = body[name.endIndex...]
      guard let value = variables[String(name)], close == nil || after.first == close else {
        result += "$"
        continue
      }
      result += value
      rest = close == nil ? after : after.dropFirst()
    }
    return result + rest
  }

  /// Cuts each line at a `#` that starts a word and is not quoted.
  private static func withoutComments(_ text: String) -> String {
    guard text.holds("#") else { return text }
    var result = ""
    var quote: Character?
    var isComment = false
    var previous: Character = "\n"
    for character in text {
      if character.isNewline { isComment = false }
      if quote == nil, character == "#", previous.isWhitespace { isComment = true }
      if !isComment {
        result.append(character)
        if character == quote {
          quote = nil
        } else if quote == nil, character == "'" || character == "\"" {
          quote = character
        }
      }
      previous = character
    }
    return result
  }
}

extension Node {
  /// The text of a scalar, numbers and booleans as they are written; nil for collections.
  var scalarText: String? {
    switch content {
    case .string(let text): text
    case .integer(let value): "\(value)"
    case .bool(let value): "\(value)"
    case .float(let value): Int64(exactly: value).map(String.init) ?? "\(value)"
    case .null, .list, .map: nil
    }
  }

  /// The value of a number, or of a text that is one; nil for anything else.
  var number: Double? {
    switch content {
    case .integer(let value): Double(value)
    case .float(let value): value
    case .string, .null, .bool, .list, .map: nil
    }
  }
}

extension StringProtocol {
  /// The text without white space at its end.
  var trimmingTrailingWhitespace: String {
    let text = Substring(self)
    var end = text.endIndex
    while end > text.startIndex {
      let last = text.utf8.index(before: end)
      switch text.utf8[last] {
      case 0x09...0x0D, 0x20: end = last
      case 0x80...: return trimmedByCharacters
      case _: return String(text[..<end])
      }
    }
    return ""
  }

  /// The same for texts beyond ASCII.
  private var trimmedByCharacters: String {
    guard let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(self[...last])
  }

  /// The text without white space at both ends.
  var trimmed: String {
    if let first = utf8.first, first > 0x20, first < 0x7F { return trimmingTrailingWhitespace }
    return String(drop { $0.isWhitespace }).trimmingTrailingWhitespace
  }
}
