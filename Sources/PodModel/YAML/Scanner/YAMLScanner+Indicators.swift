// Tokens that are one indicator.
extension YAMLScanner {
  mutating func fetchStreamEnd() throws(YAMLFault) {
    if mark.column != 0 {
      mark.column = 0
      mark.line += 1
    }
    unrollIndent(to: -1)
    try removeSimpleKey()
    allowsSimpleKey = false
    append(.streamEnd)
  }

  mutating func fetchDocumentMarker(_ kind: YAMLToken.Kind) throws(YAMLFault) {
    unrollIndent(to: -1)
    try removeSimpleKey()
    allowsSimpleKey = false
    append(kind, length: 3)
  }

  mutating func fetchFlowStart(_ kind: YAMLToken.Kind) throws(YAMLFault) {
    try saveSimpleKey()
    simpleKeys.append(SimpleKey(tokenNumber: nextTokenNumber))
    flowLevel += 1
    if flowLevel > Self.depthLimit {
      throw fault("exceeded max depth of \(Self.depthLimit)", mark)
    }
    allowsSimpleKey = true
    append(kind, length: 1)
  }

  mutating func fetchFlowEnd(_ kind: YAMLToken.Kind) throws(YAMLFault) {
    try removeSimpleKey()
    if flowLevel > 0 {
      flowLevel -= 1
      let number = simpleKeys.removeLast().tokenNumber
      // Without a possible key inside, this is the bracket's own number: go-yaml then no longer
      // waits for the colon behind the brackets.
      let place = number - tokensTaken + head
      if place >= head, place < tokens.count { tokens[place].keyLevel = -1 }
    }
    allowsSimpleKey = false
    append(kind, length: 1)
  }

  mutating func fetchFlowEntry() throws(YAMLFault) {
    try removeSimpleKey()
    allowsSimpleKey = true
    append(.flowEntry, length: 1)
  }

  mutating func fetchBlockEntry() throws(YAMLFault) {
    // Between brackets it is the parser that complains, because it knows the brackets.
    if flowLevel == 0 {
      guard allowsSimpleKey else {
        throw fault("block sequence entries are not allowed in this context", mark)
      }
      try rollIndent(to: mark.column, .blockSequenceStart, at: mark)
    }
    try removeSimpleKey()
    allowsSimpleKey = true
    append(.blockEntry, length: 1)
  }

  mutating func fetchKey() throws(YAMLFault) {
    if flowLevel == 0 {
      guard allowsSimpleKey else {
        throw fault("mapping keys are not allowed in this context", mark)
      }
      try rollIndent(to: mark.column, .blockMappingStart, at: mark)
    }
    try removeSimpleKey()
    allowsSimpleKey = flowLevel == 0
    append(.key, length: 1)
  }

  mutating func fetchValue() throws(YAMLFault) {
    let level = simpleKeys.count - 1
    if try isValid(keyAt: level) {
      let key = simpleKeys[level]
      insert(YAMLToken(kind: .key, start: key.mark, end: key.mark), number: key.tokenNumber)
      try rollIndent(
        to: key.mark.column, .blockMappingStart, at: key.mark, number: key.tokenNumber)
      simpleKeys[level].isPossible = false
      allowsSimpleKey = false
    } else {
      if flowLevel == 0 {
        guard allowsSimpleKey else {
          throw fault("mapping values are not allowed in this context", mark)
        }
        try rollIndent(to: mark.column, .blockMappingStart, at: mark)
      }
      allowsSimpleKey = flowLevel == 0
    }
    append(.value, length: 1)
  }
}
