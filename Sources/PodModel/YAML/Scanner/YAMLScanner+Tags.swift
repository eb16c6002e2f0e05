// Anchors, tags and directives.
extension YAMLScanner {
  mutating func fetchAnchor(_ kind: YAMLToken.Kind) throws(YAMLFault) {
    try saveSimpleKey()
    allowsSimpleKey = false
    let start = mark
    advance()
    let name = readWord()
    let mayFollow: Bool =
      switch byte {
      case UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "]"),
        UInt8(ascii: "}"), UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"):
        true
      default: isBlankOrEnd(at: 0)
      }
    guard !name.isEmpty, mayFollow else {
      throw fault("did not find expected alphabetic or numeric character", start)
    }
    append(YAMLToken(kind: kind, start: start, end: mark, text: name))
  }

  // MARK: Tags

  mutating func fetchTag() throws(YAMLFault) {
    try saveSimpleKey()
    allowsSimpleKey = false
    let start = mark
    var handle = ""
    let suffix: String
    if bytes[offset + 1] == UInt8(ascii: "<") {
      advance()
      advance()
      suffix = try readTagURI(head: "", start)
      guard byte == UInt8(ascii: ">") else { throw fault("did not find the expected '>'", start) }
      advance()
    } else {
      handle = try readTagHandle(isDirective: false, start)
      if handle.utf8.count > 1, handle.hasSuffix("!") {
        suffix = try readTagURI(head: "", start)
      } else {
        let rest = try readTagURI(head: handle, start)
        // The tag `!` alone has no handle.
        suffix = rest.isEmpty ? "!" : rest
        handle = rest.isEmpty ? "" : "!"
      }
    }
    guard isBlankOrEnd(at: 0) else {
      throw fault("did not find expected whitespace or line break", start)
    }
    append(
      YAMLToken(kind: .tag, start: start, end: mark, text: suffix, handle: handle))
  }

  private mutating func readTagHandle(
    isDirective: Bool, _ start: YAMLMark
  ) throws(YAMLFault) -> String {
    guard byte == UInt8(ascii: "!") else { throw fault("did not find expected '!'", start) }
    advance()
    let name = readWord()
    if byte == UInt8(ascii: "!") {
      advance()
      return "!" + name + "!"
    }
    if isDirective, !name.isEmpty { throw fault("did not find expected '!'", start) }
    return "!" + name
  }

  /// Reads the characters of a URI behind what was taken for a handle.
  private mutating func readTagURI(
    head: String, _ start: YAMLMark
  ) throws(YAMLFault) -> String {
    var text = Array(head.utf8.dropFirst())
    var hasTag = !head.isEmpty
    while isWord || Self.uriSigns.contains(byte) {
      hasTag = true
      if byte == UInt8(ascii: "%") {
        try readURIEscape(into: &text, start)
      } else {
        read(into: &text)
      }
    }
    guard hasTag else { throw fault("did not find expected tag URI", start) }
    return String(decoding: text, as: UTF8.self)
  }

  private static let uriSigns = Set(";/?:@&=+$,.!~*'()[]%".utf8)

  /// Reads the `%XX` of one character.
  private mutating func readURIEscape(
    into text: inout [UInt8], _ start: YAMLMark
  ) throws(YAMLFault) {
    var left = 1
    var isFirst = true
    while left > 0 {
      guard byte == UInt8(ascii: "%"),
        let high = Character(Unicode.Scalar(bytes[offset + 1])).hexDigitValue,
        let low = Character(Unicode.Scalar(bytes[offset + 2])).hexDigitValue
      else { throw fault("did not find URI escaped octet", start) }
      let octet = UInt8(high << 4 | low)
      if isFirst {
        left = YAMLCharacters.width(octet)
        if octet & 0xC0 == 0x80 || octet >= 0xF8 {
          throw fault("found an incorrect leading UTF-8 octet", start)
        }
      } else if octet & 0xC0 != 0x80 {
        throw fault("found an incorrect trailing UTF-8 octet", start)
      }
      text.append(octet)
      for _ in 0..<3 { advance() }
      isFirst = false
      left -= 1
    }
  }

  // MARK: Directives

  mutating func fetchDirective() throws(YAMLFault) {
    unrollIndent(to: -1)
    try removeSimpleKey()
    allowsSimpleKey = false
    let start = mark
    advance()
    let name = readWord()
    if name.isEmpty { throw fault("could not find expected directive name", start) }
    guard isBlankOrEnd(at: 0) else {
      throw fault("found unexpected non-alphabetical character", start)
    }
    var token: YAMLToken
    switch name {
    case "YAML": token = try readVersion(start)
    case "TAG": token = try readTagDirective(start)
    default: throw fault("found unknown directive name", start)
    }
    token.end = mark
    skipBlanks()
    if byte == UInt8(ascii: "#") { skipLineRest() }
    guard isBreakOrEnd(at: 0) else {
      throw fault("did not find expected comment or line break", start)
    }
    if isBreak(at: 0) { advanceLine() }
    append(token)
  }

  private mutating func readVersion(_ start: YAMLMark) throws(YAMLFault) -> YAMLToken {
    skipBlanks()
    let major = try readVersionNumber(start)
    guard byte == UInt8(ascii: ".") else {
      throw fault("did not find expected digit or '.' character", start)
    }
    advance()
    let minor = try readVersionNumber(start)
    return YAMLToken(
      kind: .versionDirective, start: start, end: mark, text: String(minor),
      handle: String(major))
  }

  private mutating func readVersionNumber(_ start: YAMLMark) throws(YAMLFault) -> Int {
    var value = 0
    var length = 0
    while byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      length += 1
      if length > 2 { throw fault("found extremely long version number", start) }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      advance()
    }
    if length == 0 { throw fault("did not find expected version number", start) }
    return value
  }

  private mutating func readTagDirective(_ start: YAMLMark) throws(YAMLFault) -> YAMLToken {
    skipBlanks()
    let handle = try readTagHandle(isDirective: true, start)
    guard isBlank(at: 0) else { throw fault("did not find expected whitespace", start) }
    skipBlanks()
    let prefix = try readTagURI(head: "", start)
    guard isBlankOrEnd(at: 0) else {
      throw fault("did not find expected whitespace or line break", start)
    }
    return YAMLToken(
      kind: .tagDirective, start: start, end: mark, text: prefix, handle: handle)
  }
}
