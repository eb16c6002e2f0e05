/// A shell pattern: `*`, `?`, `[…]`, and backslashes that quote.
///
/// Source: POSIX "Pattern Matching Notation".
package struct Pattern: Sendable {
  private enum Element: Sendable {
    case character(Unicode.Scalar)
    case any
    case anyRun
    case set([Member], isNegated: Bool)
  }

  private enum Member: Sendable {
    case range(Unicode.Scalar, Unicode.Scalar)
    case named(CharacterClass)
  }

  private var elements: [Element] = []
  /// Whether it matches anything but one text.
  package private(set) var hasWildcard = false

  package init(_ text: String) {
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "*":
        hasWildcard = true
        if case .anyRun? = elements.last { continue }
        elements.append(.anyRun)
      case "?":
        hasWildcard = true
        elements.append(.any)
      case "[":
        if let set = Pattern.set(&rest) {
          hasWildcard = true
          elements.append(set)
        } else {
          elements.append(.character(scalar))
        }
      case "\\": elements.append(.character(rest.popFirst() ?? scalar))
      default: elements.append(.character(scalar))
      }
    }
  }

  private static func set(_ rest: inout ArraySlice<Unicode.Scalar>) -> Element? {
    var input = rest
    var members: [Member] = []
    var isNegated = false
    if let first = input.first, first == "!" || first == "^" {
      isNegated = true
      input.removeFirst()
    }
    var isFirst = true
    while var scalar = input.popFirst() {
      if scalar == "]", !isFirst {
        rest = input
        return .set(members, isNegated: isNegated)
      }
      isFirst = false
      if scalar == "[", input.first == ":", let named = characterClass(&input) {
        members.append(.named(named))
        continue
      }
      if scalar == "\\" { scalar = input.popFirst() ?? scalar }
      if input.first == "-", let end = input.dropFirst().first, end != "]" {
        input.removeFirst(2)
        var last = end
        if end == "\\" { last = input.popFirst() ?? end }
        members.append(.range(scalar, last))
      } else {
        members.append(.range(scalar, scalar))
      }
    }
    return nil
  }

  private static func characterClass(
    _ input: inout ArraySlice<Unicode.Scalar>
  ) -> CharacterClass? {
    let body = input.dropFirst()
    guard let end = body.firstIndex(of: ":"), body[end...].dropFirst().first == "]" else {
      return nil
    }
    var name = String.UnicodeScalarView()
    name.append(contentsOf: body[..<end])
    guard let named = CharacterClass(rawValue: String(name)) else { return nil }
    input = input[(end + 2)...]
    return named
  }

  /// Whether it matches all of `text`.
  package func matches(_ text: some StringProtocol) -> Bool {
    let scalars = Array(text.unicodeScalars)
    return matches(scalars, from: 0, to: scalars.count)
  }

  private func matches(_ scalars: [Unicode.Scalar], from start: Int, to end: Int) -> Bool {
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
        if position < end, Pattern.accepts(elements[element], scalars[position]) {
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

  private static func accepts(_ element: Element, _ scalar: Unicode.Scalar) -> Bool {
    switch element {
    case .character(let expected): expected == scalar
    case .any, .anyRun: true
    case .set(let members, let isNegated):
      members.contains {
        switch $0 {
        case .range(let low, let high): low <= scalar && scalar <= high
        case .named(let named): named.contains(scalar)
        }
      } != isNegated
    }
  }

  // MARK: Parts of a text

  /// How long a prefix it matches, in scalars; nil if none.
  func prefixLength(in scalars: [Unicode.Scalar], from start: Int = 0, longest: Bool) -> Int? {
    let found = Pattern.match(elements, scalars[start...], stopsAtFirst: !longest)
    return found.map { $0 - start }
  }

  /// Where the suffix begins that it matches, in scalars; nil if none.
  func suffixStart(in scalars: [Unicode.Scalar], longest: Bool) -> Int? {
    let reversed = Array(scalars.reversed())
    let found = Pattern.match(elements.reversed(), reversed[...], stopsAtFirst: !longest)
    return found.map { scalars.count - $0 }
  }

  /// The end of the first or last prefix that the elements match, in one pass over the text.
  private static func match(
    _ elements: [Element], _ text: ArraySlice<Unicode.Scalar>, stopsAtFirst: Bool
  ) -> Int? {
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

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
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
