import ByteText

/// The prompts of an interactive shell.
struct Prompt {
  var user: String
  var host: String
  var directory: String
  var home: String
  var isRoot: Bool

  /// Replaces the sequences that busybox and bash know.
  ///
  /// Source: busybox `libbb/lineedit.c`, `parse_and_put_prompt`; bash(1), "PROMPTING".
  func expand(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "\\", let next = rest.popFirst() else {
        result.append(character)
        continue
      }
      switch next {
      case "u": result += user
      case "h": result += host.prefix { $0 != "." }
      case "H": result += host
      case "w": result += shortDirectory
      case "W": result += shortDirectory.split(at: "/").last ?? "/"
      case "$": result += isRoot ? "#" : "$"
      case "n": result += "\n"
      case "r": result += "\r"
      case "a": result += "\u{7}"
      case "e", "E": result += "\u{1B}"
      case "[", "]": break
      case "0"..."3": result.append(Prompt.octal(next, &rest))
      default: result.append(next)
      }
    }
    return result
  }

  private var shortDirectory: String {
    guard home.count > 1, directory == home || directory.hasPrefix(home + "/") else {
      return directory
    }
    return "~" + directory.dropFirst(home.count)
  }

  private static func octal(_ first: Character, _ rest: inout Substring) -> Character {
    var digits = String(first)
    while digits.count < 3, let next = rest.first, ("0"..."7").contains(next) {
      digits.append(next)
      rest.removeFirst()
    }
    return Character(UnicodeScalar(UInt8(digits, radix: 8) ?? 0x3F))
  }
}
