// Lists and mappings, in blocks and between brackets.
extension YAMLEventParser {
  private mutating func open() throws(YAMLFault) {
    marks.append(try scanner.peek().start)
    scanner.skip()
  }

  private mutating func close(_ kind: YAMLEvent.Kind, _ token: YAMLToken.Head) -> YAMLEvent {
    popState()
    marks.removeLast()
    scanner.skip()
    return YAMLEvent(kind: kind, start: token.start)
  }

  mutating func blockSequenceEntry(isFirst: Bool) throws(YAMLFault) -> YAMLEvent {
    if isFirst { try open() }
    let token = try scanner.peek()
    if token.kind == .blockEnd { return close(.sequenceEnd, token) }
    guard token.kind == .blockEntry else {
      throw fault("did not find expected '-' indicator", token.start, context: marks.last)
    }
    switch try tokenBehind().kind {
    case .blockEntry, .blockEnd: return empty(token.end, then: .blockSequenceEntry)
    default: return try node(isBlock: true, then: .blockSequenceEntry)
    }
  }

  /// A list that stands in the column of its key.
  mutating func indentlessSequenceEntry() throws(YAMLFault) -> YAMLEvent {
    let token = try scanner.peek()
    guard token.kind == .blockEntry else {
      popState()
      return YAMLEvent(kind: .sequenceEnd, start: token.start)
    }
    switch try tokenBehind().kind {
    case .blockEntry, .key, .value, .blockEnd:
      return empty(token.end, then: .indentlessSequenceEntry)
    default: return try node(isBlock: true, then: .indentlessSequenceEntry)
    }
  }

  mutating func blockMappingKey(isFirst: Bool) throws(YAMLFault) -> YAMLEvent {
    if isFirst { try open() }
    let token = try scanner.peek()
    if token.kind == .blockEnd { return close(.mappingEnd, token) }
    guard token.kind == .key else {
      throw fault("did not find expected key", token.start, context: marks.last)
    }
    switch try tokenBehind().kind {
    case .key, .value, .blockEnd: return empty(token.end, then: .blockMappingValue)
    default: return try node(isBlock: true, allowsIndentless: true, then: .blockMappingValue)
    }
  }

  mutating func blockMappingValue() throws(YAMLFault) -> YAMLEvent {
    let token = try scanner.peek()
    guard token.kind == .value else { return empty(token.start, then: .blockMappingKey) }
    switch try tokenBehind().kind {
    case .key, .value, .blockEnd: return empty(token.end, then: .blockMappingKey)
    default: return try node(isBlock: true, allowsIndentless: true, then: .blockMappingKey)
    }
  }
}

// MARK: - Flow collections

extension YAMLEventParser {
  mutating func flowSequenceEntry(isFirst: Bool) throws(YAMLFault) -> YAMLEvent {
    if isFirst { try open() }
    var token = try scanner.peek()
    if token.kind != .flowSequenceEnd, !isFirst {
      guard token.kind == .flowEntry else {
        throw fault("did not find expected ',' or ']'", token.start, context: marks.last)
      }
      token = try tokenBehind()
    }
    switch token.kind {
    case .flowSequenceEnd: return close(.sequenceEnd, token)
    case .key:
      scanner.skip()
      state = .flowPairKey
      return YAMLEvent(kind: .mappingStart, start: token.start)
    default: return try node(isBlock: false, then: .flowSequenceEntry)
    }
  }

  /// The key of a mapping with one entry and no braces, inside a list.
  mutating func flowPairKey() throws(YAMLFault) -> YAMLEvent {
    let token = try scanner.peek()
    switch token.kind {
    case .value, .flowEntry, .flowSequenceEnd:
      // go-yaml drops the token here, be it the colon or not.
      scanner.skip()
      return empty(token.end, then: .flowPairValue)
    default: return try node(isBlock: false, then: .flowPairValue)
    }
  }

  mutating func flowPairValue() throws(YAMLFault) -> YAMLEvent {
    var token = try scanner.peek()
    guard token.kind == .value else { return empty(token.start, then: .flowPairEnd) }
    token = try tokenBehind()
    switch token.kind {
    case .flowEntry, .flowSequenceEnd: return empty(token.start, then: .flowPairEnd)
    default: return try node(isBlock: false, then: .flowPairEnd)
    }
  }

  mutating func flowMappingKey(isFirst: Bool) throws(YAMLFault) -> YAMLEvent {
    if isFirst { try open() }
    var token = try scanner.peek()
    if token.kind != .flowMappingEnd, !isFirst {
      guard token.kind == .flowEntry else {
        throw fault("did not find expected ',' or '}'", token.start, context: marks.last)
      }
      token = try tokenBehind()
    }
    switch token.kind {
    case .flowMappingEnd: return close(.mappingEnd, token)
    case .key:
      token = try tokenBehind()
      switch token.kind {
      case .value, .flowEntry, .flowMappingEnd:
        return empty(token.start, then: .flowMappingValue)
      default: return try node(isBlock: false, then: .flowMappingValue)
      }
    default: return try node(isBlock: false, then: .flowMappingEmptyValue)
    }
  }

  mutating func flowMappingValue(isEmpty: Bool) throws(YAMLFault) -> YAMLEvent {
    var token = try scanner.peek()
    guard !isEmpty, token.kind == .value else { return empty(token.start, then: .flowMappingKey) }
    token = try tokenBehind()
    switch token.kind {
    case .flowEntry, .flowMappingEnd: return empty(token.start, then: .flowMappingKey)
    default: return try node(isBlock: false, then: .flowMappingKey)
    }
  }
}
