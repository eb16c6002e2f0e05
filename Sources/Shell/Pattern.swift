import Kernel

/// A shell pattern: `*`, `?`, `[…]`, and backslashes that quote.
///
/// It matches bytes: busybox's shell stays in the C locale, whatever its terminal shows.
/// Source: POSIX "Pattern Matching Notation".
package struct Pattern: Sendable {
  private enum Element: Sendable {
    case character(UInt8)
    case any
    case anyRun
    case set([Member], isNegated: Bool)
  }

  private enum Member: Sendable {
    case range(UInt8, UInt8)
    case named(CharacterClass)
  }

  private var elements: [Element] = []
  /// Whether it matches anything but one text.
  package private(set) var hasWildcard = false

  package init(_ text: String) {
    var rest = text.rawBytes[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "*"):
        hasWildcard = true
        if case .anyRun? = elements.last { continue }
        elements.append(.anyRun)
      case UInt8(ascii: "?"):
        hasWildcard = true
        elements.append(.any)
      case UInt8(ascii: "["):
        if let set = Pattern.set(&rest) {
          hasWildcard = true
          elements.append(set)
        } else {
          elements.append(.character(byte))
        }
      case 0x5C: elements.append(.character(rest.popFirst() ?? byte))
      default: elements.append(.character(byte))
      }
    }
  }

  private static func set(_ rest: inout ArraySlice<UInt8>) -> Element? {
    var input = rest
    var members: [Member] = []
    var isNegated = false
    if let first = input.first, first == UInt8(ascii: "!") || first == UInt8(ascii: "^") {
      isNegated = true
      input.removeFirst()
    }
    let closing = UInt8(ascii: "]")
    var isFirst = true
    while var byte = input.popFirst() {
      if byte == closing, !isFirst {
        rest = input
        return .set(members, isNegated: isNegated)
      }
      isFirst = false
      if byte == UInt8(ascii: "["), input.first == UInt8(ascii: ":"),
        let named = characterClass(&input)
      {
        members.append(.named(named))
        continue
      }
      if byte == 0x5C { byte = input.popFirst() ?? byte }
      if input.first == UInt8(ascii: "-"), let end = input.dropFirst().first, end != closing {
        input.removeFirst(2)
        var last = end
        if end == 0x5C { last = input.popFirst() ?? end }
        members.append(.range(byte, last))
      } else {
        members.append(.range(byte, byte))
      }
    }
    return nil
  }

  private static func characterClass(
    _ input: inout ArraySlice<UInt8>
  ) -> CharacterClass? {
    let body = input.dropFirst()
    guard let end = body.firstIndex(of: UInt8(ascii: ":")),
      body[end...].dropFirst().first == UInt8(ascii: "]"),
      let named = CharacterClass(rawValue: String(decoding: body[..<end], as: UTF8.self))
    else { return nil }
    input = input[(end + 2)...]
    return named
  }

  /// How much work a match of a text of `count` bytes may be, in bytes to copy.
  func effort(on count: Int) -> Int {
    guard count >= Interpreter.longText else { return 0 }
    return hasWildcard ? min(count * elements.count, 1 << 26) : count
  }

  /// Whether it matches all of `text`.
  package func matches(_ text: some StringProtocol) -> Bool { matches(text.rawBytes[...]) }

  /// Whether it matches all of `bytes`.
  func matches(_ bytes: ArraySlice<UInt8>) -> Bool {
    matches(Array(bytes), from: 0, to: bytes.count)
  }

  private func matches(_ bytes: [UInt8], from start: Int, to end: Int) -> Bool {
    var element = 0
    var position = start
    var retry: (element: Int, position: Int)?
    while true {
      if element < elements.count {
        if case .anyRun = elements[element] {
          element += 1
          retry = (element, position)
          continue
        }
        if position < end, Pattern.accepts(elements[element], bytes[position]) {
          element += 1
          position += 1
          continue
        }
      } else if position == end {
        return true
      }
      guard let again = retry, again.position < end else { return false }
      retry = (again.element, again.position + 1)
      element = again.element
      position = again.position + 1
    }
  }

  private static func accepts(_ element: Element, _ byte: UInt8) -> Bool {
    switch element {
    case .character(let expected): expected == byte
    case .any, .anyRun: true
    case .set(let members, let isNegated):
      members.contains {
        switch $0 {
        case .range(let low, let high): low <= byte && byte <= high
        case .named(let named): named.contains(byte)
        }
      } != isNegated
    }
  }

  // MARK: Parts of a text

  /// What a byte costs that the elements are tried on, against copying one.
  static let effortPerByte = 32

  /// How long a prefix it matches, in bytes; nil if none.
  ///
  /// `effort` is set to how many bytes were looked at.
  func prefixLength(
    in bytes: [UInt8], from start: Int = 0, to end: Int? = nil, longest: Bool, effort: inout Int
  ) -> Int? {
    let found = Pattern.match(
      elements, bytes[start..<(end ?? bytes.count)], stopsAtFirst: !longest, effort: &effort)
    return found.map { $0 - start }
  }

  /// Where the suffix begins that it matches, in bytes; nil if none.
  func suffixStart(in bytes: [UInt8], longest: Bool, effort: inout Int) -> Int? {
    let reversed = Array(bytes.reversed())
    let found = Pattern.match(
      elements.reversed(), reversed[...], stopsAtFirst: !longest, effort: &effort)
    return found.map { bytes.count - $0 }
  }

  /// The end of the first or last prefix that the elements match, in one pass over the text.
  private static func match(
    _ elements: [Element], _ text: ArraySlice<UInt8>, stopsAtFirst: Bool, effort: inout Int
  ) -> Int? {
    effort = 1
    // One flag per element: whether it comes next. `*` may be left without taking anything.
    var active = [Bool](repeating: false, count: elements.count + 1)
    func activate(_ index: Int, in flags: inout [Bool]) {
      var index = index
      flags[index] = true
      while index < elements.count, case .anyRun = elements[index] {
        index += 1
        flags[index] = true
      }
    }
    activate(0, in: &active)
    var last = active[elements.count] ? text.startIndex : nil
    if stopsAtFirst, last != nil { return last }
    for position in text.indices {
      effort += 1
      var next = [Bool](repeating: false, count: elements.count + 1)
      var isAlive = false
      for index in elements.indices where active[index] {
        if case .anyRun = elements[index] {
          activate(index, in: &next)
        } else if accepts(elements[index], text[position]) {
          activate(index + 1, in: &next)
        } else {
          continue
        }
        isAlive = true
      }
      guard isAlive else { return last }
      active = next
      if active[elements.count] {
        last = position + 1
        if stopsAtFirst { return last }
      }
    }
    return last
  }

  /// `text` with its special characters quoted.
  package static func quote(_ text: String) -> String {
    guard text.utf8.contains(where: isSpecial) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar.isASCII, isSpecial(UInt8(truncatingIfNeeded: scalar.value)) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "\\"), UInt8(ascii: "-"), UInt8(ascii: "!"), UInt8(ascii: "^"):
      true
    default: false
    }
  }
}

/// The character classes of POSIX, in the C locale.
enum CharacterClass: String, Sendable {
  case alpha, digit, alnum, upper, lower, space, blank, punct, print, graph, cntrl, xdigit

  func contains(_ value: UInt8) -> Bool {
    let isLower = (0x61...0x7A).contains(value)
    let isUpper = (0x41...0x5A).contains(value)
    let isDigit = (0x30...0x39).contains(value)
    switch self {
    case .alpha: return isLower || isUpper
    case .digit: return isDigit
    case .alnum: return isLower || isUpper || isDigit
    case .upper: return isUpper
    case .lower: return isLower
    case .space: return value == 0x20 || (0x09...0x0D).contains(value)
    case .blank: return value == 0x20 || value == 0x09
    case .punct:
      return (0x21...0x7E).contains(value) && !isLower && !isUpper && !isDigit
    case .print: return (0x20...0x7E).contains(value)
    case .graph: return (0x21...0x7E).contains(value)
    case .cntrl: return value < 0x20 || value == 0x7F
    case .xdigit:
      return isDigit || (0x41...0x46).contains(value) || (0x61...0x66).contains(value)
    }
  }
}
