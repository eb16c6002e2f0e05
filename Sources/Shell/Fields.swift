/// Builds the fields that a word expands to.
struct Fields {
  /// A finished field.
  struct Field {
    var text: String
    /// The same as a pattern, if anything unquoted in it can match.
    var pattern: String?
  }

  private(set) var finished: [Field] = []
  private var text = ""
  private var pattern: String?
  private var isStarted = false
  /// Whether a field was just ended by a blank of IFS, which a separator may follow.
  private var isAfterBlank = false
  /// IFS, or nothing where fields are not split.
  private let separators: Separators?

  /// How many bytes it holds, in all fields.
  private(set) var byteCount = 0

  private let makesPatterns: Bool
  /// How many bytes fields may hold.
  private let limit: Int

  init(separators: Separators?, makesPatterns: Bool = true, limit: Int = .max) {
    self.limit = limit
    self.separators = separators
    self.makesPatterns = makesPatterns
  }

  /// Appends text that is never split; `isQuoted`: it matches only itself.
  mutating func append(_ part: String, isQuoted: Bool) {
    isStarted = isStarted || isQuoted || !part.isEmpty
    byteCount += part.utf8.count
    isAfterBlank = false
    add(part[...], isQuoted: isQuoted)
  }

  private mutating func add(_ part: Substring, isQuoted: Bool) {
    if makesPatterns, !isQuoted, pattern == nil, part.utf8.contains(where: Fields.startsPattern) {
      pattern = Pattern.quote(text)
    }
    if pattern != nil { pattern? += isQuoted ? Pattern.quote(String(part)) : String(part) }
    text += part
  }

  private static func startsPattern(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[")
      || byte == UInt8(ascii: "\\")
  }

  /// Appends the result of an unquoted expansion, splitting it.
  ///
  /// Stops where there is more than `limit` allows; whoever has set it looks at `byteCount`.
  mutating func appendSplitting(_ value: String) {
    guard let separators, !separators.isEmpty, value.utf8.contains(where: separators.contains)
    else {
      if !value.isEmpty { append(value, isQuoted: false) }
      return
    }
    var start = value.startIndex
    var index = start
    let bytes = value.utf8
    while index < bytes.endIndex, byteCount <= limit {
      let byte = bytes[index]
      let next = bytes.index(after: index)
      if separators.contains(byte) {
        if start < index { append(String(value[start..<index]), isQuoted: false) }
        separate(isBlank: separators.isBlank(byte))
        start = next
      }
      index = next
    }
    if start < index { append(String(value[start..<index]), isQuoted: false) }
  }

  private mutating func separate(isBlank: Bool) {
    if isBlank {
      if isStarted {
        endField()
        isAfterBlank = true
      }
    } else if isStarted {
      endField()
    } else if isAfterBlank {
      isAfterBlank = false
    } else {
      isStarted = true
      endField()
    }
  }

  /// Makes sure that there is a field, even an empty one.
  mutating func start() { isStarted = true }

  /// Ends the current field, if one has begun.
  mutating func endField() {
    guard isStarted else { return }
    byteCount += 64
    finished.append(Field(text: text, pattern: pattern))
    text = ""
    pattern = nil
    isStarted = false
    isAfterBlank = false
  }

  /// Whether the parameters of `$@` are joined rather than made fields of their own.
  var keepsTogether: Bool { separators == nil }

  /// All text, with nothing split.
  var joinedText: String { finished.map(\.text).joined() + text }

  /// All text as a pattern.
  var joinedPattern: String {
    finished.map { $0.pattern ?? Pattern.quote($0.text) }.joined()
      + (pattern ?? Pattern.quote(text))
  }
}

/// The characters of IFS.
struct Separators {
  private let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.utf8) }

  var isEmpty: Bool { bytes.isEmpty }

  func contains(_ byte: UInt8) -> Bool { bytes.contains(byte) }

  func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A }
}
