import ByteText
import PodModel

/// Reads a shell script command by command, with the here-documents behind them.
struct ScriptReader {
  struct Step {
    var commands: [SimpleCommand]
    var hereDocument: HereDocument?
  }

  private let lines: [Substring]
  private var index = 0
  private var variables: [String: String] = [:]

  init(_ script: Evidence.Script) {
    lines = script.text.textLines(omittingEmpty: false)
  }

  /// The next command line; nil at the end.
  mutating func next() -> Step? {
    guard index < lines.count else { return nil }
    var text = String(lines[index])
    index += 1
    var used = 0
    while index + used < lines.count, used < 400, ShellWords(text).open != .nothing {
      let isBackslash = ShellWords(text).open == .backslash
      text = (isBackslash ? String(text.dropLast()) : text + "\n") + lines[index + used]
      used += 1
    }
    // An open quote that never closes stays on its line.
    if case .nothing = ShellWords(text).open { index += used }
    let commands = ShellWords(text, variables: variables).commands
    remember(commands)
    var document: HereDocument?
    for start in commands.flatMap(\.hereDocuments) { document = readDocument(start) ?? document }
    return Step(commands: commands, hereDocument: document)
  }

  private mutating func remember(_ commands: [SimpleCommand]) {
    for command in commands {
      for word in command.words {
        guard let (name, value) = CommandLine.assignment(word) else { break }
        variables[name] = value
      }
    }
  }

  private mutating func readDocument(_ start: SimpleCommand.HereDocumentStart) -> HereDocument? {
    var body: [String] = []
    let firstLine = index + 1
    while index < lines.count {
      var text = String(lines[index])
      index += 1
      if start.stripsTabs { text = String(text.drop { $0 == "\t" }) }
      if text == start.delimiter { break }
      body.append(start.isQuoted ? text : expand(text))
    }
    return HereDocument(
      text: body.map { $0 + "\n" }.joined(), line: firstLine, isQuoted: start.isQuoted)
  }

  /// Expands a line of a here-document whose delimiter is not quoted.
  ///
  /// Variables that the script does not set are empty, as in a shell; what a command substitution
  /// would print is not known here and stays empty.
  /// Source: POSIX.1-2017, Shell Command Language, 2.7.4 Here-Document.
  private func expand(_ line: String) -> String {
    var result = ""
    var rest = line[...]
    while let character = rest.popFirst() {
      if character == "\\", let next = rest.first, "$`\\".contains(next) {
        result.append(next)
        rest = rest.dropFirst()
      } else if character == "`" {
        rest = rest.drop { $0 != "`" }.dropFirst()
      } else if character == "$" {
        result += expansion(of: &rest)
      } else {
        result.append(character)
      }
    }
    return result
  }

  private func expansion(of rest: inout Substring) -> String {
    switch rest.first {
    case "(":
      let isArithmetic = rest.hasPrefix("((")
      var depth = 0
      while let character = rest.popFirst() {
        depth += character == "(" ? 1 : character == ")" ? -1 : 0
        if depth == 0 { break }
      }
      // Variables that are not set count as 0.
      return isArithmetic ? "0" : ""
    case "{":
      let name = rest.dropFirst().prefix { $0 != "}" }
      rest = rest[name.endIndex...].dropFirst()
      return variables[String(name)] ?? ""
    case let first? where first == "_" || first.isASCIILetterOrDigit:
      let name = rest.prefix { $0 == "_" || $0.isASCIILetterOrDigit }
      rest = rest[name.endIndex...]
      return variables[String(name)] ?? ""
    case let first? where "?$!#@*-".contains(first):
      rest = rest.dropFirst()
      return ""
    default: return "$"
    }
  }
}
