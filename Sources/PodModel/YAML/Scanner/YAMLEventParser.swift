/// A step through the tree of a document.
struct YAMLEvent: Sendable {
  enum Kind: Sendable {
    case streamEnd, documentStart, documentEnd
    case alias, scalar
    case sequenceStart, sequenceEnd, mappingStart, mappingEnd
  }

  var kind: Kind
  var start: YAMLMark
  /// A scalar's text, or an alias's name.
  var text = ""
  var anchor: String?
  /// The full tag; nil where the text names none.
  var tag: String?
  /// Whether a scalar's meaning depends on its text.
  var isPlain = false
}

/// Arranges tokens into the events of a document tree.
///
/// Source: go-yaml v2 `parserc.go`.
struct YAMLEventParser {
  /// What may come next.
  enum State {
    case streamStart
    case implicitDocumentStart, documentStart, documentContent, documentEnd
    case blockNode
    case blockSequenceFirstEntry, blockSequenceEntry, indentlessSequenceEntry
    case blockMappingFirstKey, blockMappingKey, blockMappingValue
    case flowSequenceFirstEntry, flowSequenceEntry
    case flowPairKey, flowPairValue, flowPairEnd
    case flowMappingFirstKey, flowMappingKey, flowMappingValue, flowMappingEmptyValue
    case end
  }

  var scanner: YAMLScanner
  var state = State.streamStart
  private var states: [State] = []
  /// Where the open collections begin.
  var marks: [YAMLMark] = []
  private var tagPrefixes: [String: String] = [:]

  init(_ text: [UInt8]) { scanner = YAMLScanner(text) }

  /// The next event; the end of the stream again and again once it is reached.
  mutating func next() throws(YAMLFault) -> YAMLEvent {
    switch state {
    case .streamStart:
      _ = try scanner.peek()
      scanner.skip()
      state = .implicitDocumentStart
      return try next()
    case .implicitDocumentStart: return try documentStart(isImplicit: true)
    case .documentStart: return try documentStart(isImplicit: false)
    case .documentContent: return try documentContent()
    case .documentEnd: return try documentEnd()
    case .blockNode: return try node(isBlock: true)
    case .blockSequenceFirstEntry: return try blockSequenceEntry(isFirst: true)
    case .blockSequenceEntry: return try blockSequenceEntry(isFirst: false)
    case .indentlessSequenceEntry: return try indentlessSequenceEntry()
    case .blockMappingFirstKey: return try blockMappingKey(isFirst: true)
    case .blockMappingKey: return try blockMappingKey(isFirst: false)
    case .blockMappingValue: return try blockMappingValue()
    case .flowSequenceFirstEntry: return try flowSequenceEntry(isFirst: true)
    case .flowSequenceEntry: return try flowSequenceEntry(isFirst: false)
    case .flowPairKey: return try flowPairKey()
    case .flowPairValue: return try flowPairValue()
    case .flowPairEnd:
      state = .flowSequenceEntry
      return YAMLEvent(kind: .mappingEnd, start: try scanner.peek().start)
    case .flowMappingFirstKey: return try flowMappingKey(isFirst: true)
    case .flowMappingKey: return try flowMappingKey(isFirst: false)
    case .flowMappingValue: return try flowMappingValue(isEmpty: false)
    case .flowMappingEmptyValue: return try flowMappingValue(isEmpty: true)
    case .end: return YAMLEvent(kind: .streamEnd, start: scanner.mark)
    }
  }

  mutating func popState() { state = states.popLast() ?? .end }

  /// The node that goes on here, after which `next` comes.
  mutating func node(
    isBlock: Bool, allowsIndentless: Bool = false, then next: State
  ) throws(YAMLFault) -> YAMLEvent {
    states.append(next)
    return try node(isBlock: isBlock, allowsIndentless: allowsIndentless)
  }

  /// The empty scalar of a key or value that is left out, after which `next` comes.
  mutating func empty(_ mark: YAMLMark, then next: State) -> YAMLEvent {
    state = next
    return YAMLEvent(kind: .scalar, start: mark, isPlain: true)
  }

  func fault(
    _ problem: String, _ mark: YAMLMark, context: YAMLMark? = nil
  ) -> YAMLFault {
    YAMLFault(source: .parser, problem: problem, mark: mark, context: context)
  }

  /// The token behind the one at hand, which is taken.
  mutating func tokenBehind() throws(YAMLFault) -> YAMLToken.Head {
    scanner.skip()
    return try scanner.peek()
  }
}

// MARK: - Documents

