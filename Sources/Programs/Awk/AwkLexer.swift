import Kernel
import RegularExpressions

/// A piece of an awk program.
enum AwkToken: Equatable {
  case number(Double)
  case string(String)
  case name(String)
  /// A name directly before "(".
  case functionName(String)
  case builtin(String)
  case keyword(String)
  case symbol(String)
  case newline
  case end
}

/// Splits an awk program into tokens; the parser says where a "/" begins an expression.
struct AwkLexer {
  private let text: [UInt8]
  private var position = 0
  private(set) var line = 1

  static let keywords: Set<String> = [
    "BEGIN", "END", "function", "func", "if", "else", "while", "for", "do", "break", "continue",
    "next", "nextfile", "exit", "return", "delete", "in", "getline", "print", "printf",
  ]
  static let builtins: Set<String> = [
    "length", "substr", "index", "split", "sub", "gsub", "match", "sprintf", "sin", "cos", "atan2",
    "exp", "log", "sqrt", "int", "rand", "srand", "tolower", "toupper", "system", "close", "fflush",
    "systime", "strftime", "gensub", "and", "or", "xor", "compl", "lshift", "rshift", "mktime",
  ]

  init(_ text: [UInt8]) { self.text = text }

  private func peek(_ offset: Int = 0) -> UInt8 {
    position + offset < text.count ? text[position + offset] : 0
  }

  mutating func next() throws(AwkSyntaxError) -> AwkToken {
    skipBlanks()
    guard position < text.count else { return .end }
    let byte = text[position]
    switch byte {
    case 0x0A:
      position += 1
      line += 1
      return .newline
    case 0x30...0x39: return number()
    case UInt8(ascii: ".") where (0x30...0x39).contains(peek(1)): return number()
    case UInt8(ascii: "\""): return .string(try string())
    default:
      if byte == 0x5F || (0x61...0x7A).contains(lowercase(byte)) { return word() }
      return try symbol()
    }
  }

  private mutating func skipBlanks() {
    while position < text.count {
      switch text[position] {
      case 0x20, 0x09, 0x0D: position += 1
      case UInt8(ascii: "\\") where peek(1) == 0x0A:
        position += 2
        line += 1
      case UInt8(ascii: "\\") where peek(1) == 0x0D && peek(2) == 0x0A:
        position += 3
        line += 1
      case UInt8(ascii: "#"):
        while position < text.count, text[position] != 0x0A { position += 1 }
      default: return
      }
    }
  }

  private mutating func number() -> AwkToken {
    if peek() == 0x30, peek(1) | 0x20 == UInt8(ascii: "x") {
      let digits = text[(position + 2)...].prefix { Escapes.hexadecimal($0) != nil }
      if !digits.isEmpty {
        position += 2 + digits.count
        return .number(digits.reduce(0.0) { $0 * 16 + Double(Escapes.hexadecimal($1) ?? 0) })
      }
    }
    let (value, length) = AwkValue.prefix(Array(text[position...].prefix(64)))
    position += max(1, length)
    return .number(value)
  }

  private mutating func word() -> AwkToken {
    let bytes = text[position...].prefix {
      $0 == 0x5F || (0x61...0x7A).contains(lowercase($0)) || (0x30...0x39).contains($0)
    }
    position += bytes.count
    let name = String(decoding: bytes, as: UTF8.self)
    if AwkLexer.keywords.contains(name) { return .keyword(name) }
    if AwkLexer.builtins.contains(name) { return .builtin(name) }
    return peek() == UInt8(ascii: "(") ? .functionName(name) : .name(name)
  }

  private mutating func string() throws(AwkSyntaxError) -> String {
    position += 1
    var result: [UInt8] = []
    while true {
      guard position < text.count, text[position] != 0x0A else {
        throw AwkSyntaxError(line: line, message: "Unexpected end of string")
      }
      let byte = text[position]
      position += 1
      if byte == UInt8(ascii: "\"") { return result.text }
      guard byte == UInt8(ascii: "\\"), position < text.count else {
        result.append(byte)
        continue
      }
      let escaped = text[position]
      if escaped == 0x0A {
        position += 1
        line += 1
      } else if escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "/") {
        result.append(escaped)
        position += 1
      } else {
        var rest = text[(position - 1)...]
        result.append(Escapes.next(&rest))
        position = max(position, rest.startIndex)
      }
    }
  }

  private mutating func symbol() throws(AwkSyntaxError) -> AwkToken {
    for length in [3, 2] where position + length <= text.count {
      let candidate = String(decoding: text[position..<(position + length)], as: UTF8.self)
      if AwkLexer.symbols.contains(candidate) {
        position += length
        return .symbol(AwkLexer.synonyms[candidate] ?? candidate)
      }
    }
    let single = String(decoding: [text[position]], as: UTF8.self)
    guard "{}()[];,+-*/%^!<>|?:~$=".contains(single) else {
      throw AwkSyntaxError(line: line, message: "Unexpected token")
    }
    position += 1
    return .symbol(single)
  }

  private static let symbols: Set<String> = [
    "**=", "&&", "||", "++", "--", "+=", "-=", "*=", "/=", "%=", "^=", "**", "==", "<=", ">=", "!=",
    "!~", ">>",
  ]
  private static let synonyms = ["**": "^", "**=": "^="]

  /// Reads the rest of an expression between slashes; the first slash, perhaps with "=", is over.
  mutating func regex(startingWith start: String) throws(AwkSyntaxError) -> Regex {
    var pattern = Array(start.utf8)
    var isInBracket = false
    while true {
      guard position < text.count, text[position] != 0x0A else {
        throw AwkSyntaxError(line: line, message: "Unexpected end of string")
      }
      let byte = text[position]
      position += 1
      if byte == UInt8(ascii: "/"), !isInBracket { break }
      if byte == UInt8(ascii: "["), !isInBracket {
        isInBracket = true
        pattern.append(byte)
        if peek() == UInt8(ascii: "^") {
          pattern.append(peek())
          position += 1
        }
        if peek() == UInt8(ascii: "]") {
          pattern.append(peek())
          position += 1
        }
        continue
      }
      if byte == UInt8(ascii: "]") { isInBracket = false }
      if byte == UInt8(ascii: "\\"), peek() == UInt8(ascii: "/") {
        pattern.append(peek())
        position += 1
      } else if byte == UInt8(ascii: "\\"), position < text.count {
        pattern += [byte, peek()]
        position += 1
      } else {
        pattern.append(byte)
      }
    }
    do {
      return try Regex(AwkRegex.unescaped(pattern), .extended)
    } catch {
      throw AwkSyntaxError(
        line: line, message: "bad regex '\(pattern.text)': \(error)")
    }
  }
}

/// How awk's expressions differ from POSIX's: C escapes are known in them.
enum AwkRegex {
  static func unescaped(_ pattern: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = pattern[...]
    let simple: [UInt8: UInt8] = [
      UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "f"): 12,
      UInt8(ascii: "v"): 11, UInt8(ascii: "a"): 7,
    ]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() else {
        result.append(byte)
        continue
      }
      if let value = simple[escaped] {
        result.append(value)
      } else if escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "/")
        || escaped == UInt8(ascii: "&")
      {
        result.append(escaped)
      } else {
        result += [byte, escaped]
      }
    }
    return result
  }
}
