/// Decides what an unquoted YAML scalar means.
///
/// Source: go-yaml v2 `resolve.go`, as kubectl carries it (`sigs.k8s.io/yaml/goyaml.v2`): YAML 1.1
/// with `y` and `n` as booleans and without base-60 numbers.
struct YAMLScalar {
  /// What go-yaml calls the kinds of scalars, in the short form of its messages.
  enum Tag: String {
    case null = "!!null"
    case bool = "!!bool"
    case int = "!!int"
    case float = "!!float"
    case string = "!!str"
    case timestamp = "!!timestamp"
  }

  let tag: Tag
  let content: Node.Content

  /// The meaning of a plain scalar without a tag.
  init(plain text: String) {
    if let value = Self.interpreted(text, timestamps: true) {
      self = value
    } else {
      self.init(string: text)
    }
  }

  /// A text that stays a text.
  init(string text: String) { self.init(tag: .string, content: .string(text)) }

  /// A number that is a float whatever its digits.
  init(float value: Double) { self.init(tag: .float, content: .float(value)) }

  private init(tag: Tag, content: Node.Content) {
    self.tag = tag
    self.content = content
  }

  /// What a text means beyond being a text; nil when it is just that.
  static func interpreted(_ text: String, timestamps: Bool) -> YAMLScalar? {
    var text = text
    return text.withUTF8 { bytes in
      guard let first = bytes.first else { return YAMLScalar(tag: .null, content: .null) }
      switch first {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"):
        return word(bytes) ?? numberOrTimestamp(bytes, timestamps: timestamps)
      case UInt8(ascii: "."):
        return word(bytes) ?? float(Array(bytes))
      case UInt8(ascii: "~"), UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"),
        UInt8(ascii: "N"), UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"),
        UInt8(ascii: "F"), UInt8(ascii: "o"), UInt8(ascii: "O"):
        return word(bytes)
      default: return nil
      }
    }
  }

  private static func word(_ bytes: UnsafeBufferPointer<UInt8>) -> YAMLScalar? {
    guard bytes.count <= 5, let meaning = words[packed(bytes)] else { return nil }
    return YAMLScalar(tag: meaning.tag, content: meaning.content)
  }

  /// The words that are no texts, by their packed bytes.
  private static let words: [UInt64: (tag: Tag, content: Node.Content)] = {
    let meanings: [(Tag, Node.Content, [String])] = [
      (.bool, .bool(true), ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE"]),
      (.bool, .bool(true), ["on", "On", "ON"]),
      (.bool, .bool(false), ["n", "N", "no", "No", "NO", "false", "False", "FALSE"]),
      (.bool, .bool(false), ["off", "Off", "OFF"]),
      (.null, .null, ["~", "null", "Null", "NULL"]),
      (.float, .float(.nan), [".nan", ".NaN", ".NAN"]),
      (.float, .float(.infinity), [".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"]),
      (.float, .float(-.infinity), ["-.inf", "-.Inf", "-.INF"]),
    ]
    var words: [UInt64: (tag: Tag, content: Node.Content)] = [:]
    for (tag, content, names) in meanings {
      for name in names { words[packed(name.utf8)] = (tag, content) }
    }
    return words
  }()

  private static func packed(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func numberOrTimestamp(
    _ bytes: UnsafeBufferPointer<UInt8>, timestamps: Bool
  ) -> YAMLScalar? {
    if timestamps, YAMLTimestamp.isTimestamp(bytes) {
      let text = String(decoding: bytes, as: UTF8.self)
      return YAMLScalar(tag: .timestamp, content: .string(text))
    }
    let digits = bytes.filter { $0 != UInt8(ascii: "_") }
    return integer(digits) ?? float(digits)
  }
}

// MARK: - Numbers

extension YAMLScalar {
  /// An integer as Go's `ParseInt` and `ParseUint` read it with base 0.
  ///
  /// That is with `0x`, `0o`, `0b`, and a leading zero for octal. Numbers that only fit without a
  /// sign become floats.
  private static func integer(_ digits: [UInt8]) -> YAMLScalar? {
    var rest = digits[...]
    var isNegative = false
    var hasSign = false
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      hasSign = true
      rest = rest.dropFirst()
    }
    let radix = removeRadix(from: &rest)
    guard let first = rest.first, Character(Unicode.Scalar(first)).isHexDigit,
      let magnitude = UInt64(String(decoding: rest, as: UTF8.self), radix: radix)
    else { return nil }
    if isNegative {
      guard magnitude <= UInt64(Int64.max) + 1 else { return nil }
      return YAMLScalar(tag: .int, content: .integer(Int64(truncatingIfNeeded: 0 &- magnitude)))
    }
    if let value = Int64(exactly: magnitude) {
      return YAMLScalar(tag: .int, content: .integer(value))
    }
    return hasSign ? nil : YAMLScalar(tag: .int, content: .float(Double(magnitude)))
  }

  private static func removeRadix(from digits: inout ArraySlice<UInt8>) -> Int {
    guard digits.count > 1, digits.first == UInt8(ascii: "0") else { return 10 }
    let radix: Int
    switch digits[digits.startIndex + 1] {
    case UInt8(ascii: "x"), UInt8(ascii: "X"): radix = 16
    case UInt8(ascii: "o"), UInt8(ascii: "O"): radix = 8
    case UInt8(ascii: "b"), UInt8(ascii: "B"): radix = 2
    default:
      digits = digits.dropFirst()
      return 8
    }
    digits = digits.dropFirst(2)
    return radix
  }

  /// A decimal fraction, with or without exponent; numbers too large for a `Double` are no floats.
  private static func float(_ digits: [UInt8]) -> YAMLScalar? {
    guard isDecimal(digits), let value = Double(String(decoding: digits, as: UTF8.self)),
      value.isFinite
    else { return nil }
    return YAMLScalar(tag: .float, content: .float(value))
  }

  /// Whether the bytes are `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`.
  private static func isDecimal(_ bytes: [UInt8]) -> Bool {
    var index = 0
    func at(_ characters: StaticString) -> Bool {
      guard index < bytes.count else { return false }
      return characters.withUTF8Buffer { $0.contains(bytes[index]) }
    }
    func digits() -> Int {
      let start = index
      while at("0123456789") { index += 1 }
      return index - start
    }
    if at("+-") { index += 1 }
    let whole = digits()
    if at(".") {
      index += 1
      if digits() == 0, whole == 0 { return false }
    } else if whole == 0 {
      return false
    }
    if at("eE") {
      index += 1
      if at("+-") { index += 1 }
      if digits() == 0 { return false }
    }
    return index == bytes.count
  }
}