extension YAMLEventParser {
  private mutating func documentStart(isImplicit: Bool) throws(YAMLFault) -> YAMLEvent {
    var token = try scanner.peek()
    if !isImplicit {
      while token.kind == .documentEnd { token = try tokenBehind() }
    }
    let start = token.start
    switch token.kind {
    case .streamEnd:
      state = .end
      return YAMLEvent(kind: .streamEnd, start: start)
    case .versionDirective, .tagDirective, .documentStart: break
    default:
      if isImplicit {
        try readDirectives()
        states.append(.documentEnd)
        state = .blockNode
        return YAMLEvent(kind: .documentStart, start: start)
      }
    }
    try readDirectives()
    token = try scanner.peek()
    guard token.kind == .documentStart else {
      throw fault("did not find expected <document start>", token.start)
    }
    states.append(.documentEnd)
    state = .documentContent
    scanner.skip()
    return YAMLEvent(kind: .documentStart, start: start)
  }

  private mutating func readDirectives() throws(YAMLFault) {
    var hasVersion = false
    var prefixes: [String: String] = [:]
    var token = try scanner.peek()
    while true {
      if token.kind == .versionDirective {
        if hasVersion { throw fault("found duplicate %YAML directive", token.start) }
        guard scanner.handle == "1", scanner.text == "1" else {
          throw fault("found incompatible YAML document", token.start)
        }
        hasVersion = true
      } else if token.kind == .tagDirective {
        guard prefixes.updateValue(scanner.text, forKey: scanner.handle) == nil else {
          throw fault("found duplicate %TAG directive", token.start)
        }
      } else {
        break
      }
      token = try tokenBehind()
    }
    tagPrefixes = ["!": "!", "!!": "tag:yaml.org,2002:"].merging(prefixes) { $1 }
  }

  private mutating func documentContent() throws(YAMLFault) -> YAMLEvent {
    let token = try scanner.peek()
    switch token.kind {
    case .versionDirective, .tagDirective, .documentStart, .documentEnd, .streamEnd:
      popState()
      return YAMLEvent(kind: .scalar, start: token.start, isPlain: true)
    default: return try node(isBlock: true)
    }
  }

  private mutating func documentEnd() throws(YAMLFault) -> YAMLEvent {
    let token = try scanner.peek()
    if token.kind == .documentEnd { scanner.skip() }
    state = .documentStart
    return YAMLEvent(kind: .documentEnd, start: token.start)
  }
}

// MARK: - Nodes

extension YAMLEventParser {
  mutating func node(
    isBlock: Bool, allowsIndentless: Bool = false
  ) throws(YAMLFault) -> YAMLEvent {
    var token = try scanner.peek()
    var event = YAMLEvent(kind: .scalar, start: token.start)
    if token.kind == .alias {
      event.kind = .alias
      event.text = scanner.text
      popState()
      scanner.skip()
      return event
    }
    var tag: (handle: String, suffix: String, start: YAMLMark)?
    while true {
      if token.kind == .anchor, event.anchor == nil {
        event.anchor = scanner.text
      } else if token.kind == .tag, tag == nil {
        tag = (scanner.handle, scanner.text, token.start)
      } else {
        break
      }
      token = try tokenBehind()
    }
    if let tag {
      guard let prefix = tag.handle.isEmpty ? "" : tagPrefixes[tag.handle] else {
        throw fault("found undefined tag handle", tag.start, context: event.start)
      }
      event.tag = prefix + tag.suffix
    }
    return try content(token, event, isBlock: isBlock, allowsIndentless: allowsIndentless)
  }

  /// The event of a node behind its anchor and tag.
  private mutating func content(
    _ token: YAMLToken.Head, _ event: YAMLEvent, isBlock: Bool, allowsIndentless: Bool
  ) throws(YAMLFault) -> YAMLEvent {
    var event = event
    switch token.kind {
    case .blockEntry where allowsIndentless: state = .indentlessSequenceEntry
    case .flowSequenceStart: state = .flowSequenceFirstEntry
    case .flowMappingStart: state = .flowMappingFirstKey
    case .blockSequenceStart where isBlock: state = .blockSequenceFirstEntry
    case .blockMappingStart where isBlock: state = .blockMappingFirstKey
    case .scalar:
      event.text = scanner.text
      event.isPlain = event.tag == "!" || (event.tag == nil && scanner.isPlain)
      if event.tag == "!" { event.tag = nil }
      popState()
      scanner.skip()
      return event
    default:
      guard event.anchor != nil || event.tag != nil else {
        throw fault("did not find expected node content", token.start, context: event.start)
      }
      event.isPlain = event.tag == nil
      popState()
      return event
    }
    event.kind =
      token.kind == .flowMappingStart || token.kind == .blockMappingStart
      ? .mappingStart : .sequenceStart
    return event
  }
}
