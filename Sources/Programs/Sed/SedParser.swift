import Kernel
import RegularExpressions

/// Reads sed scripts.
///
/// Source: POSIX `sed`; messages and extensions as busybox 1.35.0 `editors/sed.c`.
struct SedParser {
  private let script: [UInt8]
  private let isExtended: Bool
  private var position = 0
  private var commands: [SedScript.Command] = []
  private var openBlocks: [Int] = []
  private var labels: [String: Int] = [:]
  private var jumps: [(command: Int, label: String)] = []

  init(_ script: [UInt8], isExtended: Bool) {
    self.script = script
    self.isExtended = isExtended
  }

  private var peek: UInt8? { position < script.count ? script[position] : nil }

  private mutating func next() -> UInt8? {
    guard position < script.count else { return nil }
    position += 1
    return script[position - 1]
  }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x09 { position += 1 }
  }

  mutating func parse() throws(SedError) -> SedScript {
    while true {
      while let byte = peek, byte == 0x3B || (0x09...0x0D).contains(byte) || byte == 0x20 {
        position += 1
      }
      guard let byte = peek else { break }
      if byte == UInt8(ascii: "#") {
        skipLine()
        continue
      }
      try parseCommand()
    }
    if !openBlocks.isEmpty, Dialect.isGNU { throw SedError(message: "unmatched '{'") }
    for start in openBlocks { commands[start].action = .blockStart(end: commands.count) }
    for (index, label) in jumps {
      guard case .branch(let kind, _) = commands[index].action else { continue }
      guard let target = label.isEmpty ? commands.count : labels[label] else {
        throw SedError(message: "can't find label for jump to '\(label)'")
      }
      commands[index].action = .branch(kind, target: target)
    }
    return SedScript(commands: commands)
  }

  private mutating func skipLine() { while let byte = next(), byte != 0x0A {} }

  private mutating func parseCommand() throws(SedError) {
    let first = try parseAddress()
    var second: SedScript.Address?
    if first != nil {
      skipBlanks()
      if peek == UInt8(ascii: ",") {
        position += 1
        skipBlanks()
        second = try parseSecondAddress()
      }
    }
    skipBlanks()
    var isInverted = false
    while peek == UInt8(ascii: "!") {
      isInverted = true
      position += 1
      skipBlanks()
    }
    guard let name = next() else { throw SedError(message: "missing command") }
    let action = try parseAction(name)
    commands.append(
      SedScript.Command(first: first, second: second, isInverted: isInverted, action: action))
  }

  // MARK: Addresses

  private mutating func number() -> Int? {
    let digits = script[position...].prefix { $0 >= 0x30 && $0 <= 0x39 }
    if digits.isEmpty { return nil }
    position += digits.count
    return digits.reduce(0) { min($0 * 10 + Int($1 - 0x30), 1 << 40) }
  }

  private mutating func parseAddress() throws(SedError) -> SedScript.Address? {
    if let line = number() {
      guard peek == UInt8(ascii: "~"), Dialect.isGNU else { return .line(line) }
      position += 1
      return .step(first: line, step: number() ?? 0)
    }
    guard let byte = peek else { return nil }
    if byte == UInt8(ascii: "$") {
      position += 1
      return .last
    }
    guard byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") else { return nil }
    position += 1
    let delimiter = byte == UInt8(ascii: "/") ? byte : next() ?? byte
    let pattern = try delimited(delimiter, isRegex: true)
    let ignoresCase = peek == UInt8(ascii: "I") && Dialect.isGNU
    if ignoresCase { position += 1 }
    return .regex(try regex(pattern, ignoringCase: ignoresCase))
  }

  private mutating func parseSecondAddress() throws(SedError) -> SedScript.Address {
    if peek == UInt8(ascii: "+") {
      position += 1
      guard let count = number() else { throw SedError(message: "no number after +") }
      return .offset(count)
    }
    if peek == UInt8(ascii: "~"), Dialect.isGNU {
      position += 1
      return .multiple(number() ?? 0)
    }
    guard let address = try parseAddress() else {
      throw SedError(message: "no address after comma")
    }
    return address
  }

  private func regex(_ pattern: [UInt8], ignoringCase: Bool) throws(SedError) -> Regex? {
    if pattern.isEmpty { return nil }
    do {
      return try Regex(pattern, isExtended ? .extended : .basic, ignoringCase: ignoringCase)
    } catch {
      throw SedError(message: "bad regex '\(pattern.text)': \(error)")
    }
  }

  /// The text up to `delimiter`, which may be escaped; "\n" becomes a newline in expressions.
  private mutating func delimited(_ delimiter: UInt8, isRegex: Bool) throws(SedError) -> [UInt8] {
    var result: [UInt8] = []
    var bracket: Int?
    while let byte = next() {
      if byte == delimiter, bracket == nil { return result }
      if isRegex, let start = bracket {
        if byte == UInt8(ascii: "]"),
          position - start > 2 || script[position - 2] != 0x5E && position - start > 1
        {
          bracket = nil
        }
        if byte == UInt8(ascii: "\\"), peek == UInt8(ascii: "n") {
          position += 1
          result.append(0x0A)
        } else {
          result.append(byte)
        }
        continue
      }
      if isRegex, byte == UInt8(ascii: "[") { bracket = position }
      guard byte == UInt8(ascii: "\\"), let escaped = next() else {
        result.append(byte)
        continue
      }
      if escaped == delimiter, escaped != UInt8(ascii: "&") || isRegex {
        result.append(escaped)
      } else if isRegex, escaped == UInt8(ascii: "n") {
        result.append(0x0A)
      } else if isRegex, escaped == UInt8(ascii: "t") {
        result.append(0x09)
      } else if isRegex, escaped == UInt8(ascii: "r") {
        result.append(0x0D)
      } else {
        result += [byte, escaped]
      }
    }
    throw SedError(message: "unmatched '\(String(rawBytes: [delimiter]))'")
  }

  // MARK: Commands

  private mutating func parseAction(_ name: UInt8) throws(SedError) -> SedScript.Action {
    switch name {
    case UInt8(ascii: "{"):
      openBlocks.append(commands.count)
      return .blockStart(end: 0)
    case UInt8(ascii: "}"):
      guard let start = openBlocks.popLast() else {
        if Dialect.isGNU { throw SedError(message: "unexpected '}'") }
        return .blockEnd
      }
      commands[start].action = .blockStart(end: commands.count)
      return .blockEnd
    case UInt8(ascii: ":"):
      skipBlanks()
      let label = word(endsAtSemicolon: true)
      if label.isEmpty, Dialect.isGNU { throw SedError(message: "\":\" lacks a label") }
      labels[label] = commands.count
      return .label
    case UInt8(ascii: "s"): return try parseSubstitution()
    case UInt8(ascii: "y"): return try parseTransliteration()
    case UInt8(ascii: "a"), UInt8(ascii: "i"), UInt8(ascii: "c"):
      return .text(name, try parseText(name))
    case UInt8(ascii: "b"), UInt8(ascii: "t"), UInt8(ascii: "T"):
      skipBlanks()
      jumps.append((commands.count, word(endsAtSemicolon: true)))
      return .branch(name, target: 0)
    case UInt8(ascii: "r"), UInt8(ascii: "w"), UInt8(ascii: "R"):
      skipBlanks()
      let path = word(endsAtSemicolon: false)
      if path.isEmpty { throw SedError(message: "empty filename") }
      return .file(name, path)
    case UInt8(ascii: "q"),
      UInt8(ascii: "Q") where Dialect.isGNU:
      var status = 0
      if Dialect.isGNU {
        skipBlanks()
        status = number() ?? 0
        try expectEnd()
      }
      return .quit(name, status: status)
    default:
      let known = Dialect.isGNU ? "dDpPnNgGhHxl=zF" : "dDpPnNgGhHxl="
      guard known.utf8.contains(name) else {
        throw SedError(message: "unsupported command \(String(rawBytes: [name]))")
      }
      try expectEnd()
      return .simple(name)
    }
  }

  /// Source: busybox 1.35.0 `editors/sed.c`, `add_cmd`: commands may follow each other at once.
  private mutating func expectEnd() throws(SedError) {
    guard Dialect.isGNU else { return }
    skipBlanks()
    guard let byte = peek, byte != 0x3B, byte != 0x0A, byte != 0x7D, byte != 0x23 else { return }
    throw SedError(message: "extra characters after command")
  }

  private mutating func word(endsAtSemicolon: Bool) -> String {
    var result: [UInt8] = []
    while let byte = peek, byte != 0x0A {
      if endsAtSemicolon, byte == 0x3B || byte == 0x20 || byte == 0x7D { break }
      result.append(byte)
      position += 1
    }
    return result.text
  }

  private mutating func parseText(_ name: UInt8) throws(SedError) -> [UInt8] {
    skipBlanks()
    if peek == UInt8(ascii: "\\") {
      position += 1
      // Blanks after the backslash belong to the text.
      if peek == 0x0A { position += 1 }
    }
    // busybox takes no text for an empty line.
    if peek == nil, Dialect.isGNU {
      throw SedError(message: "expected \\ after 'a', 'c' or 'i'")
    }
    var result: [UInt8] = []
    while let byte = next() {
      if byte == 0x0A { break }
      if byte == UInt8(ascii: "\\") {
        guard let escaped = next() else { break }
        switch escaped {
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        default: result.append(escaped)
        }
      } else {
        result.append(byte)
      }
    }
    return result + [0x0A]
  }

  private mutating func parseSubstitution() throws(SedError) -> SedScript.Action {
    guard let delimiter = next() else {
      throw SedError(message: "bad format in substitution expression")
    }
    let pattern = try delimited(delimiter, isRegex: true)
    let text = try delimited(delimiter, isRegex: false)
    var result = SedScript.Substitution(regex: nil, replacement: [])
    var ignoresCase = false
    flags: while let byte = peek {
      switch byte {
      case UInt8(ascii: "g"):
        result.isGlobal = true
        if !Dialect.isGNU { result.occurrence = 1 }
      case UInt8(ascii: "p"): result.prints = true
      case UInt8(ascii: "i"), UInt8(ascii: "I"): ignoresCase = true
      case UInt8(ascii: "e") where Dialect.isGNU: result.executes = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let occurrence = max(1, number() ?? 1)
        if Dialect.isGNU {
          result.occurrence = occurrence
        } else if pattern.first != UInt8(ascii: "^") {
          (result.occurrence, result.isGlobal) = (occurrence, false)
        }
        continue flags
      case UInt8(ascii: "w"):
        position += 1
        skipBlanks()
        result.file = word(endsAtSemicolon: false)
        break flags
      case 0x20, 0x09, 0x0D: break
      case 0x3B, 0x0A, 0x7D, 0x23: break flags
      default: throw SedError(message: "bad option in substitution expression")
      }
      position += 1
    }
    result.regex = try regex(pattern, ignoringCase: ignoresCase)
    result.replacement = try SedParser.replacement(text, groups: result.regex?.groupCount ?? 9)
    return .substitute(result)
  }

  private static func replacement(
    _ text: [UInt8], groups: Int
  ) throws(SedError) -> [SedScript.Replacement] {
    var parts: [SedScript.Replacement] = []
    var literal: [UInt8] = []
    var rest = text[...]
    func flush() {
      if !literal.isEmpty { parts.append(.text(literal)) }
      literal = []
    }
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "&") {
        flush()
        parts.append(.group(0))
        continue
      }
      guard byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() else {
        literal.append(byte)
        continue
      }
      switch escaped {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let index = Int(escaped - 0x30)
        if index > groups {
          throw SedError(message: "bad regex '\(text.text)': Invalid back reference")
        }
        flush()
        parts.append(.group(index))
      case UInt8(ascii: "n"): literal.append(0x0A)
      case UInt8(ascii: "t"): literal.append(0x09)
      case UInt8(ascii: "r"): literal.append(0x0D)
      case _ where Dialect.isGNU && "ulULE".utf8.contains(escaped):
        flush()
        parts.append(.letterCase(escaped))
      default: literal.append(escaped)
      }
    }
    flush()
    return parts
  }

  private mutating func parseTransliteration() throws(SedError) -> SedScript.Action {
    guard let delimiter = next() else {
      throw SedError(message: "bad format in substitution expression")
    }
    let from = Escapes.expand(try delimited(delimiter, isRegex: false))
    let to = Escapes.expand(try delimited(delimiter, isRegex: false))
    guard from.count == to.count || !Dialect.isGNU else {
      throw SedError(message: "strings for y command are different lengths")
    }
    var map = Array(UInt8.min...UInt8.max)
    // The first of several counts.
    for (byte, new) in zip(from, to).reversed() { map[Int(byte)] = new }
    return .transliterate(map)
  }
}
