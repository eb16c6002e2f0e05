/// Cuts a text into YAML 1.1 tokens.
///
/// The rules, limits and messages are those of go-yaml v2, which kubectl reads manifests with, not
/// those of newer libyaml releases: `?` ends a plain scalar between brackets, a tag may hold commas,
/// `\/` is no escape, and only `%YAML 1.1` is known. Source: go-yaml v2 `scannerc.go`.
struct YAMLScanner {
  /// go-yaml allows so many open brackets, and so many indentations.
  static let depthLimit = 10_000

  /// A place where a mapping key may have begun that has no `?` in front.
  struct SimpleKey {
    var isPossible = false
    /// Whether the place can hold nothing but a key.
    var isRequired = false
    var tokenNumber = 0
    var mark = YAMLMark()
  }

  /// The text, followed by zeros so that a look ahead needs no check.
  let bytes: [UInt8]
  let count: Int
  /// Where go-yaml comes upon a character that YAML forbids; it reads ahead in pieces.
  private let forbiddenFrom: Int
  var offset = 0
  var mark = YAMLMark()

  var tokens: [YAMLToken] = []
  var head = 0
  var tokensTaken = 0
  var indent = -1
  var indents: [Int] = []
  var flowLevel = 0
  var allowsSimpleKey = true
  var simpleKeys = [SimpleKey()]
  /// The level of the key that may begin with the token that comes next.
  var nextKeyLevel = -1
  private var hasStarted = false

  init(_ text: [UInt8]) {
    count = text.count
    forbiddenFrom = YAMLCharacters.firstForbiddenPiece(text)
    bytes = text + [0, 0, 0, 0, 0, 0, 0, 0]
  }

  // MARK: The queue

  /// What the next token is; it stays in the queue.
  mutating func peek() throws(YAMLFault) -> YAMLToken.Head {
    try fetchMoreTokens()
    let token = tokens[head]
    return YAMLToken.Head(kind: token.kind, start: token.start, end: token.end)
  }

  /// The text of the token that was looked at.
  var text: String { tokens[head].text }

  /// The handle of the token that was looked at.
  var handle: String { tokens[head].handle }

  /// Whether the token that was looked at is a plain scalar.
  var isPlain: Bool { tokens[head].isPlain }

  /// Takes the next token out of the queue.
  mutating func skip() {
    head += 1
    tokensTaken += 1
    guard head == tokens.count || head > 256 else { return }
    tokens.removeFirst(head)
    head = 0
  }

  /// Reads on until it is certain what the first token is: a key may still be put in front.
  private mutating func fetchMoreTokens() throws(YAMLFault) {
    while true {
      if head < tokens.count {
        let level = tokens[head].keyLevel
        guard level >= 0, level < simpleKeys.count,
          simpleKeys[level].tokenNumber == tokensTaken, try isValid(keyAt: level)
        else { return }
      }
      do {
        try fetchNextToken()
      } catch {
        throw offset + 1 > forbiddenFrom ? forbidden : error
      }
      if offset > forbiddenFrom { throw forbidden }
    }
  }

  private var forbidden: YAMLFault {
    YAMLFault(
      source: .reader, problem: "control characters are not allowed",
      mark: YAMLCharacters.markOfForbidden(in: bytes))
  }

  mutating func append(_ kind: YAMLToken.Kind, length: Int = 0) {
    let start = mark
    for _ in 0..<length { advance() }
    append(YAMLToken(kind: kind, start: start, end: mark))
  }

  /// The number of the token that is appended next; the first token of the text has number 0.
  var nextTokenNumber: Int { tokensTaken + tokens.count - head }

  /// Puts a token before the one with a number, or at the end where that one is taken already.
  mutating func insert(_ token: YAMLToken, number: Int) {
    let place = number - tokensTaken + head
    tokens.insert(token, at: place < head ? tokens.count : min(place, tokens.count))
  }

  mutating func append(_ token: YAMLToken) {
    tokens.append(token)
    guard nextKeyLevel >= 0 else { return }
    tokens[tokens.count - 1].keyLevel = nextKeyLevel
    nextKeyLevel = -1
  }

  func fault(_ problem: String, _ context: YAMLMark) -> YAMLFault {
    YAMLFault(source: .scanner, problem: problem, mark: mark, context: context)
  }

  // MARK: Choosing a token

  private mutating func fetchNextToken() throws(YAMLFault) {
    guard hasStarted else {
      hasStarted = true
      return append(.streamStart)
    }
    skipToNextToken()
    unrollIndent(to: mark.column)
    if offset + 4 > forbiddenFrom { throw forbidden }
    if isEnd { return try fetchStreamEnd() }
    if mark.column == 0 {
      if byte == UInt8(ascii: "%") { return try fetchDirective() }
      if isDocumentMarker(UInt8(ascii: "-")) { return try fetchDocumentMarker(.documentStart) }
      if isDocumentMarker(UInt8(ascii: ".")) { return try fetchDocumentMarker(.documentEnd) }
    }
    try fetchIndicatorOrScalar()
  }

  private mutating func fetchIndicatorOrScalar() throws(YAMLFault) {
    let standsAlone = isBlankOrEnd(at: 1)
    switch byte {
    case UInt8(ascii: "["): try fetchFlowStart(.flowSequenceStart)
    case UInt8(ascii: "{"): try fetchFlowStart(.flowMappingStart)
    case UInt8(ascii: "]"): try fetchFlowEnd(.flowSequenceEnd)
    case UInt8(ascii: "}"): try fetchFlowEnd(.flowMappingEnd)
    case UInt8(ascii: ","): try fetchFlowEntry()
    case UInt8(ascii: "-") where standsAlone: try fetchBlockEntry()
    case UInt8(ascii: "?") where flowLevel > 0 || standsAlone: try fetchKey()
    case UInt8(ascii: ":") where flowLevel > 0 || standsAlone: try fetchValue()
    case UInt8(ascii: "*"): try fetchAnchor(.alias)
    case UInt8(ascii: "&"): try fetchAnchor(.anchor)
    case UInt8(ascii: "!"): try fetchTag()
    case UInt8(ascii: "|") where flowLevel == 0: try fetchBlockScalar(isLiteral: true)
    case UInt8(ascii: ">") where flowLevel == 0: try fetchBlockScalar(isLiteral: false)
    case UInt8(ascii: "'"): try fetchQuotedScalar(isSingle: true)
    case UInt8(ascii: "\""): try fetchQuotedScalar(isSingle: false)
    case UInt8(ascii: "#"), UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "%"),
      UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: "\t"):
      throw fault("found character that cannot start any token", mark)
    default: try fetchPlainScalar()
    }
  }

  /// Skips white space and comments.
  ///
  /// Tabs are no white space where a key may begin: there they would be indentation.
  private mutating func skipToNextToken() {
    while true {
      while byte == UInt8(ascii: " ")
        || (byte == UInt8(ascii: "\t") && (flowLevel > 0 || !allowsSimpleKey))
      {
        advance()
      }
      if byte == UInt8(ascii: "#") { skipLineRest() }
      guard isBreak(at: 0) else { return }
      advanceLine()
      if flowLevel == 0 { allowsSimpleKey = true }
    }
  }

  mutating func skipLineRest() {
    while !isBreakOrEnd(at: 0) { advance() }
  }

  mutating func skipBlanks() {
    while isBlank(at: 0) { advance() }
  }
}
